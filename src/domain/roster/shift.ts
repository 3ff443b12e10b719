import type { House } from '../house/house.ts';
import { hongKong } from '../house/office-time.ts';
import type { InstitutionId } from '../ids.ts';

/** When one shift hands to the next, and how long its cases may wait to be taken. Minutes of the day in Hong Kong, ascending. */
export type ShiftChanges = {
  readonly changes: readonly number[];
  readonly takeWithinMinutes: number;
  /** Institutions that change at other times. */
  readonly places: Readonly<Record<string, readonly number[]>>;
};

/** Where nothing is configured: a day and a night, as most wards have. */
const usual: ShiftChanges = { changes: [8 * 60, 20 * 60], takeWithinMinutes: 30, places: {} };

/** One shift: named by the day it begins on and the minute of that day, both in Hong Kong. `from` belongs to it, `until` to the next. */
export type Shift = { readonly day: string; readonly minute: number; readonly from: Date; readonly until: Date };

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export const changesOf = ({ shifts = usual }: Pick<House, 'shifts'>, where: InstitutionId): readonly number[] =>
  shifts.places[where] ?? shifts.changes;

export const takeWithin = ({ shifts = usual }: Pick<House, 'shifts'>): number => shifts.takeWithinMinutes * minuteMs;

/** Midnight in Hong Kong (UTC+8, no summer time) at the beginning of a day yyyy-mm-dd. */
export const midnight = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** The day so many days later. */
export const dayAfter = (day: string, days: number): string =>
  hongKong(new Date(midnight(day) + days * dayMs + dayMs / 2)).day;

/** The shifts that begin on one day, in their order. */
export function shiftsOn(day: string, changes: readonly number[]): readonly Shift[] {
  const [first = 0] = changes;
  return changes.map((minute, index) => ({
    day,
    minute,
    from: new Date(midnight(day) + minute * minuteMs),
    until: new Date(midnight(day) + (changes[index + 1] ?? first + 24 * 60) * minuteMs),
  }));
}

/** The shift that runs at this moment. */
export function shiftAt(at: Date, changes: readonly number[]): Shift {
  const { day } = hongKong(at);
  const found = [...shiftsOn(dayAfter(day, -1), changes), ...shiftsOn(day, changes)].findLast(({ from }) => from <= at);
  // Yesterday's first shift began before any moment of today.
  return found as Shift;
}

/** Monday of the week of a day. */
export const mondayOf = (day: string): string =>
  dayAfter(day, 1 - hongKong(new Date(midnight(day) + dayMs / 2)).weekday);
