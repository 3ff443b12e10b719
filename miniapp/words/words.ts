import { createContext, useContext } from 'react';
import type { Language } from '#src/contract/session.ts';
import type { Catalogue, en, Key } from './en.ts';

export type { Key } from './en.ts';

type Gaps<Sentence extends string> = Sentence extends `${string}{${infer Gap}}${infer Rest}` ? Gap | Gaps<Rest> : never;
type Filled<K extends Key> = [Gaps<(typeof en)[K]>] extends [never]
  ? readonly []
  : readonly [Readonly<Record<Gaps<(typeof en)[K]>, string | number>>];

/** Says one sentence. The gaps it needs are part of its type: a forgotten one does not compile. */
export type Say = <K extends Key>(key: K, ...gaps: Filled<K>) => string;

/** Only the language that is read is loaded. */
export async function catalogueIn(language: Language): Promise<Catalogue> {
  if (language === 'zh-Hant') return (await import('./zh-hant.ts')).zhHant;
  if (language === 'zh-Hans') return (await import('./zh-hans.ts')).zhHans;
  return (await import('./en.ts')).en;
}

export const sayIn =
  (catalogue: Catalogue): Say =>
  (key, ...gaps) => {
    const [fill = {}] = gaps as readonly [Readonly<Record<string, string | number>>?];
    return catalogue[key].replace(/\{(\w+)\}/g, (whole, gap: string) => String(fill[gap] ?? whole));
  };

export type Speech = { readonly say: Say; readonly language: Language; readonly has: (key: string) => key is Key };

export const speechIn = (language: Language, catalogue: Catalogue): Speech => ({
  say: sayIn(catalogue),
  language,
  has: (key): key is Key => Object.hasOwn(catalogue, key),
});

const SpeechContext = createContext<Speech | undefined>(undefined);
export const SpeechProvider = SpeechContext.Provider;

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (!speech) throw new Error('useSpeech stands outside SpeechProvider');
  return speech;
}

export const useSay = (): Say => useSpeech().say;
