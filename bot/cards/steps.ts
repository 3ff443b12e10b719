import type { Referral, State } from '#src/domain/referral/referral.ts';
import { clockTime, type Language, speak } from '../words/words.ts';

export type CardStep = {
  readonly label: string;
  readonly state: 'done' | 'now' | 'todo' | 'late';
  readonly at?: string;
};

const path: readonly State[] = [
  'draft',
  'awaiting-sign-off',
  'sent',
  'delivered',
  'opened',
  'accepted',
  'booked',
  'attended',
  'answered',
  'closed',
];

/** The loop clock as steps: where it has been and when, where it is, what is still to come. A side road (declined, missed) stands where it left the path. */
export function stepsOf(
  referral: Referral,
  history: readonly { readonly state: State; readonly at: Date }[],
  overdue: boolean,
  language: Language,
): readonly CardStep[] {
  const now = referral.standing.state;
  const reached = new Map(history.map(({ state, at }) => [state, at]));
  const line = path.includes(now) ? path : [...path.filter((state) => reached.has(state) && state !== 'closed'), now];
  const here = line.lastIndexOf(now);
  return line.map((state, index): CardStep => {
    const at = reached.get(state);
    const label = speak(language, `state.${state}`);
    const when = at ? { at: clockTime(at, language) } : {};
    if (index === here)
      return { label, state: overdue ? 'late' : now === 'closed' || now === 'cancelled' ? 'done' : 'now', ...when };
    return { label, state: index < here ? 'done' : 'todo', ...when };
  });
}
