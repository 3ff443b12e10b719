import type { OfficeHours } from './house.ts';

const minute = 60_000;
const hongKongOffset = 8 * 60 * minute;

/** Calendar day and minute of the day in Hong Kong (UTC+8, no summer time). */
export function hongKong(at: Date): { readonly day: string; readonly weekday: number; readonly minuteOfDay: number } {
  const shifted = new Date(at.getTime() + hongKongOffset);
  return {
    day: shifted.toISOString().slice(0, 10),
    weekday: shifted.getUTCDay() || 7,
    minuteOfDay: shifted.getUTCHours() * 60 + shifted.getUTCMinutes(),
  };
}

const startOfDay = (at: Date): number => at.getTime() - ((at.getTime() + hongKongOffset) % (24 * 60 * minute));

/** The instant `minutes` of office time after `from`; weekends, nights and holidays do not count. */
export function addOfficeMinutes(from: Date, minutes: number, office: OfficeHours): Date {
  let left = minutes;
  let at = from;
  // A year of days is far more than any limit needs; the bound keeps a mistaken calendar from hanging the clock.
  for (let day = 0; day < 400; day += 1) {
    const { day: date, weekday, minuteOfDay } = hongKong(at);
    const open = office.days.includes(weekday) && !office.holidays.includes(date);
    const begins = Math.max(minuteOfDay, office.fromMinute);
    const available = open ? Math.max(0, office.toMinute - begins) : 0;
    if (left <= available)
      return new Date(startOfDay(at) + (begins + left) * minute + (begins === minuteOfDay ? at.getTime() % minute : 0));
    left -= available;
    at = new Date(startOfDay(at) + 24 * 60 * minute);
  }
  return new Date(from.getTime() + minutes * minute);
}
