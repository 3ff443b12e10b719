import type { ClockShown } from '#src/contract/referral.ts';
import { nameIn } from '../words/names.ts';
import { useSpeech } from '../words/words.ts';
import { spokenSpan, spokenTime } from './hong-kong-time.ts';
import { ClockIcon } from './icons.tsx';
import { useNow } from './use-now.ts';

/** Whose turn it is. */
export function OwnerWords({ clock }: { readonly clock: ClockShown }) {
  const { say, language } = useSpeech();
  if (clock.ownerIsMe) return <>{say('line.you')}</>;
  return <>{clock.owner ? say('line.waits', { who: nameIn(language, clock.owner) }) : say('referral.nothing-due')}</>;
}

/** Until when, or how long over it. Lateness is a word and a picture, then a colour. */
export function DueWords({ clock }: { readonly clock: ClockShown }) {
  const { say, language } = useSpeech();
  const now = useNow();
  if (!clock.due) return null;
  const left = new Date(clock.due).getTime() - now.getTime();
  const late = clock.overdue || left <= 0;
  return (
    <span className={late ? 'late row' : 'soft row'}>
      {late && <ClockIcon size={16} />}
      <span>
        <time dateTime={clock.due}>{say('time.by', { at: spokenTime(clock.due, now, language, say) })}</time>
        {' · '}
        {late ? say('time.late', { late: spokenSpan(left, say) }) : say('time.due', { left: spokenSpan(left, say) })}
      </span>
    </span>
  );
}
