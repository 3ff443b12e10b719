import type { Action, ActionAsked } from '#src/contract/referral.ts';
import { fromHongKongField } from '../../parts/hong-kong-time.ts';

/** What a person has typed and chosen so far for one action. It outlives refusals, conflicts and new sign-ins. */
export type Typed = {
  readonly words: string;
  readonly reason: string;
  readonly at: string;
  readonly person: string;
  readonly hotline: string;
  /** With an answer: in how many days to see the patient again; empty for not at all. */
  readonly followUpDays: string;
  readonly followUpOwner: 'us' | 'referrer';
};

export const nothingTyped: Typed = {
  words: '',
  reason: '',
  at: '',
  person: '',
  hotline: '',
  followUpDays: '',
  followUpOwner: 'us',
};

/** What an action may need; a follow-up is never needed. */
type Field = Exclude<keyof Typed, 'followUpDays' | 'followUpOwner'>;

export type Lack = { readonly field: keyof Typed; readonly why: 'missing' | 'past' };

export const declineReasons = [
  'not-our-service',
  'information-missing',
  'criteria-not-met',
  'duplicate',
  'better-elsewhere',
  'known-elsewhere',
] as const;
export const cancelReasons = ['withdrawn', 'patient-refused', 'patient-died', 'entered-in-error'] as const;

/** What must be typed or chosen, in the order of the form. */
export function fieldsOf(needs: Action['needs']): readonly Field[] {
  switch (needs) {
    case 'nothing':
      return [];
    case 'reason':
    case 'words':
      return ['words'];
    case 'decline-reason':
    case 'cancel-reason':
      return ['reason', 'words'];
    case 'time':
      return ['at'];
    case 'person':
      return ['person'];
    case 'hotline':
      return ['hotline', 'words'];
  }
}

/** A suggestion of another place may go without words; everything else that is asked for is needed. */
export const isNeeded = (needs: Action['needs'], field: Field): boolean => !(needs === 'hotline' && field === 'words');

/** What is still lacking, said beside its field before anything is sent. */
export function lackOf(needs: Action['needs'], typed: Typed, now: Date): Lack | undefined {
  const missing = fieldsOf(needs).find((field) => isNeeded(needs, field) && !typed[field].trim());
  if (missing) return { field: missing, why: 'missing' };
  if (needs !== 'time') return undefined;
  const at = fromHongKongField(typed.at);
  if (!at) return { field: 'at', why: 'missing' };
  return new Date(at) <= now ? { field: 'at', why: 'past' } : undefined;
}

export function askedFor(action: Action, version: number, typed: Typed): ActionAsked {
  const has = new Set(fieldsOf(action.needs));
  const at = has.has('at') ? fromHongKongField(typed.at) : undefined;
  return {
    action: action.name,
    version,
    ...(has.has('words') && typed.words.trim() ? { words: typed.words.trim() } : {}),
    ...(has.has('reason') ? { reason: typed.reason } : {}),
    ...(at ? { at } : {}),
    ...(has.has('person') ? { person: typed.person } : {}),
    ...(has.has('hotline') ? { hotline: typed.hotline } : {}),
    ...(action.name === 'answer' && typed.followUpDays
      ? { followUp: { days: Number(typed.followUpDays), owner: typed.followUpOwner } }
      : {}),
  };
}
