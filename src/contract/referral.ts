import { z } from 'zod';

export const urgency = z.enum(['emergency', 'urgent', 'semi-urgent', 'routine', 'advice']);
export const state = z.enum([
  'draft',
  'awaiting-sign-off',
  'sent',
  'delivered',
  'opened',
  'accepted',
  'declined',
  'redirected',
  'booked',
  'attended',
  'did-not-attend',
  'answered',
  'closed',
  'cancelled',
]);

/** A name in the languages we have; the screen picks. */
export const named = z.object({ en: z.string(), zhHant: z.string(), zhHans: z.string().optional() });

/** One step of the loop clock. `late` when its deadline has passed. */
export const step = z.object({
  state,
  is: z.enum(['done', 'now', 'todo', 'late', 'skipped']),
  at: z.iso.datetime().optional(),
  by: named.optional(),
});

export const clock = z.object({
  owner: named.optional(),
  ownerIsMe: z.boolean(),
  due: z.iso.datetime().optional(),
  overdue: z.boolean(),
});

/** One line of a work list. The patient is initials and the last three characters of the identifier, never more. */
export const referralLine = z.object({
  id: z.string(),
  code: z.string(),
  state,
  urgency,
  patient: z.string(),
  from: named,
  to: named,
  clock,
  startedAt: z.iso.datetime(),
  version: z.number().int(),
});

export const work = z.object({
  mine: z.array(referralLine),
  waiting: z.array(referralLine),
  overdue: z.array(referralLine),
  done: z.array(referralLine),
  now: z.iso.datetime(),
});

/** A finding as the screen shows it. `sure` false is shown as not sure. */
export const findingShown = z.object({
  type: z.enum([
    'identity',
    'problem',
    'allergy',
    'medication',
    'result',
    'vital',
    'procedure',
    'encounter',
    'image',
    'instruction',
  ]),
  name: z.string(),
  value: z.string().optional(),
  unit: z.string().optional(),
  detail: z.string().optional(),
  flag: z.enum(['low', 'high', 'critical-low', 'critical-high', 'normal', 'abnormal']).optional(),
  status: z.enum(['present', 'absent', 'unknown', 'pending']),
  sure: z.boolean(),
  family: z.boolean().optional(),
  quote: z.string().optional(),
  note: z.string().optional(),
});

/** A part of the record that a patient can share apart. */
export const category = z.enum(['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents', 'sensitive']);

/** A safety finding. `stop` is red and wants an answer with a reason; nothing here locks anything. `why` and `do` are the rule's own words. */
export const alertShown = z.object({
  key: z.string(),
  tier: z.enum(['stop', 'caution', 'note']),
  kind: z.string(),
  subjects: z.array(z.string()),
  why: z.string(),
  do: z.string(),
  rule: z.string(),
  source: z.string(),
  version: z.string(),
  existing: z.object({ test: z.string(), value: z.string(), at: z.string() }).optional(),
  acknowledged: z
    .object({ by: named, at: z.iso.datetime(), reason: z.string(), words: z.string().optional() })
    .optional(),
});
export const safetyShown = z.object({
  alerts: z.array(alertShown),
  unrecognised: z.array(z.string()),
  unknown: z.array(z.string()),
});
export const acknowledgementAsked = z.object({
  key: z.string().max(64),
  reason: z.string().max(40),
  words: z.string().max(500).optional(),
});
/** Rules overridden more often than the house allows, the worst first. */
export const rulesForReview = z.object({
  version: z.string(),
  limits: z.object({ overriddenAbovePercent: z.number(), afterStops: z.number() }),
  rules: z.array(
    z.object({ rule: z.string(), raised: z.number(), overridden: z.number(), overriddenPercent: z.number() }),
  ),
});
export type RulesForReview = z.infer<typeof rulesForReview>;
export type AlertShown = z.infer<typeof alertShown>;
export type SafetyShown = z.infer<typeof safetyShown>;
export type AcknowledgementAsked = z.infer<typeof acknowledgementAsked>;

export const said = z.enum(['given', 'none', 'unknown', 'not-said']);

/** A part that must be there before sign-off and is missing or doubtful. `choices` are one tap; otherwise one line is typed. */
export const gap = z.object({
  field: z.enum([
    'hkid',
    'name',
    'birth',
    'sex',
    'phone',
    'to',
    'urgency',
    'reason',
    'medications',
    'allergies',
    'consent',
    'doubtful',
  ]),
  why: z.enum(['missing', 'doubtful', 'check-digit', 'two-patients', 'identity-clash']),
  choices: z.array(z.string()),
});

export const fileShown = z.object({
  id: z.string(),
  name: z.string(),
  kind: z
    .enum(['photo', 'pdf', 'dicom', 'audio', 'video', 'word', 'spreadsheet', 'hl7', 'fhir', 'cda', 'text', 'archive'])
    .optional(),
  mime: z.string().optional(),
  bytes: z.number().int().optional(),
  state: z.enum(['expected', 'kept', 'filed', 'refused', 'withdrawn']),
  refusal: z.string().optional(),
  at: z.iso.datetime(),
});

export const actionName = z.enum([
  'ask-sign-off',
  'sign',
  'refuse',
  'accept',
  'decline',
  'redirect',
  'book',
  'attended',
  'missed',
  'answer',
  'close',
  'handover',
  'cancel',
  'resend',
  'revise',
]);

