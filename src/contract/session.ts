import { z } from 'zod';
import { walkShown } from './images.ts';
import { named } from './referral.ts';

export const language = z.enum(['en', 'zh-Hant', 'zh-Hans']);

/** What a page may know before anybody has signed in. */
export const setup = z.object({
  product: z.literal('Baton'),
  pretendDingTalk: z.boolean(),
  tenants: z.array(
    z.object({ corpId: z.string(), clientId: z.string(), name: z.string(), agentId: z.number().optional() }),
  ),
  webLogin: z.string().optional(),
  uploadLimitBytes: z.number().int(),
});

export const signInAsked = z.object({
  way: z.enum(['dingtalk', 'web']),
  corpId: z.string().max(80),
  code: z.string().min(1).max(400),
});

export const me = z.object({
  person: z.string(),
  name: named,
  language,
  works: z.array(z.object({ institution: z.string(), name: named, roles: z.array(z.string()) })),
  corpId: z.string(),
  csrf: z.string(),
  until: z.iso.datetime(),
});

/** One of one's own open sessions. */
export const sessionShown = z.object({
  from: z.iso.datetime(),
  seen: z.iso.datetime(),
  until: z.iso.datetime(),
  current: z.boolean(),
});

export const languageAsked = z.object({ language });

/** Every refusal looks like this. `code` chooses the words; `details` fill the gaps of the sentence. */
export const trouble = z.object({
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** `onDuty`: who is on duty there now, where a roster says so. */
export const hotlineShown = z.object({
  id: z.string(),
  name: named,
  receiving: named,
  urgencies: z.array(z.string()),
  onDuty: z.array(named).optional(),
});
/** `onDuty`: a roster says that they are on duty now. */
export const colleagueShown = z.object({
  id: z.string(),
  name: named,
  institution: named,
  onDuty: z.boolean().optional(),
});

/**
 * One line of `/api/live`: something changed; ask again for what you show. `closed`: leave to look at this referral has ended; what is held of it is wiped. `missed`: whatever
 * is shown may be too old.
 */
export const liveWord = z.object({
  kind: z.enum([
    'referral',
    'work',
    'session-ended',
    'shut-out',
    'hello',
    'missed',
    'closed',
    'images',
    'walk',
    'consultation',
  ]),
  id: z.string().optional(),
  /** Of a common look at images: where it is; told only to those who were given these images. */
  walk: walkShown.optional(),
  version: z.number().int().optional(),
});

export type Language = z.infer<typeof language>;
export type Setup = z.infer<typeof setup>;
export type Me = z.infer<typeof me>;
export type SessionShown = z.infer<typeof sessionShown>;
export type Trouble = z.infer<typeof trouble>;
export type HotlineShown = z.infer<typeof hotlineShown>;
export type ColleagueShown = z.infer<typeof colleagueShown>;
export type LiveWord = z.infer<typeof liveWord>;
