import { z } from 'zod';
import { findingShown } from './referral.ts';

/** Where a fact stands in its file: a page with a box in parts of the page (0..1), a line with its place in it, or the name of an element. */
export const factPlace = z.object({
  page: z.number().int().optional(),
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
  line: z.object({ text: z.string(), from: z.number().int(), to: z.number().int() }).optional(),
  /** A DICOM tag, an HL7 segment, a path or a cell, as the format names it. */
  element: z.string().optional(),
});

/** How it stands beside what the referral says already. */
export const standing = z.enum(['new', 'changed', 'contradicting', 'same']);

/** One fact that was read. `before` is what the referral says about the same thing now. `number` names it when it is answered. */
export const factShown = z.object({
  number: z.number().int(),
  finding: findingShown,
  place: factPlace,
  standing,
  before: findingShown.optional(),
  answer: z.enum(['taken', 'left']).optional(),
  /** What a person put in its place. */
  right: findingShown.optional(),
  /** The parts that a person can put right, as they were read. */
  parts: z.object({
    name: z.string(),
    value: z.string().optional(),
    unit: z.string().optional(),
    dose: z.string().optional(),
  }),
});

/** A file, where its reading stands and what was read. `pages` can be shown as pictures. */
export const documentShown = z.object({
  id: z.string(),
  name: z.string(),
  /** The name of the file in which it lay: a zip, a mail, a message. */
  inside: z.string().optional(),
  state: z.enum(['received', 'reading', 'read', 'needs-person', 'stopped', 'refused', 'filed']),
  code: z.string().optional(),
  /** While it is being read: the page (or the file in a file) in hand, of all there are. */
  progress: z.object({ page: z.number().int(), pages: z.number().int() }).optional(),
  /** What a machine heard in a recording: the words, to be held against the sound. */
  heard: z.string().optional(),
  pages: z.number().int(),
  facts: z.array(factShown),
  warnings: z.array(z.string()),
  /** This reader may say that it is about this patient after all. */
  mayConfirm: z.boolean(),
  mayAnswer: z.boolean(),
});

const said = z.string().trim().min(1).max(200).optional();

/** What becomes of facts: whole groups (of which only what is sure is taken), or single ones by their number. `right` puts one right and takes it so. */
export const documentAnswer = z.object({
  answer: z.enum(['taken', 'left']),
  groups: z.array(standing).max(4).optional(),
  facts: z.array(z.number().int().min(0)).max(5_000).optional(),
  right: z.object({ fact: z.number().int().min(0), name: said, value: said, unit: said, dose: said }).optional(),
});

export type FactPlace = z.infer<typeof factPlace>;
export type FactShown = z.infer<typeof factShown>;
export type FactStanding = z.infer<typeof standing>;
export type DocumentShown = z.infer<typeof documentShown>;
export type DocumentAnswer = z.infer<typeof documentAnswer>;
