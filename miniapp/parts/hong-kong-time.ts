import type { Language } from '#src/contract/session.ts';
import type { Say } from '../words/words.ts';

const zone = 'Asia/Hong_Kong';
const tongue: Readonly<Record<Language, string>> = { en: 'en-GB', 'zh-Hant': 'zh-HK', 'zh-Hans': 'zh-CN' };
const minute = 60_000;

/** 2026-11-23 as it is called in Hong Kong at that instant. */
export const hongKongDay = (at: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);

const clockFace = (at: Date): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

const dayName = (at: Date, language: Language, withYear: boolean): string =>
  new Intl.DateTimeFormat(tongue[language], {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    weekday: 'short',
    ...(withYear ? { year: 'numeric' } : {}),
  }).format(at);

/** An instant as a person in Hong Kong says it: the hour alone for today, the day where it matters. */
export function spokenTime(iso: string, now: Date, language: Language, say: Say): string {
  const at = new Date(iso);
  const [day, today] = [hongKongDay(at), hongKongDay(now)];
  if (day === today) return clockFace(at);
  if (day === hongKongDay(new Date(now.getTime() + 24 * 60 * minute)))
    return `${say('time.tomorrow')} ${clockFace(at)}`;
  return `${dayName(at, language, day.slice(0, 4) !== today.slice(0, 4))} ${clockFace(at)}`;
}

/** A day, always with its year and with the hour where that is known: for what was measured or done, maybe long ago. */
export const hongKongDate = (at: Date, language: Language, withHour: boolean): string => {
  const day = new Intl.DateTimeFormat(tongue[language], {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(at);
  return withHour ? `${day} ${clockFace(at)}` : day;
};

/** How long, in the grain a person would use. */
export function spokenSpan(ms: number, say: Say): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / minute));
  if (minutes < 60) return say('time.minutes', { n: minutes });
  if (minutes < 48 * 60) return say('time.hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
  return say('time.days', { n: Math.floor(minutes / (24 * 60)) });
}

/** What a time field holds ("2026-11-24T09:00") is Hong Kong time, wherever the device is. Hong Kong has no summer time. */
export const fromHongKongField = (field: string): string | undefined => {
  const at = new Date(`${field}:00+08:00`);
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(field) && !Number.isNaN(at.getTime()) ? `${field}:00+08:00` : undefined;
};

export const toHongKongField = (at: Date): string => `${hongKongDay(at)}T${clockFace(at)}`;

/** Three times somebody is likely to mean: tomorrow morning, tomorrow afternoon, this day next week. */
export function likelyTimes(now: Date): readonly string[] {
  const dayFromNow = (days: number) => hongKongDay(new Date(now.getTime() + days * 24 * 60 * minute));
  return [`${dayFromNow(1)}T09:30`, `${dayFromNow(1)}T14:30`, `${dayFromNow(7)}T09:30`];
}

/** A date of birth as Hong Kong writes it; a year alone stays a year. */
export const spokenBirth = (iso: string): string => iso.split('-').reverse().join('/');

export function ageAt(birth: string, now: Date): number | undefined {
  const [year, month = '01', day = '01'] = birth.split('-');
  if (!year) return undefined;
  const [thisYear = '0', thisMonth = '01', thisDay = '01'] = hongKongDay(now).split('-');
  const before = `${thisMonth}-${thisDay}` < `${month}-${day}`;
  return Number(thisYear) - Number(year) - (before ? 1 : 0);
}
