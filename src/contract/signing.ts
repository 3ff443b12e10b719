import { z } from 'zod';
import { findingShown, identityShown, named, said } from './referral.ts';

/** What a referral says of its patient, as far as two versions of it are compared on the screen. */
export const saidOfPatient = z.object({
  identity: identityShown,
  reason: z.string().optional(),
  question: z.string().optional(),
  history: z.string().optional(),
  allergiesSaid: said,
  medicationsSaid: said,
  findings: z.array(findingShown),
});

/** What the sign-off screen shows beside the referral: who is asked, and the version that was signed before, where there is one. */
export const signingShown = z.object({
  asked: named.optional(),
  askedIsMe: z.boolean(),
  lastSigned: z.object({ version: z.number().int(), by: named, at: z.iso.datetime(), said: saidOfPatient }).optional(),
});

export type SaidOfPatient = z.infer<typeof saidOfPatient>;
export type SigningShown = z.infer<typeof signingShown>;
