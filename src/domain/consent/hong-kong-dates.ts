const hongKong = 8 * 3_600_000;
const minute = 60_000;

/** The whole minute an instant lies in: a consent ends to the minute (hk-law.md §5, 3). Hong Kong has no summer time, so minutes are the same everywhere. */
export const minuteOf = (at: Date): Date => new Date(Math.floor(at.getTime() / minute) * minute);

/** The same day and minute in Hong Kong, `years` later; 29 February becomes 28 February. */
export function yearsLater(from: Date, years: number): Date {
  const there = new Date(from.getTime() + hongKong);
  const day = there.getUTCDate();
  const moved = new Date(there);
  moved.setUTCFullYear(there.getUTCFullYear() + years);
  if (moved.getUTCDate() !== day) moved.setUTCDate(0);
  return minuteOf(new Date(moved.getTime() - hongKong));
}

/** yyyy-mm-dd in Hong Kong. */
const hongKongDay = (at: Date): string => new Date(at.getTime() + hongKong).toISOString().slice(0, 10);

/** Whole years since a birth date (yyyy, yyyy-mm or yyyy-mm-dd; what is missing counts as the last day it could be: the younger age). */
export function ageAt(birthIso: string, at: Date): number {
  const [year = 0, month = 12, day = 31] = birthIso.split('-').map(Number);
  const [thisYear = 0, thisMonth = 1, today = 1] = hongKongDay(at).split('-').map(Number);
  const hadBirthday = thisMonth > month || (thisMonth === month && today >= day);
  return thisYear - year - (hadBirthday ? 0 : 1);
}

/** The instant, 00:00 in Hong Kong, on which somebody becomes `age` at the latest. */
export function birthday(birthIso: string, age: number): Date {
  const [year = 0, month = 12, day = 31] = birthIso.split('-').map(Number);
  return new Date(Date.UTC(year + age, month - 1, day) - hongKong);
}

/** The instant a day (yyyy-mm-dd) begins in Hong Kong. */
export const hongKongDayStart = (isoDay: string): Date => new Date(`${isoDay}T00:00:00+08:00`);
