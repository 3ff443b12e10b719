import type { ReactNode } from 'react';
import type { ReferralShown } from '#src/contract/referral.ts';
import { ageAt, spokenBirth } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { useSpeech } from '../../words/words.ts';

/** Who it is about: the name in both scripts, then what tells two people of the same name apart. */
export function PatientPanel({ referral: { identity } }: { readonly referral: ReferralShown }) {
  const { say } = useSpeech();
  const now = useNow();
  const names = [identity.nameEn, identity.nameZh].filter(Boolean).join(' ');
  const age = identity.birth ? ageAt(identity.birth, now) : undefined;
  return (
    <section className="card stack stack--tight" aria-label={say('referral.patient')}>
      <h2 className="patient__name">
        <bdi>{names || say('referral.unnamed')}</bdi>
      </h2>
      <dl className="facts">
        {identity.hkid && (
          <Fact name={say('referral.hkid')}>
            {identity.hkid}
            {identity.hkidValid === false && <span className="late"> · {say('referral.hkid-wrong')}</span>}
          </Fact>
        )}
        {identity.otherId && <Fact name={say('referral.other-id')}>{identity.otherId}</Fact>}
        {identity.birth && (
          <Fact name={say('referral.birth')}>
            {spokenBirth(identity.birth)}
            {age !== undefined && ` · ${say('referral.age', { n: age })}`}
          </Fact>
        )}
        {identity.sex && <Fact name={say('referral.sex')}>{say(`sex.${identity.sex}`)}</Fact>}
        {identity.phone && (
          <Fact name={say('referral.phone')}>
            <a href={`tel:${identity.phone.replace(/\s/g, '')}`}>{identity.phone}</a>
          </Fact>
        )}
      </dl>
    </section>
  );
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
