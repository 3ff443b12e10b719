import { givesOrders } from '../record/orders.ts';
import type { Mention } from '../record/record.ts';
import type { RecordSource } from '../record/source.ts';
import type { Clause, Excerpt } from './point.ts';

/** The words with their source, if they stand there literally; nothing otherwise. What cannot be quoted is not said. */
export function quote(source: RecordSource, words: string | undefined, most = 120): Clause | undefined {
  if (words === undefined || words.trim() === '' || words.includes('\n')) return undefined;
  const short = words.length > most ? cut(words, most) : words;
  if (givesOrders(short)) return undefined;
  const there = { reference: source.reference, text: source.text ?? source.prose ?? '' };
  const place = [there, ...(source.beside ?? [])].find(({ text }) => text.includes(short));
  return place && { text: short, sources: [{ reference: place.reference, excerpt: short }] };
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
 * A value as a doctor says it, still literal: decimals are cut where the cut number is what rounding gives and lies within one per cent,
 * or where nothing is lost that anyone could measure. 6.2358 is 6.2, and 0.698 stays.
 */
export function shortNumber(value: string): string {
  const match = /^([<>≤≥]?-?)(\d+)\.(\d{2,})$/u.exec(value);
  if (!match) return value;
  const [, sign = '', whole = '', digits = ''] = match;
  const exact = Number(`${whole}.${digits}`);
  for (let places = 0; places < Math.min(digits.length, 4); places += 1) {
    const short = places === 0 ? whole : `${whole}.${digits.slice(0, places)}`;
    const lost = exact === 0 ? 0 : (exact - Number(short)) / exact;
    const rounds = Number(digits[places] ?? '0') < 5;
    if ((rounds && lost < 0.01) || lost < 0.002) return `${sign}${short}`;
  }
  return `${sign}${whole}.${digits.slice(0, 4)}`;
}

/** Parts of one clause in order, put together by a frame; the sources of all of them. */
export const clause = (text: string, ...parts: readonly (Clause | undefined)[]): Clause => ({
  text,
  sources: parts.flatMap((part) => part?.sources ?? []),
});

export function withoutRepeats(sources: readonly Excerpt[]): readonly Excerpt[] {
  return [...new Map(sources.map((one) => [`${one.reference}\n${one.excerpt}`, one])).values()];
}
