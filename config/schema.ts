import { z } from 'zod';

const key = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'a short key: a small letter, then letters, digits and hyphens');
const words = z.string().min(1).max(120);
const named = z.strictObject({ en: words, zhHant: words, zhHans: words });
const minutes = z.number().int('whole minutes').min(1).max(527_040);
const urgency = z.enum(['emergency', 'urgent', 'semi-urgent', 'routine', 'advice']);
const role = z.enum([
  'clinician',
  'consultant',
  'nurse',
  'coordinator',
  'records',
  'privacy-officer',
  'administrator',
  'auditor',
]);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day as HH:MM');

const limits = z.strictObject({
  draft: minutes,
  signOff: minutes,
  deliver: minutes,
  open: minutes,
  reply: minutes,
  book: minutes,
  visit: minutes,
  answer: minutes,
  rebook: minutes,
  readAnswer: minutes,
  question: minutes.default(540),
});
const rung = z.strictObject({
  afterMinutes: z.number().int().min(0),
  how: z.enum(['group', 'ding', 'phone']),
  who: z.enum(['owner', 'cover', 'coordinator', 'head']),
});
const ladder = z.array(rung).min(1, 'at least one rung: a deadline that nobody hears of is no deadline');
/** When one shift hands to the next. */
const changes = z
  .array(timeOfDay)
  .min(1, 'at least one change of shift a day')
  .max(6)
  .refine((times) => new Set(times).size === times.length, 'each time once');
const perUrgency = <Value extends z.ZodType>(value: Value) =>
  z.strictObject({ emergency: value, urgent: value, 'semi-urgent': value, routine: value, advice: value });

/** Every file of config/, by name. Strict: an unknown key is an error with a suggestion, never silently nothing. */
export const files = {
  institutions: z.strictObject({
    institutions: z
      .array(
        z.strictObject({
          id: key,
          name: named,
          short: z.string().min(1).max(12),
          aliases: z.array(words),
          signers: z.array(key).min(1, 'at least one person who signs off'),
          cover: z.array(key).min(1, 'at least one cover'),
          head: key.optional(),
          privacyOfficer: key.optional(),
        }),
      )
      .min(1),
  }),
  people: z.strictObject({
    people: z
      .array(
        z.strictObject({
          id: key,
          name: z.strictObject({ en: words, zhHant: words }),
          registration: z.string().max(20).optional(),
          language: z.enum(['en', 'zh-Hant', 'zh-Hans']),
          works: z.array(z.strictObject({ institution: key, roles: z.array(role).min(1) })).min(1),
          dingtalk: z.array(z.strictObject({ tenant: key, user: z.string().min(1).max(64) })),
          left: z.boolean().optional(),
          relatives: z.array(z.strictObject({ en: words.optional(), zhHant: words.optional() })).default([]),
        }),
      )
      .min(1),
  }),
  hotlines: z.strictObject({
    hotlines: z
      .array(
        z.strictObject({
          id: key,
          tenant: key,
          group: z.string().min(1).max(200),
          name: named,
          specialty: words,
          receiving: key,
          receivers: z.array(key).min(1, 'at least one clinician who receives'),
          urgencies: z.array(urgency).min(1),
          language: z.enum(['en', 'zh-Hant', 'zh-Hans']).default('en'),
        }),
      )
      .min(1),
  }),
  reminders: z.strictObject({
    office: z.strictObject({
      days: z.array(z.number().int().min(1).max(7)).min(1),
      from: timeOfDay,
      to: timeOfDay,
      holidays: z.array(z.iso.date()),
    }),
    limits: perUrgency(limits),
    ladders: perUrgency(ladder),
    repeatMinutes: minutes,
    handover: z
      .strictObject({
        changes: changes.default(['08:00', '20:00']),
        takeWithinMinutes: minutes.default(30),
        institutions: z.record(key, changes).default({}),
      })
      .default({ changes: ['08:00', '20:00'], takeWithinMinutes: 30, institutions: {} }),
  }),
  retention: z.strictObject({
    inboxKeys: z.number().int().min(8, 'at least 8 days: DingTalk may repeat an event'),
    handledPayloads: z.number().int().min(0),
    doneErrands: z.number().int().min(1),
    sessionMinutes: minutes,
    sessionIdleMinutes: minutes.default(20),
    confirmationMinutes: minutes,
    closedReferralsYears: z.number().int().min(7),
    trailYears: z.number().int().min(7),
  }),
  safety: z.strictObject({
    alertsPer100Referrals: z.strictObject({
      stop: z.number().min(0),
      caution: z.number().min(0),
      note: z.number().min(0),
    }),
    review: z.strictObject({
      overriddenAbovePercent: z.number().min(0).max(100),
      afterStops: z.number().int().min(1),
    }),
  }),
  approval: z.strictObject({
    name: z.string().min(1).max(200),
    description: z.string().max(300),
    fields: z
      .array(
        z.strictObject({
          id: z.enum(['reference', 'from', 'to', 'urgency', 'fingerprint', 'link']),
          label: z.string().min(1).max(20, 'at most 20 characters (DingTalk)'),
          kind: z.enum(['text', 'longtext']),
          required: z.boolean(),
        }),
      )
      .min(1),
    sweepMinutes: minutes,
  }),
  tenants: z.strictObject({
    tenants: z
      .array(
        z.strictObject({
          id: key,
          role: z.enum(['shared', 'member']),
          name: words,
          corpId: z.string().min(1),
          clientId: z.string().min(1),
          secrets: z.strictObject({
            clientSecret: z.string().min(1),
            callbackToken: z.string().optional(),
            callbackAesKey: z.string().optional(),
          }),
          agentId: z.number().int().optional(),
          cardTemplate: z.string().optional(),
          operatorUser: z.string().optional(),
          quota: z.strictObject({
            api: z.number().int().min(1),
            push: z.number().int().min(1),
            qps: z.number().min(1),
          }),
        }),
      )
      .min(1),
  }),
  service: z.strictObject({
    port: z.number().int().min(0).max(65_535),
    host: z.string().min(1),
    publicUrl: z.union([z.literal(''), z.url()]),
    dataDir: z.string().min(1),
    simulatorPort: z.number().int().min(0).max(65_535),
    uploadLimitMegabytes: z.number().int().min(1),
    diskReserveMegabytes: z.number().int().min(0),
    checkpoints: z.string(),
    records: z.strictObject({ tenant: key, group: z.string().max(200) }).optional(),
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  }),
};

export type Shapes = typeof files;
