import { type Catalogue, en, type WordKey } from './en.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

export const catalogues = { en, 'zh-Hant': zhHant, 'zh-Hans': zhHans } satisfies Record<string, Catalogue>;
export type Language = keyof typeof catalogues;
export type { Catalogue, WordKey };

export type Gaps = Readonly<Record<string, string | number>>;

/** Instants come in as ISO text and are shown in Hong Kong time. */
const isInstant = (value: string | number): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value);

export const knows = (key: string): key is WordKey => Object.hasOwn(en, key);

/** One sentence of the catalogue with its gaps filled. A key nobody wrote words for is a fault of ours and is shown as itself. */
export function speak(language: Language, key: string, gaps: Gaps = {}): string {
  if (!knows(key)) return key;
  return catalogues[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = gaps[name];
    if (value === undefined) return whole;
    return isInstant(value) ? clockTime(new Date(value), language) : String(value);
  });
}

const dates = new Map<Language, Intl.DateTimeFormat>();

/** "Mon 23 Nov, 15:00" and its Chinese forms, always Hong Kong time. */
export function clockTime(at: Date, language: Language): string {
  const format =
    dates.get(language) ??
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language === 'zh-Hant' ? 'zh-Hant-HK' : 'zh-Hans-CN', {
      timeZone: 'Asia/Hong_Kong',
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
    });
  dates.set(language, format);
  return format.format(at);
}
