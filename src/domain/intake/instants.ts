/** `20141006062700+0700` as `2014-10-06T06:27:00+07:00`, as exact as it was written. Nothing when it is no date. */
export function compactInstant(written: string): string | undefined {
  const match = /^(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:\.\d+)?([+-]\d{4}|Z)?$/u.exec(written.trim());
  if (match === null) return undefined;
  const [, year = '', month, day, hour, minute, second, zone] = match;
  if (Number(year) < 1850 || Number(year) > 2200) return undefined;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return `${year}-${month}`;
  const date = `${year}-${month}-${day}`;
  if (!isDay(date)) return undefined;
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return date;
  const place = zone === undefined ? '' : zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  return `${date}T${hour}:${minute ?? '00'}${second === undefined ? '' : `:${second}`}${place}`;
}

/** A day of birth out of an instant: its date alone. */
export const dayOf = (instant: string | undefined): string | undefined => instant?.slice(0, 10);

export function isDay(iso: string): boolean {
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === iso;
}
