import { z } from 'zod';
import { named, state } from './referral.ts';

/** A count: exact, fewer than 5 (which could point to a person and is not said), or only about because a part of it is not said. */
export const cell = z.union([
  z.object({ is: z.literal('exact'), n: z.number().int() }),
  z.object({ is: z.literal('few') }),
  z.object({ is: z.literal('about'), n: z.number().int() }),
]);
export const periodAsked = z.object({ days: z.enum(['7', '30', '90']).default('30') });
const span = z.object({ median: z.number().int().optional(), p90: z.number().int().optional() });
const legNames = ['sent', 'opened', 'accepted', 'booked'] as const;

export const hotlineFigures = z.object({
  hotline: z.string(),
  name: named,
  begun: cell,
  states: z.array(z.object({ state, count: cell })),
  /** Begun to sent, sent to opened, opened to accepted, accepted to booked; seconds. */
  spans: z.record(z.enum(legNames), span),
  answered: cell,
  missed: cell,
  late: cell,
  latePercent: z.number().int().optional(),
  escalations: cell,
  declined: z.array(z.object({ reason: z.string(), count: cell })),
  alerts: z.array(
    z.object({
      tier: z.enum(['stop', 'caution', 'note']),
      raised: cell,
      answered: cell,
      per100: z.number().int().optional(),
      budget: z.number(),
    }),
  ),
  trend: z.array(z.object({ from: z.iso.datetime(), sent: cell, median: z.number().int().optional() })),
});
/** Counts and times of the hotlines of one's institutions. Never a patient, never a drill. */
export const figuresShown = z.object({
  at: z.iso.datetime(),
  since: z.iso.datetime(),
  days: z.union([z.literal(7), z.literal(30), z.literal(90)]),
  places: z.array(named),
  cut: z.boolean(),
  hotlines: z.array(hotlineFigures),
});

export type Cell = z.output<typeof cell>;
export type HotlineFigures = z.output<typeof hotlineFigures>;
export type FiguresShown = z.output<typeof figuresShown>;
export type Days = FiguresShown['days'];
