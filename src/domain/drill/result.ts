import type { Doer, Happening } from '../happening.ts';
import type { House } from '../house/house.ts';
import { watchOf } from '../referral/loop-clock.ts';
import type { Referral, Standing, State } from '../referral/referral.ts';

/** One state of the loop: who brought it there, how long it stayed, against its limit. */
export type DrillStep = {
  readonly state: State;
  readonly at: Date;
  readonly by: Doer;
  /** Until the next step; open while it is the last one and the drill runs. */
  readonly seconds?: number;
  readonly limitSeconds?: number;
  readonly late: boolean;
};
export type DrillResult = {
  readonly steps: readonly DrillStep[];
  /** Steps of the whole loop that were not reached. */
  readonly missed: readonly State[];
  readonly escalations: number;
  /** Stops that were shown, and how many of them somebody answered. */
  readonly stops: { readonly shown: number; readonly answered: number };
};

const loop: readonly State[] = ['sent', 'delivered', 'opened', 'accepted', 'booked', 'attended', 'answered', 'closed'];

/** What the trail tells of a drill: who acted when, against the limits, what was missed. `until` is its end, or now. */
export function resultOf(referral: Referral, trail: readonly Happening[], house: House, until: Date): DrillResult {
  const reached = trail.flatMap((one) =>
    one.what === 'draft-started'
      ? [{ state: 'draft' as const, at: one.at, by: one.by }]
      : one.what === 'moved'
        ? [{ state: one.to, at: one.at, by: one.by }]
        : [],
  );
  const steps = reached.map((step, index): DrillStep => {
    const isLast = index === reached.length - 1;
    const isOver = step.state === 'closed' || step.state === 'cancelled';
    const end = reached[index + 1]?.at ?? until;
    const due = dueOf(referral, step.state, step.at, house);
    return {
      ...step,
      ...(isOver || (isLast && until < step.at) ? {} : { seconds: secondsBetween(step.at, end) }),
      ...(due ? { limitSeconds: secondsBetween(step.at, due) } : {}),
      late: !isOver && due !== undefined && end > due,
    };
  });
  const states = new Set(steps.map(({ state }) => state));
  const stops = (what: 'alert-raised' | 'alert-acknowledged') =>
    trail.filter((one) => one.what === what && one.tier === 'stop').length;
  return {
    steps,
    missed: loop.filter((state) => !states.has(state)),
    escalations: trail.filter(({ what }) => what === 'escalated').length,
    stops: { shown: stops('alert-raised'), answered: stops('alert-acknowledged') },
  };
}

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));

/** The limit of a state by the house's own clock. A booked visit has none here: a drill does not wait for the day of the visit. */
function dueOf(referral: Referral, state: State, since: Date, house: House): Date | undefined {
  if (state === 'booked' || state === 'closed' || state === 'cancelled') return undefined;
  // Of a standing the clock looks at nothing but the state and since when, and at whom was asked, who is no part of the limit.
  const standing = { state, since, asked: referral.author } as unknown as Standing;
  return watchOf({ ...referral, standing }, house)?.due;
}
