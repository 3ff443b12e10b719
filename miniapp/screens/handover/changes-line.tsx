import type { HandoverLine } from '#src/contract/handover.ts';
import type { State } from '#src/contract/referral.ts';
import { spokenTime } from '../../parts/hong-kong-time.ts';
import { useNow } from '../../parts/use-now.ts';
import { type Key, useSpeech } from '../../words/words.ts';

const few = 3;

/** What was done with the case in the last shift, the latest first, in a line. */
export function ChangesLine({ changes }: { readonly changes: HandoverLine['changes'] }) {
  const { say, language, has } = useSpeech();
  const now = useNow();
  const words = ({ what, to, at }: HandoverLine['changes'][number]) => {
    const key = to === undefined ? `happening.${what}` : `state.${to as State}`;
    // Happenings and states have no gaps; one this page does not know is shown as it is.
    const named = has(key) ? (say as (key: Key) => string)(key) : what;
    return `${named} ${spokenTime(at, now, language, say)}`;
  };
  if (changes.length === 0) return <p className="small soft">{say('handover.changes.none')}</p>;
  return <p className="small">{say('handover.changes', { what: changes.slice(0, few).map(words).join(' · ') })}</p>;
}
