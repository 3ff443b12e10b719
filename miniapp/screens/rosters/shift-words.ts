import type { RosterOfPlace, RosterShift } from '#src/contract/rosters.ts';
import type { Language } from '#src/contract/session.ts';
import { hongKongDay } from '../../parts/hong-kong-time.ts';
import { nameIn } from '../../words/names.ts';
import type { Say } from '../../words/words.ts';

const dayMs = 24 * 60 * 60_000;
const tongue: Readonly<Record<Language, string>> = { en: 'en-GB', 'zh-Hant': 'zh-HK', 'zh-Hans': 'zh-CN' };
const noonOf = (day: string): Date => new Date(`${day}T12:00:00+08:00`);

/** yyyy-mm-dd so many days later. */
export const daysLater = (day: string, days: number): string =>
  hongKongDay(new Date(noonOf(day).getTime() + days * dayMs));

/** A day of the roster as it is called: "Mon 23 Nov". */
export const dayOf = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(tongue[language], {
    timeZone: 'Asia/Hong_Kong',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).format(noonOf(day));

const clockOf = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Hong_Kong',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(iso));

export const hoursOf = ({ from, until }: Pick<RosterShift, 'from' | 'until'>, say: Say): string =>
  say('roster.shift', { from: clockOf(from), until: clockOf(until) });

/** Names for ids; somebody who works there no more is named so. */
export function namesOf(place: RosterOfPlace, ids: readonly string[], language: Language, say: Say): string {
  const names = ids.map((id) => {
    const staff = place.staff.find((one) => one.id === id);
    if (staff) return nameIn(language, staff.name);
    const gone = place.gone.find((one) => one.id === id);
    return say('roster.gone', { who: gone ? nameIn(language, gone.name) : id });
  });
  return names.length > 0 ? names.join(language === 'en' ? ', ' : '、') : say('roster.nobody');
}
