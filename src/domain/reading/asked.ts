import type { Asked } from '../record/note.ts';
import { type Page, placeOf } from './page.ts';
import { overlaps, type Stretch } from './stretch.ts';

/** A word that asks for something, in folded offsets. */
export type Word<T> = Stretch & { readonly value: T; readonly confidence: number };
export const asAsked = <T>(page: Page, { value, confidence, from, to }: Word<T>): Asked<T> => ({
  value,
  confidence,
  source: placeOf(page, from, to),
});

/** All words of a table, an earlier row before a later one where they overlap. */
export function allOf<T>(page: Page, table: readonly (readonly [T, number, RegExp])[]): Word<T>[] {
  const found: Word<T>[] = [];
  for (const [value, confidence, finder] of table) {
    for (const match of page.text.matchAll(finder)) {
      const word = { value, confidence, from: match.index, to: match.index + match[0].length };
      if (!found.some((other) => overlaps(other, word))) found.push(word);
    }
  }
  return found;
}
