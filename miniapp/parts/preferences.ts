import type { Language } from '#src/contract/session.ts';
import { Shelf } from './shelf.ts';

type Size = 'normal' | 'large' | 'largest';
type Theme = 'auto' | 'light' | 'dark';
export type Preferences = { readonly language: Language; readonly size: Size; readonly theme: Theme };

const shelfName = 'baton-preferences';
const sizes: readonly Size[] = ['normal', 'large', 'largest'];
const themes: readonly Theme[] = ['auto', 'light', 'dark'];
const languages: readonly Language[] = ['en', 'zh-Hant', 'zh-Hans'];

/** How this device likes to be read. Nothing about any patient is ever kept beside it. */
export const preferences = new Shelf<Preferences>(read());

export function prefer(change: Partial<Preferences>): void {
  const next = { ...preferences.now, ...change };
  preferences.put(next);
  try {
    localStorage.setItem(shelfName, JSON.stringify(next));
  } catch {
    // Private browsing: the choice holds for this visit.
  }
  wear(next);
}

/** Puts the choice on the document, where the style sheets look. */
export function wear({ language, size, theme }: Preferences): void {
  const { documentElement: page } = document;
  page.lang = language;
  page.dataset['size'] = size;
  page.dataset['theme'] = theme;
}

function read(): Preferences {
  const kept = keptOne();
  const one = <Value extends string>(list: readonly Value[], value: unknown, otherwise: Value): Value =>
    list.find((item) => item === value) ?? otherwise;
  return {
    language: one(languages, kept['language'], languageOf(globalThis.navigator?.languages ?? [])),
    size: one(sizes, kept['size'], 'normal'),
    theme: one(themes, kept['theme'], 'auto'),
  };
}

function keptOne(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(shelfName) ?? '{}');
    return typeof kept === 'object' && kept !== null ? { ...kept } : {};
  } catch {
    // Storage that cannot be read prefers nothing.
    return {};
  }
}

/** The first language of the device that we speak; Hong Kong Chinese where a device only says "Chinese". */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^en/i.test(tag)) return 'en';
    if (/^zh-(cn|sg|hans)/i.test(tag)) return 'zh-Hans';
    if (/^(zh|yue)/i.test(tag)) return 'zh-Hant';
  }
  return 'en';
}
