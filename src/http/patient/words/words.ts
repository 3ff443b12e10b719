import { en } from './en.ts';
import { zhHans } from './zh-hans.ts';
import { zhHant } from './zh-hant.ts';

type PatientKey = keyof typeof en;
export type PatientWords = Readonly<Record<PatientKey, string>>;
export const patientLanguages = ['en', 'zh-Hant', 'zh-Hans'] as const;
export type PatientLanguage = (typeof patientLanguages)[number];

export const patientWords: Readonly<Record<PatientLanguage, PatientWords>> = {
  en,
  'zh-Hant': zhHant,
  'zh-Hans': zhHans,
};

/** Names of the languages in themselves. */
export const languageNames: Readonly<Record<PatientLanguage, string>> = {
  en: 'English',
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
};

export type Say = (key: PatientKey, gaps?: Readonly<Record<string, string | number>>) => string;

export const sayIn =
  (language: PatientLanguage): Say =>
  (key, gaps = {}) =>
    filled(patientWords[language][key], gaps);

export const filled = (text: string, gaps: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));

/** What the patient chose; else what their browser speaks first. */
export function languageFor(chosen: unknown, accepted: string): PatientLanguage {
  const found = patientLanguages.find((one) => one === chosen);
  if (found) return found;
  const [first = ''] = accepted.toLowerCase().split(',');
  if (!first.startsWith('zh')) return 'en';
  return /hans|-cn|-sg/.test(first) ? 'zh-Hans' : 'zh-Hant';
}

/** Day and time in Hong Kong as people say it. */
export const timeIn = (at: Date, language: PatientLanguage): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language === 'zh-Hant' ? 'zh-HK' : 'zh-CN', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Hong_Kong',
  }).format(at);