/** What this person may do now. `needs` is what must be typed or chosen; `confirm` asks once more before it is done. */
export const action = z.object({
  name: actionName,
  needs: z.enum(['nothing', 'reason', 'decline-reason', 'time', 'words', 'person', 'hotline', 'cancel-reason']),
  confirm: z.boolean(),
  primary: z.boolean(),
});

export const identityShown = z.object({
  nameEn: z.string().optional(),
  nameZh: z.string().optional(),
  hkid: z.string().optional(),
  hkidValid: z.boolean().optional(),
  birth: z.string().optional(),
  sex: z.enum(['male', 'female', 'other']).optional(),
  phone: z.string().optional(),
  otherId: z.string().optional(),
});

export const happeningShown = z.object({
  at: z.iso.datetime(),
  what: z.string(),
  by: named.optional(),
  from: state.optional(),
  to: state.optional(),
  detail: z.string().optional(),
});

export const referralShown = z.object({
  id: z.string(),
  code: z.string(),
  state,
  urgency,
  from: named,
  to: named,
  hotline: named,
  author: named,
  heldBy: named.optional(),
  steps: z.array(step),
  clock,
  version: z.number().int(),
  contentVersion: z.number().int(),
  identity: identityShown,
  patientLine: z.string(),
  reason: z.string().optional(),
  question: z.string().optional(),
  history: z.string().optional(),
  allergiesSaid: said,
  medicationsSaid: said,
  safety: safetyShown.optional(),
  findings: z.array(findingShown),
  notes: z.array(z.object({ by: named, at: z.iso.datetime(), text: z.string() })),
  consent: z
    .object({ given: z.boolean(), how: z.string(), scope: z.array(z.string()), at: z.iso.datetime() })
    .optional(),
  /** Parts that are not shown to this reader. Said on the screen, never silently left out. */
  hidden: z.array(category),
  /** Restricted data would open for an extra reason. */
  restrictedNeedsReason: z.boolean(),
  gaps: z.array(gap),
  files: z.array(fileShown),
  signature: z
    .object({ by: named, at: z.iso.datetime(), contentHash: z.string(), keyId: z.string(), valid: z.boolean() })
    .optional(),
  visit: z.object({ at: z.iso.datetime(), place: z.string().optional() }).optional(),
  outcome: z.string().optional(),
  returned: z.object({ by: named, reason: z.string(), at: z.iso.datetime() }).optional(),
  duplicates: z.array(z.object({ code: z.string(), state })),
  actions: z.array(action),
  seenBy: z.array(z.object({ who: named, at: z.iso.datetime() })),
  happenings: z.array(happeningShown),
});

/** Asking for one action. `version` is the one on the screen: an older one is refused as `referral.changed-meanwhile`. */
export const actionAsked = z.object({
  action: actionName,
  version: z.number().int(),
  /** With a signature: the fingerprint of what was on the screen. Another one than what waits is refused as `referral.stale-card`. */
  contentHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  words: z.string().max(2000).optional(),
  reason: z.string().max(64).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  person: z.string().max(64).optional(),
  hotline: z.string().max(64).optional(),
  /** With an answer: see the patient again in so many days, here or at the referrer's. */
  followUp: z.object({ days: z.number().int(), owner: z.enum(['us', 'referrer']) }).optional(),
});

export const correctionAsked = z.object({
  field: gap.shape.field,
  value: z.string().max(2000),
  version: z.number().int(),
});
/** Why somebody without a part in it looks (`need`), or needs restricted data (`restricted`). */
export const reasonAsked = z.object({
  kind: z.enum(['need', 'restricted']),
  reason: z.enum([
    'covering',
    'asked-to-help',
    'preparing-visit',
    'follow-up',
    'quality-review',
    'treatment',
    'safety',
    'patient-asked',
  ]),
});
/** Asking one colleague to look, for some hours; and following such a link. */
export const linkAsked = z.object({ person: z.string().min(1).max(64), hours: z.number().int().min(1).max(72) });
export const linkFollowed = z.object({ token: z.string().min(20).max(100) });
export const noteAsked = z.object({ text: z.string().min(1).max(20_000) });
/** `once`: a name the page made for this beginning. Asked again with it, because the answer was lost, it is the same draft. */
export const draftAsked = z.object({
  hotline: z.string(),
  text: z.string().max(20_000).optional(),
  once: z
    .string()
    .regex(/^[\w-]{16,64}$/)
    .optional(),
});

export type Urgency = z.infer<typeof urgency>;
export type State = z.infer<typeof state>;
export type Named = z.infer<typeof named>;
export type Step = z.infer<typeof step>;
export type ClockShown = z.infer<typeof clock>;
export type ReferralLine = z.infer<typeof referralLine>;
export type Work = z.infer<typeof work>;
export type FindingShown = z.infer<typeof findingShown>;
export type Gap = z.infer<typeof gap>;
export type FileShown = z.infer<typeof fileShown>;
export type ActionName = z.infer<typeof actionName>;
export type Action = z.infer<typeof action>;
export type ReferralShown = z.infer<typeof referralShown>;
export type LinkAsked = z.infer<typeof linkAsked>;
export type ReasonAsked = z.infer<typeof reasonAsked>;
export type ActionAsked = z.infer<typeof actionAsked>;
export type CorrectionAsked = z.infer<typeof correctionAsked>;
