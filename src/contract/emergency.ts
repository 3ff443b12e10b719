import { z } from 'zod';
import { findingShown, identityShown, named, said } from './referral.ts';

/** A look without consent: of whom (an HKID or a referral's code), on which legal ground, and why, in words of one's own. */
export const emergencyAsked = z.object({
  patient: z.string().min(1).max(40),
  ground: z.enum(['serious-harm', 'life-threatening']),
  words: z.string().max(2000),
});
export const emergencyMoreAsked = z.object({ words: z.string().max(2000) });

/** The emergency set, and no more: allergies, current medicines, problems, last visits, advance directive. `more` adds results and pictures' reports. */
export const emergencyShown = z.object({
  id: z.string(),
  until: z.iso.datetime(),
  over: z.boolean(),
  widened: z.boolean(),
  identity: identityShown,
  allergiesSaid: said,
  medicationsSaid: said,
  allergies: z.array(findingShown),
  medicines: z.array(findingShown),
  problems: z.array(findingShown),
  visits: z.array(z.object({ at: z.iso.datetime(), place: named, what: z.string() })),
  directives: z.array(findingShown),
  more: z.array(findingShown),
  sources: z.array(z.object({ code: z.string(), from: named, at: z.iso.datetime() })),
});

/** One line of the privacy officer's list. Ids, places and times; the reason is read here and nowhere else. */
export const reviewShown = z.object({
  id: z.string(),
  person: named,
  institution: named,
  ground: z.enum(['serious-harm', 'life-threatening']),
  words: z.string(),
  moreWords: z.string().optional(),
  openedAt: z.iso.datetime(),
  until: z.iso.datetime(),
  reviewBy: z.iso.datetime(),
  overdue: z.boolean(),
  /** Decided already; it stays on the list until the patient has been told. */
  decided: z.boolean(),
  told: z.enum(['message', 'letter', 'in-person', 'page', 'not-yet']),
  recent: z.number().int(),
});
export const verdictAsked = z.object({
  verdict: z.enum(['justified', 'not-justified']),
  words: z.string().min(1).max(2000),
});
export const toldAsked = z.object({ how: z.enum(['message', 'letter', 'in-person']) });

export type EmergencyAsked = z.infer<typeof emergencyAsked>;
export type EmergencyShown = z.infer<typeof emergencyShown>;
export type ReviewShown = z.infer<typeof reviewShown>;
export type VerdictAsked = z.infer<typeof verdictAsked>;
