import { z } from 'zod';
import { alertShown, category, named } from './referral.ts';

/** Where something was said. `excerpt` stands there literally. `file` can be opened under its referral. */
const placeShown = z.object({
  reference: z.string(),
  kind: z.string(),
  excerpt: z.string(),
  referral: z.string().optional(),
  code: z.string().optional(),
  file: z.string().optional(),
  institution: named.optional(),
  at: z.string().optional(),
});

const pointShown = z.object({ text: z.string(), places: z.array(placeShown) });

const allergyEntry = z.object({
  name: z.string(),
  says: z.enum(['present', 'absent', 'unknown', 'no-longer']),
  reactions: z.array(z.string()),
  severe: z.boolean(),
  contradicted: z.boolean(),
  places: z.array(placeShown),
});

const medicineEntry = z.object({
  name: z.string(),
  course: z.enum(['current', 'stopped', 'not-taken']),
  dose: z.string().optional(),
  frequency: z.string().optional(),
  /** Since when it is taken, where a source says so; otherwise only when it was first noted. */
  since: z.string().optional(),
  noted: z.string().optional(),
  until: z.string().optional(),
  changes: z.array(z.object({ at: z.string().optional(), from: z.string(), to: z.string() })),
  places: z.array(placeShown),
});

const problemEntry = z.object({
  name: z.string(),
  course: z.enum(['active', 'inactive', 'resolved', 'refuted']),
  family: z.boolean(),
  since: z.string().optional(),
  noted: z.string().optional(),
  until: z.string().optional(),
  places: z.array(placeShown),
});

const seriesShown = z.object({
  name: z.string(),
  unit: z.string().optional(),
  vital: z.boolean(),
  values: z.array(
    z.object({
      value: z.string(),
      amount: z.number().optional(),
      flag: z.enum(['low', 'high', 'critical-low', 'critical-high', 'normal', 'abnormal']).optional(),
      at: z.string().optional(),
      place: placeShown,
    }),
  ),
  pending: z.boolean(),
});

/** One line of the timeline. */
const momentShown = z.object({
  at: z.string().optional(),
  kind: z.enum([
    'note',
    'document',
    'procedure',
    'encounter',
    'image',
    'instruction',
    'outcome',
    'change',
    'correction',
  ]),
  name: z.string(),
  detail: z.string().optional(),
  place: placeShown,
});

/** One change by one clinician, before and after. */
const changeShown = z.object({
  kind: z.enum(['medicine', 'allergy', 'problem', 'result']),
  how: z.enum(['started', 'stopped', 'changed', 'added', 'removed', 'resolved', 'critical']),
  name: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
  level: z.enum(['stop', 'soon', 'routine']),
});
const changesShown = z.object({
  id: z.string(),
  kind: z.enum(['outcome', 'change', 'correction']),
  by: named,
  at: z.iso.datetime(),
  words: z.string(),
  changes: z.array(changeShown),
});

/** What is known of a patient, put together for one reader from all that they may read. */
export const recordShown = z.object({
  code: z.string(),
  points: z.array(pointShown),
  leftOut: z.object({ documents: z.number().int(), from: z.string().optional(), to: z.string().optional() }),
  question: z.string().optional(),
  allergies: z.array(allergyEntry),
  /** "No known allergies", where somebody says so. */
  allergiesDenied: z.array(placeShown),
  medicines: z.array(medicineEntry),
  medicinesDenied: z.array(placeShown),
  problems: z.array(problemEntry),
  results: z.array(seriesShown),
  timeline: z.array(momentShown),
  /** What came since this reader's last visit; absent on the first one. */
  since: z.object({ at: z.iso.datetime(), names: z.array(z.string()), documents: z.number().int() }).optional(),
  /** What was changed after the signature, the newest first. */
  changes: z.array(changesShown),
  /** What the safety net says of the whole list as it is now, across all that this reader may see. */
  safety: z.object({
    alerts: z.array(alertShown.pick({ tier: true, subjects: true, why: true, do: true, rule: true, source: true })),
    unrecognised: z.array(z.string()),
  }),
  mayUpdate: z.boolean(),
  referrals: z.number().int(),
  documents: z.number().int(),
  /** Parts of the record that are not shown to this reader. */
  hidden: z.array(category),
});

/** A change told after the signature, or a correction of what was said. */
export const updateAsked = z.object({ kind: z.enum(['change', 'correction']), words: z.string().min(1).max(2_000) });

export type PlaceShown = z.infer<typeof placeShown>;
export type AllergyEntryShown = z.infer<typeof allergyEntry>;
export type MedicineEntryShown = z.infer<typeof medicineEntry>;
export type ProblemEntryShown = z.infer<typeof problemEntry>;
export type SeriesShown = z.infer<typeof seriesShown>;
export type MomentShown = z.infer<typeof momentShown>;
export type ChangesShown = z.infer<typeof changesShown>;
export type RecordShown = z.infer<typeof recordShown>;
export type UpdateAsked = z.infer<typeof updateAsked>;
