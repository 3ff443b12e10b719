import { z } from 'zod';
import { named } from './referral.ts';

export const requestKind = z.enum(['who-looked', 'copy', 'correction', 'erasure', 'objection']);
export const requester = z.enum(['patient', 'parent', 'authorised']);

/** A patient's request as the privacy officer sees it. The patient is the short line that lists use, never a name. */
export const requestShown = z.object({
  id: z.string(),
  kind: requestKind,
  from: requester,
  institution: named,
  owner: named,
  patient: z.string(),
  words: z.string(),
  receivedAt: z.iso.datetime(),
  due: z.iso.datetime(),
  day: z.number().int(),
  is: z.enum(['running', 'paused', 'warning', 'late', 'ended']),
  identity: z.enum(['not-asked', 'asked', 'proved']),
  ended: z
    .object({
      how: z.enum(['answered', 'refused']),
      at: z.iso.datetime(),
      words: z.string(),
      lateReason: z.string().optional(),
    })
    .optional(),
});
export const holdShown = z.object({
  id: z.string(),
  patient: z.string(),
  institution: named,
  reason: z.string(),
  at: z.iso.datetime(),
  lifted: z.boolean(),
});
export const dueShown = z.object({
  patient: z.string(),
  institution: named,
  since: z.iso.datetime(),
  held: z.boolean(),
});
export const certificateShown = z.object({
  id: z.string(),
  patient: z.string(),
  institution: named,
  why: z.enum(['request', 'retention']),
  at: z.iso.datetime(),
  doneAt: z.iso.datetime().optional(),
  rows: z.record(z.string(), z.number().int()),
  files: z.number().int(),
});
export const trailStanding = z.object({
  chain: z.string(),
  institution: named,
  ok: z.boolean(),
  entries: z.number().int(),
  covered: z.number().int(),
  lastAt: z.iso.datetime().optional(),
  badAt: z.number().int().optional(),
});
/** Who outside receives data, what of it, and under which contract. Days are days in Hong Kong. */
export const processorShown = z.object({
  id: z.string(),
  name: named,
  receives: named,
  where: z.string(),
  note: z.string(),
  from: z.iso.date(),
  until: z.iso.date(),
  is: z.enum(['not-begun', 'in-force', 'ending', 'ended']),
});
const words = z.string().max(4000);
export const breachFacts = z.object({
  what: words,
  how: words,
  cause: words,
  contained: words,
  harm: words,
  steps: words,
});
export const breachSelect = z.object({
  person: z.string().max(60).optional(),
  from: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  patients: z.array(z.string().max(60)).max(1000).optional(),
  entries: z.array(z.string().max(60)).max(10_000).optional(),
});
export const breachShown = z.object({
  id: z.string(),
  institution: named,
  foundAt: z.iso.datetime(),
  facts: breachFacts,
  closed: z.object({ at: z.iso.datetime(), notify: z.boolean(), why: z.string() }).optional(),
});

/** The privacy officer's desk. */
export const privacyDesk = z.object({
  now: z.iso.datetime(),
  institutions: z.array(z.object({ id: z.string(), name: named })),
  people: z.array(z.object({ id: z.string(), name: named })),
  requests: z.array(requestShown),
  reviews: z.number().int(),
  trail: z.array(trailStanding),
  breaches: z.array(breachShown),
  holds: z.array(holdShown),
  due: z.array(dueShown),
  certificates: z.array(certificateShown),
  /** Two records with one identity number, which nobody has looked at yet. */
  clashes: z.array(z.object({ code: z.string(), institution: named, at: z.iso.datetime() })),
  processors: z.array(processorShown),
});

export const requestAsked = z.object({
  referral: z.string().min(1).max(40),
  kind: requestKind,
  from: requester,
  words: z.string().max(4000),
  receivedAt: z.iso.datetime().optional(),
});
export const requestStepAsked = z.discriminatedUnion('step', [
  z.object({ step: z.literal('ask-identity') }),
  z.object({ step: z.literal('prove-identity') }),
  z.object({ step: z.literal('hand-over'), to: z.string().min(1).max(60) }),
  z.object({ step: z.literal('answer'), words: z.string().max(4000), lateReason: z.string().max(4000).optional() }),
  z.object({ step: z.literal('refuse'), words: z.string().max(4000), lateReason: z.string().max(4000).optional() }),
]);
export const holdAsked = z.object({ referral: z.string().min(1).max(40), reason: z.string().max(2000) });
export const whoIsWhoAsked = z.object({
  referral: z.string().min(1).max(40),
  do: z.enum(['join', 'part']),
  reason: z.string().max(2000),
});
export const erasureAsked = z.object({ referral: z.string().min(1).max(40) });
export const breachAsked = z.object({
  institution: z.string().min(1).max(60),
  foundAt: z.iso.datetime(),
  select: breachSelect,
  facts: breachFacts,
});
export const breachDecided = z.object({ notify: z.boolean(), why: z.string().max(2000) });
export const drillShown = z.object({
  reach: z.object({
    patients: z.array(
      z.object({
        patient: z.string(),
        referrals: z.array(z.string()),
        first: z.string(),
        last: z.string(),
        read: z.record(z.string(), z.number().int()),
        by: z.array(z.string()),
      }),
    ),
    people: z.array(z.string()),
    institutions: z.array(z.string()),
    entries: z.number().int(),
  }),
  draft: z.array(z.object({ part: z.string(), says: z.string() })),
});

export type PrivacyDesk = z.infer<typeof privacyDesk>;
export type RequestShown = z.infer<typeof requestShown>;
export type RequestAsked = z.infer<typeof requestAsked>;
export type WhoIsWhoAsked = z.infer<typeof whoIsWhoAsked>;
export type RequestStepAsked = z.infer<typeof requestStepAsked>;
export type BreachAsked = z.infer<typeof breachAsked>;
export type BreachShown = z.infer<typeof breachShown>;
export type DrillShown = z.infer<typeof drillShown>;
