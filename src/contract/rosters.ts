import { z } from 'zod';
import { named } from './referral.ts';

const day = z.iso.date();
const gap = z.enum(['duty', 'cover']);

/** Who is on duty and who covers, as planned last. People are ids; `staff` names them, and `gone` those who work there no more. */
const rosterLine = z.object({
  hotline: z.string().optional(),
  onDuty: z.array(z.string()),
  cover: z.array(z.string()),
  version: z.number().int(),
  by: named,
  at: z.iso.datetime(),
});

/** One shift, named by the day it begins on and the minute of that day in Hong Kong. */
export const rosterShift = z.object({
  day,
  minute: z.number().int(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  is: z.enum(['over', 'now', 'coming']),
  line: rosterLine.optional(),
  ofHotlines: z.array(rosterLine),
  gaps: z.array(gap),
});

export const rosterOfPlace = z.object({
  institution: z.string(),
  name: named,
  mayPlan: z.boolean(),
  staff: z.array(z.object({ id: z.string(), name: named, roles: z.array(z.string()) })),
  gone: z.array(z.object({ id: z.string(), name: named })),
  hotlines: z.array(z.object({ id: z.string(), name: named })),
  /** Who is addressed where a shift names nobody. */
  otherwise: z.object({ onDuty: z.array(named), cover: z.array(named) }),
  shifts: z.array(rosterShift),
});

export const rostersShown = z.object({ monday: day, places: z.array(rosterOfPlace), now: z.iso.datetime() });

/** `version`: that of the line on the planner's screen, 0 where there was none. */
export const rosterAsked = z.object({
  institution: z.string().min(1).max(60),
  hotline: z.string().min(1).max(60).optional(),
  day,
  minute: z.number().int().min(0).max(1439),
  onDuty: z.array(z.string().min(1).max(60)).max(20),
  cover: z.array(z.string().min(1).max(60)).max(20),
  version: z.number().int().min(0),
});

/** The week that holds `day` is planned, where nothing stands yet, as the week before it. */
export const weekCopyAsked = z.object({ institution: z.string().min(1).max(60), day });
export const weekCopied = z.object({ copied: z.number().int(), shown: rostersShown });

export type WeekCopyAsked = z.infer<typeof weekCopyAsked>;
export type WeekCopied = z.infer<typeof weekCopied>;
export type RosterLineShown = z.infer<typeof rosterLine>;
export type RosterShift = z.infer<typeof rosterShift>;
export type RosterOfPlace = z.infer<typeof rosterOfPlace>;
export type RostersShown = z.infer<typeof rostersShown>;
export type RosterAsked = z.infer<typeof rosterAsked>;
