import { z } from 'zod';
import { named, state } from './referral.ts';

export const drillAsked = z.object({ hotline: z.string().min(1).max(64), author: z.string().min(1).max(64) });
export const drillShown = z.object({
  referral: z.string(),
  /** Begins with DRILL 演習. */
  code: z.string(),
  hotline: named,
  by: named,
  begunAt: z.iso.datetime(),
  until: z.iso.datetime(),
  endedAt: z.iso.datetime().optional(),
  state,
});
/** Where a drill can be started from, and those of one's institutions. */
export const drillDesk = z.object({
  lines: z.array(
    z.object({
      hotline: z.string(),
      name: named,
      authors: z.array(z.object({ id: z.string(), name: named })),
      people: z.array(named),
      group: z.boolean(),
      minutes: z.number().int(),
    }),
  ),
  drills: z.array(drillShown),
});
/** How one went: who acted when, against the limits, what was missed. `by` is missing where Baton did it. */
export const drillResult = drillShown.extend({
  steps: z.array(
    z.object({
      state,
      at: z.iso.datetime(),
      by: named.optional(),
      seconds: z.number().int().optional(),
      limitSeconds: z.number().int().optional(),
      late: z.boolean(),
    }),
  ),
  missed: z.array(state),
  escalations: z.number().int(),
  stops: z.object({ shown: z.number().int(), answered: z.number().int() }),
});

export type DrillAsked = z.output<typeof drillAsked>;
export type DrillShown = z.output<typeof drillShown>;
export type DrillDesk = z.output<typeof drillDesk>;
export type DrillResult = z.output<typeof drillResult>;
