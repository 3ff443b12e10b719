import { z } from 'zod';
import { action, named, referralLine } from './referral.ts';

export const visitPart = z.enum(['outcome', 'today', 'week', 'later', 'to-book', 'missed', 'answer']);
export const followUpReason = z.enum(['seen', 'booked-elsewhere', 'not-needed', 'patient-declined', 'patient-died']);

/** "See again in six weeks": by when, whose work, and whether the reader may end it. */
export const followUpShown = z.object({
  id: z.string(),
  due: z.iso.datetime(),
  owner: named,
  isDue: z.boolean(),
  mayEnd: z.boolean(),
});

/** One line: a referral with its visit. `mayCall`: there is a telephone number, and this reader may ask for it. `clash`: another visit of the same patient meets it. */
export const visitLine = referralLine.extend({
  part: visitPart,
  at: z.iso.datetime().optional(),
  place: z.string().optional(),
  followUps: z.array(followUpShown),
  clash: z.boolean(),
  mayCall: z.boolean(),
  actions: z.array(action),
});
export const visitsShown = z.object({ lines: z.array(visitLine), now: z.iso.datetime() });
export const phoneShown = z.object({ phone: z.string() });

export const followUpAsked = z.object({ days: z.number().int(), owner: z.enum(['us', 'referrer']) });
export const followUpEndAsked = z.object({ because: followUpReason });

export type VisitPart = z.infer<typeof visitPart>;
export type VisitLine = z.infer<typeof visitLine>;
export type VisitsShown = z.infer<typeof visitsShown>;
export type PhoneShown = z.infer<typeof phoneShown>;
export type FollowUpShown = z.infer<typeof followUpShown>;
export type FollowUpReason = z.infer<typeof followUpReason>;
