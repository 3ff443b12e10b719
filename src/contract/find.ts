import { z } from 'zod';
import { named, referralLine } from './referral.ts';

const archiveKind = z.enum(['words', 'document', 'photo', 'imaging', 'voice']);

const day = z.iso.date();

/** What is looked for. Words stay out of addresses: they may name a patient. Days are Hong Kong's and both count. */
export const findAsked = z
  .object({
    words: z.string().max(200).default(''),
    /** Code, HKID or name: only what is known of these patients. */
    patient: z.string().min(2).max(120).optional(),
    kinds: z.array(archiveKind).min(1).max(5).optional(),
    institutions: z.array(z.string().max(80)).min(1).max(20).optional(),
    from: day.optional(),
    to: day.optional(),
  })
  .refine(({ words, patient }) => words.trim().length >= 1 || patient !== undefined);

const documentFound = z.object({
  id: z.string(),
  referral: z.string(),
  code: z.string(),
  kind: archiveKind,
  /** The day it is about, where it says one; otherwise when it came. */
  at: z.iso.datetime(),
  isDated: z.boolean(),
  /** Whose it is: the name, and the id to narrow by. */
  from: named,
  origin: z.string(),
  /** The file to open, under its referral. */
  file: z.string().optional(),
  title: z.string().optional(),
  /** The best line, and where in it the sought words stand: half-open offsets in UTF-16 units. */
  line: z.object({ text: z.string(), marks: z.array(z.tuple([z.number().int(), z.number().int()])) }).optional(),
  hasThumbnail: z.boolean(),
});

/** What was found, for each patient together: nothing that this person may not see, and no number of it. */
export const foundShown = z.object({
  patients: z.array(
    z.object({
      /** Initials and the last characters of the identifier, as on every list. */
      patient: z.string(),
      referrals: z.array(referralLine),
      documents: z.array(documentFound),
    }),
  ),
  /** There is more that may be seen than is shown. */
  more: z.boolean(),
});

export type FindAsked = z.input<typeof findAsked>;
export type ArchiveKindShown = z.infer<typeof archiveKind>;
export type DocumentFound = z.infer<typeof documentFound>;
export type FoundShown = z.infer<typeof foundShown>;
