import type { Mention } from '../record/record.ts';
import type { RecordSource } from '../record/source.ts';
import { givesOrders } from './guard.ts';
import type { Clause, Excerpt } from './point.ts';

/** The words with their source, if they stand there literally; nothing otherwise. What cannot be quoted is not said. */
export function quote(source: RecordSource, words: string | undefined, most = 120): Clause | undefined {
  if (words === undefined || words.trim() === '') return undefined;
  const short = words.length > most ? cut(words, most) : words;
  const there = source.text ?? source.prose ?? '';
  return there.includes(short) && !givesOrders(short)
    ? { text: short, sources: [{ reference: source.reference, excerpt: short }] }
    : undefined;
}

/** The name a finding goes by, as its source writes it; the place it was read from when the name itself was put together. */
export function quoteName({ finding, source }: Mention): Clause | undefined {
  return quote(source, finding.name) ?? quote(source, finding.source.text);
}

const cut = (words: string, most: number): string => {
  const part = words.slice(0, most);
  const blank = part.lastIndexOf(' ');
  return blank > most / 2 ? part.slice(0, blank) : part;
};

/** The day of a moment, quoted. */
export const quoteDay = (source: RecordSource, at: string | undefined): Clause | undefined =>
  at === undefined ? undefined : quote(source, at.slice(0, 10));

/**
 * A value as a doctor says it, still literal: a long decimal fraction is cut only where cutting and rounding give the same digits,
 * so that 6.0534 is 6.05 and never another number.
 */
export function shortNumber(value: string): string {
  const match = /^([<>≤≥]?-?\d+)\.(\d{3,})$/u.exec(value);
  if (!match) return value;
  const [, whole = '', digits = ''] = match;
  for (const places of [1, 2, 3]) {
    const next = Number(digits[places] ?? '0');
    // One place is enough for large values, small ones need more.
    const enough = Math.abs(Number(whole.replace(/[<>≤≥]/gu, ''))) >= (places === 1 ? 10 : 0);
    if (next < 5 && (enough || places > 1)) return `${whole}.${digits.slice(0, places)}`;
  }
  return `${whole}.${digits.slice(0, 4)}`;
}

/** Parts of one clause in order, put together by a frame; the sources of all of them. */
export const clause = (text: string, ...parts: readonly (Clause | undefined)[]): Clause => ({
  text,
  sources: parts.flatMap((part) => part?.sources ?? []),
});

export function withoutRepeats(sources: readonly Excerpt[]): readonly Excerpt[] {
  return [...new Map(sources.map((one) => [`${one.reference}\n${one.excerpt}`, one])).values()];
}
