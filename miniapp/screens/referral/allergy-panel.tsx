import type { ReferralShown } from '#src/contract/referral.ts';
import { AllergyIcon } from '../../parts/icons.tsx';
import { useSay } from '../../words/words.ts';
import { UnsureMark } from './finding-row.tsx';

/** First on the page, in red, with a picture and words. "None", "unknown" and "not said" are three different things. */
export function AllergyPanel({ referral: { findings, allergiesSaid } }: { readonly referral: ReferralShown }) {
  const say = useSay();
  const allergies = findings.filter(({ type }) => type === 'allergy');
  const present = allergies.filter(({ status, family }) => status !== 'absent' && !family);
  const denied = allergies.filter(({ status }) => status === 'absent').map(({ name }) => name);
  if (present.length === 0)
    return (
      <section className="allergy allergy--none" aria-label={say('allergy.title')}>
        <AllergyIcon />
        <div>
          <h2>{sentence(say, allergiesSaid)}</h2>
          {denied.length > 0 && <p className="small soft">{say('allergy.denied', { list: denied.join(', ') })}</p>}
        </div>
      </section>
    );
  return (
    <section className="allergy" role="alert" aria-label={say('allergy.title')}>
      <AllergyIcon size={28} />
      <div>
        <h2>{say('allergy.title')}</h2>
        <ul>
          {present.map((allergy, index) => (
            // Findings have no number of their own and never change their order on the page.
            <li key={`${index}-${allergy.name}`}>
              {allergy.name}
              {allergy.detail && <span className="small"> · {allergy.detail}</span>} {!allergy.sure && <UnsureMark />}
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function sentence(say: ReturnType<typeof useSay>, said: ReferralShown['allergiesSaid']): string {
  if (said === 'none') return say('allergy.none');
  return said === 'unknown' ? say('allergy.unknown') : say('allergy.not-said');
}
