/** Midnight to midnight is told in Hong Kong, where the papers were written. */
const here = '+08:00';
const whole = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/u;

/** A FHIR dateTime as exact as the source: a year, a month, a day, or a moment with its seconds and zone. Nothing where it is no date, or no date of the calendar. */
export function dateTime(at: string | undefined): string | undefined {
  const said = at?.trim() ?? '';
  if (/^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/u.test(said)) return said;
  const [, year, month, day, hour, minute, second = '00', part = '', zone = here] = whole.exec(said) ?? [];
  if (year === undefined || !isDay(Number(year), Number(month), Number(day))) return undefined;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return date;
  return `${date}T${hour}:${minute}:${second}${part}${zone.replace(/^([+-]\d{2})(\d{2})$/u, '$1:$2')}`;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The words of a time that is no date go along as they are. */
export const spokenTime = (at: string | undefined): readonly { text: string }[] =>
  at !== undefined && at.trim() !== '' && dateTime(at) === undefined ? [{ text: `When: ${at.trim()}` }] : [];
