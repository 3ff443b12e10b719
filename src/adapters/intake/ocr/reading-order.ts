import type { SeenWord } from './word.ts';

/**
 * Words as lines from top to bottom, whatever blocks the engine cut the page into: words whose middles lie at one height are one line, so that
 * a row of a table stays a row.
 */
export function inReadingOrder<Word extends SeenWord>(words: readonly Word[]): Word[][] {
  const heights = words.map(({ height }) => height).toSorted((one, other) => one - other);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  // Rules, borders and dirt come as words too: far higher than letters, or nothing but marks.
  const real = words.filter(
    ({ text, height, confidence }) => (height < usual * 3.5 || confidence > 0.85) && !isDirt(text, confidence),
  );
  const lines: Word[][] = [];
  for (const word of real.toSorted((one, other) => middle(one) - middle(other))) {
    const line = lines.findLast((each) => sharesLine(each, word));
    if (line === undefined) lines.push([word]);
    else line.push(word);
  }
  return lines
    .map((line) => line.toSorted((one, other) => one.left - other.left))
    .toSorted((one, other) => mean(one) - mean(other));
}

const middle = ({ top, height }: SeenWord): number => top + height / 2;
const mean = (line: readonly SeenWord[]): number => line.reduce((sum, word) => sum + middle(word), 0) / line.length;

/** Neighbours in a row may lean a little, so a word is held against the word nearest to it in the line. */
function sharesLine(line: readonly SeenWord[], word: SeenWord): boolean {
  const nearest = line.reduce((best, each) => (gap(each, word) < gap(best, word) ? each : best));
  const height = Math.min(nearest.height, word.height);
  const isUnder = line.some((each) => gap(each, word) < -Math.min(each.width, word.width) * 0.5);
  return (
    !isUnder &&
    Math.abs(middle(nearest) - middle(word)) < Math.max(height * 0.5, Math.max(nearest.height, word.height) * 0.35)
  );
}

const gap = (one: SeenWord, other: SeenWord): number =>
  Math.max(one.left, other.left) - Math.min(one.left + one.width, other.left + other.width);

const isDirt = (text: string, confidence: number): boolean =>
  /^[|_\-–—=~`'".,:;*°^\\/[\](){}<>]+$/u.test(text) ? !/^[-–—/:]$/u.test(text) || confidence < 0.5 : confidence < 0.15;
