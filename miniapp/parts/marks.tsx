import type { State, Urgency } from '#src/contract/referral.ts';
import { useSay } from '../words/words.ts';

/** How urgent, in words; the two fastest stand out by weight, not by red. */
export function UrgencyMark({ urgency }: { readonly urgency: Urgency }) {
  const say = useSay();
  const weight = urgency === 'emergency' ? 'mark mark--strong' : urgency === 'urgent' ? 'mark mark--bold' : 'mark';
  return <span className={weight}>{say(`urgency.${urgency}`)}</span>;
}

export function StateMark({ state }: { readonly state: State }) {
  const say = useSay();
  return <span className="mark mark--deep">{say(`state.${state}`)}</span>;
}
