import type { HotlineId } from '../ids.ts';
import { declineReasons, type State } from '../referral/referral.ts';
import { type Cell, cellOf, shareOf, spanOf, sumOf } from './cell.ts';
import type { AlertCount, Course } from './course.ts';

export const periods = [7, 30, 90] as const;
export type Period = (typeof periods)[number];
/** A period is drawn in this many stretches of whole days. */
const stretches: Readonly<Record<Period, { readonly count: number; readonly days: number }>> = {
  7: { count: 7, days: 1 },
  30: { count: 6, days: 5 },
  90: { count: 9, days: 10 },
};
const dayMs = 86_400_000;

/** Of at least five; how many it was measured on is not said, because it could be set against the states. */
export type Span = { readonly median?: number; readonly p90?: number };
export const legs = ['sent', 'opened', 'accepted', 'booked'] as const;
export type Leg = (typeof legs)[number];
export const tiers = ['stop', 'caution', 'note'] as const;
export type Tier = (typeof tiers)[number];

/** What one hotline did in a period. Counts only; a small one is not said. */
export type Figures = {
  readonly hotline: HotlineId;
  readonly begun: Cell;
  readonly states: readonly { readonly state: State; readonly count: Cell }[];
  /** Begun to sent, sent to opened, opened to accepted, accepted to booked; seconds. */
  readonly spans: Readonly<Record<Leg, Span>>;
  readonly answered: Cell;
  readonly missed: Cell;
  /** Of those begun, the share that passed a deadline at some time, in per cent. */
  readonly latePercent?: number;
  readonly late: Cell;
  readonly escalations: Cell;
  readonly declined: readonly { readonly reason: string; readonly count: Cell }[];
  readonly alerts: readonly {
    readonly tier: Tier;
    readonly raised: Cell;
    readonly answered: Cell;
    readonly per100?: number;
  }[];
  readonly trend: readonly { readonly from: Date; readonly sent: Cell; readonly median?: number }[];
};

export type FiguresOf = { readonly now: Date; readonly days: Period };

/** The figures of each hotline that had a referral begun in the period, the busiest first. */
export function figuresOf(
  courses: readonly Course[],
  alerts: readonly AlertCount[],
  when: FiguresOf,
): readonly Figures[] {
  return [...Map.groupBy(courses, ({ hotline }) => hotline)]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([hotline, all]) =>
      ofHotline(
        hotline,
        all,
        alerts.filter((one) => one.hotline === hotline),
        when,
      ),
    );
}

function ofHotline(
  hotline: HotlineId,
  all: readonly Course[],
  alerts: readonly AlertCount[],
  when: FiguresOf,
): Figures {
  const states = counted(all.map(({ state }) => state));
  const late = all.filter(({ escalations }) => escalations > 0).length;
  const percent = shareOf(late, all.length);
  const declined = all.flatMap(({ declined: reason }) => (reason === undefined ? [] : [reason]));
  return {
    hotline,
    begun: sumOf([...states.values()]),
    states: [...states].map(([state, n]) => ({ state, count: cellOf(n) })),
    spans: {
      sent: spanBetween(all, 'begunAt', 'sentAt'),
      opened: spanBetween(all, 'sentAt', 'openedAt'),
      accepted: spanBetween(all, 'openedAt', 'acceptedAt'),
      booked: spanBetween(all, 'acceptedAt', 'bookedAt'),
    },
    answered: cellOf(all.filter(({ answeredAt }) => answeredAt).length),
    missed: cellOf(all.filter(({ missed }) => missed).length),
    late: cellOf(late),
    ...(percent === undefined ? {} : { latePercent: percent }),
    escalations: cellOf(all.reduce((sum, { escalations }) => sum + escalations, 0)),
    declined: [...counted([...declined])]
      .toSorted(([one], [other]) => orderOf(one) - orderOf(other))
      .map(([reason, n]) => ({ reason, count: cellOf(n) })),
    alerts: tiers.map((tier) => alertsOf(tier, alerts, all.length)),
    trend: trendOf(all, when),
  };
}

const orderOf = (reason: string): number => declineReasons.findIndex((one) => one === reason);

function counted<Name extends string>(names: readonly Name[]): ReadonlyMap<Name, number> {
  const counts = new Map<Name, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

type Moment = 'begunAt' | 'sentAt' | 'openedAt' | 'acceptedAt' | 'bookedAt';
function spanBetween(all: readonly Course[], from: Moment, to: Moment): Span {
  const seconds = all.flatMap((one) => {
    const [begin, end] = [one[from], one[to]];
    return begin && end && end >= begin ? [Math.round((end.getTime() - begin.getTime()) / 1000)] : [];
  });
  return spanOf(seconds) ?? {};
}

function alertsOf(tier: Tier, alerts: readonly AlertCount[], referrals: number): Figures['alerts'][number] {
  const own = alerts.filter((one) => one.tier === tier);
  const raised = own.reduce((sum, one) => sum + one.raised, 0);
  const answered = own.reduce((sum, one) => sum + one.answered, 0);
  const isTold = cellOf(raised).is === 'exact' && cellOf(referrals).is === 'exact' && referrals > 0;
  return {
    tier,
    raised: cellOf(raised),
    answered: cellOf(answered),
    ...(isTold ? { per100: Math.round((100 * raised) / referrals) } : {}),
  };
}

function trendOf(all: readonly Course[], { now, days }: FiguresOf): Figures['trend'] {
  const { count, days: each } = stretches[days];
  return Array.from({ length: count }, (_none, index) => {
    const from = now.getTime() - (count - index) * each * dayMs;
    const sent = all.filter(
      ({ sentAt }) => sentAt && sentAt.getTime() > from && sentAt.getTime() <= from + each * dayMs,
    );
    const median = spanBetween(sent, 'begunAt', 'sentAt').median;
    return { from: new Date(from), sent: cellOf(sent.length), ...(median === undefined ? {} : { median }) };
  });
}
