import { type FormEvent, type ReactNode, useState } from 'react';
import type { EmergencyShown } from '#src/contract/emergency.ts';
import type { FindingShown } from '#src/contract/referral.ts';
import { StillHere } from '../../keeping/still-here.tsx';
import { useKept } from '../../keeping/use-kept.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { TroubleNotice } from '../../parts/standings.tsx';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { useSpeech } from '../../words/words.ts';
import { AllergyPanel } from '../referral/allergy-panel.tsx';

type Props = {
  readonly record: EmergencyShown;
  readonly trouble: Error | null;
  /** `opened` is called once more is open. */
  readonly onMore: (words: string, opened: () => void) => void;
  readonly onEnd: () => void;
};

/** Allergies in red before all else; then what is taken now, what is known, wishes for the end of life, last visits. */
export function EmergencyRecord({ record, trouble, onMore, onEnd }: Props) {
  const { say, language } = useSpeech();
  const now = useNow();
  const { identity } = record;
  return (
    <>
      {trouble && <TroubleNotice error={trouble} />}
      <AllergyPanel referral={{ findings: record.allergies, allergiesSaid: record.allergiesSaid, hidden: [] }} />
      <section className="card" aria-label={say('referral.patient')}>
        <h2>
          <bdi>{[identity.nameEn, identity.nameZh].filter(Boolean).join(' ')}</bdi>
        </h2>
        <p className="soft">
          {[identity.hkid, identity.birth, identity.sex && say(`sex.${identity.sex}`)].filter(Boolean).join(' · ')}
        </p>
        <p>{say('emergency.until', { at: spokenTime(record.until, now, language, say) })}</p>
      </section>
      {record.directives.length > 0 && (
        <Part title={say('emergency.directives')}>
          <Findings findings={record.directives} />
        </Part>
      )}
      <Part title={say('emergency.medicines')}>
        <Findings findings={record.medicines} said={record.medicationsSaid} />
      </Part>
      <Part title={say('emergency.problems')}>
        <Findings findings={record.problems} />
      </Part>
      <Part title={say('emergency.visits')}>
        {record.visits.length === 0 ? (
          <p className="soft">{say('emergency.nothing')}</p>
        ) : (
          <ul>
            {record.visits.map(({ at, place, what }) => (
              <li key={`${at} ${what}`}>
                {spokenTime(at, now, language, say)} · {nameIn(language, place)}
              </li>
            ))}
          </ul>
        )}
      </Part>
      {record.widened && (
        <Part title={say('emergency.more')}>
          <Findings findings={record.more} />
        </Part>
      )}
      <p className="small soft">
        {say('emergency.sources')}:{' '}
        {record.sources.map(({ code, from }) => `${code} ${nameIn(language, from)}`).join(', ')}
      </p>
      {!record.widened && <AskMore look={record.id} onMore={onMore} />}
      <button type="button" className="button button--wide" onClick={onEnd}>
        {say('emergency.end')}
      </button>
    </>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="card" aria-label={title}>
    <h2>{title}</h2>
    {children}
  </section>
);

function Findings({
  findings,
  said,
}: {
  readonly findings: readonly FindingShown[];
  readonly said?: EmergencyShown['allergiesSaid'];
}) {
  const { say } = useSpeech();
  if (findings.length === 0)
    return <p className="soft">{say(said && said !== 'given' ? `referral.said.${said}` : 'emergency.nothing')}</p>;
  return (
    <ul>
      {findings.map((one) => (
        <li key={`${one.name} ${one.value ?? ''} ${one.detail ?? ''}`}>
          <strong>{one.name}</strong> {[one.value, one.unit, one.detail].filter(Boolean).join(' ')}
          {!one.sure && <span className="soft"> · {say('finding.unsure')}</span>}
        </li>
      ))}
    </ul>
  );
}

function AskMore({ look, onMore }: Pick<Props, 'onMore'> & { readonly look: string }) {
  const { say } = useSpeech();
  const [asking, setAsking] = useState(false);
  const kept = useKept(`emergency:${look}:more`);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onMore(kept.text, kept.forget);
  };
  if (!asking)
    return (
      <button type="button" className="button button--quiet button--wide" onClick={() => setAsking(true)}>
        {say('emergency.ask-more')}
      </button>
    );
  return (
    <form className="stack stack--tight" onSubmit={onSubmit} noValidate>
      <div className="field field--short">
        <label htmlFor="emergency-more">{say('emergency.more-words')}</label>
        <textarea
          id="emergency-more"
          value={kept.text}
          maxLength={2000}
          onChange={({ target }) => kept.type(target.value)}
        />
        <StillHere kept={kept} />
      </div>
      <button type="submit" className="button button--wide">
        {say('emergency.more-open')}
      </button>
    </form>
  );
}
