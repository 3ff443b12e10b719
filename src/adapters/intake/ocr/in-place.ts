import type { Tools } from '#src/domain/intake/tools.ts';
import type { ScannedPage, ScannedWord } from '#src/ports/readers.ts';
import { mended } from './mend.ts';

/** What was only seen at a second look is asked about: two readings of one place differed. */
const asUnsure = 0.7;

/** A row of writing on the straight sheet, in parts of its height. */
export type Row = { readonly middle: number; readonly top: number; readonly bottom: number };
/** What a second reading saw in a row. */
export type Look = Row & { readonly words: readonly ScannedWord[] };

/** Whether a height is within a row. */
export const isIn = ({ top, bottom }: Row, middle: number): boolean => {
  const rim = (bottom - top) * 0.15;
  return middle > top - rim && middle < bottom + rim;
};
export const middleOf = ([, top, , height]: ScannedWord['flat']): number => top + height / 2;

/** The page with what was seen at a second look in the places of what stood there. */
export function replaced(tools: Tools, page: ScannedPage, looks: readonly Look[]): ScannedPage {
  if (looks.length === 0) return page;
  const kept = page.lines.map(({ words }) => ({
    words: words.filter(({ flat }) => !looks.some((look) => isIn(look, middleOf(flat)))),
  }));
  const seen = looks.map((look) => {
    const old = page.lines.flatMap(({ words }) => words.filter(({ flat }) => isIn(look, middleOf(flat))));
    return { words: judged(look.words, old) };
  });
  return mended(tools.lexicon, { ...page, lines: [...kept.filter(({ words }) => words.length > 0), ...seen] });
}

/**
 * A word that both readings saw at its place is as sure as it was; any other rests on the second alone. Where a word of the first is not in the second, nothing
 * of the row is sure: it may have been the "no" before an allergy, or the "stopped" behind a medicine.
 */
function judged(words: readonly ScannedWord[], old: readonly ScannedWord[]): readonly ScannedWord[] {
  const said = letters(words.map(({ text }) => text).join(''));
  const isLost = old.some(({ text }) => !said.includes(letters(text)));
  return words.map((word) => {
    const same = isLost ? undefined : old.find((other) => other.text === word.text && isAbove(other.flat, word.flat));
    if (same !== undefined) return { ...same, flat: word.flat, box: word.box };
    return { ...word, confidence: Math.min(word.confidence, asUnsure), isMended: true };
  });
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}.]|(?<!\d)\.|\.(?!\d)/gu, '');
const isAbove = (one: ScannedWord['flat'], other: ScannedWord['flat']): boolean =>
  one[0] < other[0] + other[2] && other[0] < one[0] + one[2];
