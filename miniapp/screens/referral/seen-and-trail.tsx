import type { ReferralShown } from '#src/contract/referral.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { nameIn } from '../../words/names.ts';
import { type Key, type Speech, useSpeech } from '../../words/words.ts';

type Props = { readonly referral: ReferralShown };

/** Proof of seen: everybody who looked, with the first time. */
export function SeenPanel({ referral: { seenBy } }: Props) {
  const { say, language } = useSpeech();
  const now = useNow();
  return (
    <section className="card" aria-label={say('referral.seen')}>
      <h2>{say('referral.seen')}</h2>
      {seenBy.length === 0 && <p className="soft">{say('referral.seen-none')}</p>}
      <ul className="stack stack--tight">
        {seenBy.map(({ who, at }) => (
          <li key={`${who.en}${at}`} className="row row--apart">
            <span>{nameIn(language, who)}</span>
            <time className="soft small" dateTime={at}>
              {spokenTime(at, now, language, say)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function TrailPanel({ referral: { happenings } }: Props) {
  const speech = useSpeech();
  const { say, language } = speech;
  const now = useNow();
  return (
    <details className="card">
      <summary>{say('referral.trail')}</summary>
      <ol className="stack stack--tight">
        {happenings.map((one, index) => (
          // The trail only grows at its end: a place in it is a number of its own.
          <li key={`${index}-${one.at}`} className="row row--apart">
            <span>
              {happeningWords(speech, one)}
              <span className="soft"> · {one.by ? nameIn(language, one.by) : say('happening.baton')}</span>
            </span>
            <time className="soft small" dateTime={one.at}>
              {spokenTime(one.at, now, language, say)}
            </time>
          </li>
        ))}
      </ol>
    </details>
  );
}

function happeningWords({ say, has }: Speech, one: ReferralShown['happenings'][number]): string {
  if (one.what === 'moved' && one.from && one.to)
    return say('happening.moved', { from: say(`state.${one.from}`), to: say(`state.${one.to}`) });
  const key = `happening.${one.what}`;
  // Only "moved" has gaps, and it was said above.
  return has(key) && key !== 'happening.moved' ? (say as (key: Key) => string)(key) : say('happening.other');
}
