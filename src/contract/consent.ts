import { z } from 'zod';
import { named } from './referral.ts';

export const consentPart = z.enum([
  'problems',
  'medicines',
  'allergies',
  'results',
  'imaging',
  'documents',
  'sensitive',
]);

/** Where consent for the receiving side stands, what it covers, and what this person may do about it. */
export const consentPanel = z.object({
  standing: z.enum(['none', 'given', 'refused', 'withdrawn', 'expired']),
  to: named,
  parts: z.array(consentPart),
  until: z.iso.datetime().optional(),
  daysAfterReferral: z.number().int(),
  /** The newest decision: how it reached us, when, and who wrote it down; without `by` the patient did, on their own page. */
  last: z
    .object({
      what: z.enum(['given', 'refused', 'withdrawn']),
      how: z.string(),
      at: z.iso.datetime(),
      by: named.optional(),
      wording: z.string(),
      witness: z.string().optional(),
      substitute: z
        .object({ name: z.string(), relation: z.string(), because: z.enum(['minor', 'incapacity']) })
        .optional(),
      formMissing: z.boolean(),
    })
    .optional(),
  mayRecord: z.boolean(),
  mayWithdraw: z.boolean(),
  /** The patient's own page asks for the year of birth: without one there is no QR. */
  mayShowPage: z.boolean(),
  /** Under 16: a substitute decides. */
  isChild: z.boolean(),
  version: z.number().int(),
});

export const consentAsked = z.object({
  decision: z.enum(['given', 'refused']),
  way: z.enum(['spoken', 'signed-form', 'substitute']),
  parts: z.array(consentPart).max(7).optional(),
  witness: z.string().max(200).optional(),
  form: z.string().max(64).optional(),
  substitute: z
    .object({
      name: z.string().max(200),
      relation: z.string().max(100),
      proof: z.string().max(200),
      because: z.enum(['minor', 'incapacity']),
    })
    .optional(),
  /** One year to the minute; otherwise it ends with the referral and the set number of days. */
  years: z.literal(1).optional(),
});

export const ticketAsked = z.object({ kind: z.enum(['decide', 'withdraw']) });

/** A link for the patient, as a QR to be scanned and a code to be typed. Shown once; the service keeps neither. */
export const ticketShown = z.object({
  url: z.string(),
  code: z.string(),
  address: z.string(),
  svg: z.string(),
  until: z.iso.datetime().optional(),
});

export type ConsentPart = z.infer<typeof consentPart>;
export type ConsentPanelShown = z.infer<typeof consentPanel>;
export type ConsentAsked = z.infer<typeof consentAsked>;
export type TicketShown = z.infer<typeof ticketShown>;
