import { z } from 'zod';
import { named, referralLine } from './referral.ts';

const standing = z.enum(['escalated', 'waiting', 'new', 'taken']);

/** One thing that was done with a case lately; `to`: the state it came to, where it is a step. */
const changeShown = z.object({ what: z.string(), to: z.string().optional(), at: z.iso.datetime() });

/** A few words of the shift before. */
const noteShown = z.object({ text: z.string(), by: named, at: z.iso.datetime() });

/** One open case of an institution at the change of shift. `mine`: it is for this reader to take. `patient` is a dash where the case is not theirs to see yet. */
export const handoverLine = referralLine.extend({
  author: named,
  standing,
  by: named.optional(),
  byMe: z.boolean(),
  since: z.iso.datetime().optional(),
  mine: z.boolean(),
  note: noteShown.optional(),
  changes: z.array(changeShown),
});

export const handoverOfPlace = z.object({
  institution: z.string(),
  name: named,
  /** The change of shift that this list is of, and until when its cases are to be taken; absent until the first change. */
  at: z.iso.datetime().optional(),
  limit: z.iso.datetime().optional(),
  next: z.iso.datetime(),
  onDuty: z.array(named),
  /** False: no roster names anybody now; `onDuty` are those of the configuration. */
  rostered: z.boolean(),
  cover: z.array(named),
  lines: z.array(handoverLine),
});

export const handoverShown = z.object({ places: z.array(handoverOfPlace), now: z.iso.datetime() });

export const takeAsked = z.object({
  institution: z.string().min(1).max(60),
  referrals: z.array(z.string().min(1).max(60)).min(1).max(200),
});
/** `missed`: taken by somebody else meanwhile, or over. */
export const takenShown = z.object({ taken: z.number().int(), missed: z.number().int(), shown: handoverShown });

export const noteLimit = 500;
export const noteAsked = z.object({
  institution: z.string().min(1).max(60),
  referral: z.string().min(1).max(60),
  text: z.string().trim().min(1).max(noteLimit),
});

export type HandoverLine = z.infer<typeof handoverLine>;
export type HandoverOfPlace = z.infer<typeof handoverOfPlace>;
export type HandoverShown = z.infer<typeof handoverShown>;
export type TakeAsked = z.infer<typeof takeAsked>;
export type TakenShown = z.infer<typeof takenShown>;
export type NoteAsked = z.infer<typeof noteAsked>;
