import type { SeenWord } from './word.ts';

/**
 * Words as lines from top to bottom. The engine's own lines are kept; those of different blocks that stand at one height beside each other become
 * one, so that a row of a table stays a row.
 */
export function inReadingOrder(words: readonly SeenWord[]): SeenWord[][] {
  const heights = words.map(({ height }) => height).toSorted((one, other) => one - other);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  // Rules, borders and dirt come as words too: far higher than letters, or nothing but marks.
  const real = words.filter(
    ({ text, height, confidence }) => (height < usual * 3.5 || confidence > 0.85) && !isDirt(text, confidence),
  );
  const pieces = [...Map.groupBy(real, ({ line }) => line).values()].flatMap(apart);
  const lines: Piece[] = [];
  for (const piece of pieces.toSorted((one, other) => one.middle - other.middle)) {
    const index = lines.findLastIndex((line) => isBeside(line, piece));
    const line = lines[index];
    if (line === undefined) lines.push(piece);
    else lines[index] = pieceOf([...line.words, ...piece.words]);
  }
  return lines
    .toSorted((one, other) => one.middle - other.middle)
    .map(({ words: each }) => each.toSorted((one, other) => one.left - other.left));
}

type Piece = {
  readonly words: readonly SeenWord[];
  readonly middle: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
};

function pieceOf(words: readonly SeenWord[]): Piece {
  const median = (numbers: readonly number[]) =>
    numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
  return {
    words,
    middle: median(words.map(({ top, height }) => top + height / 2)),
    height: median(words.map(({ height }) => height)),
    left: Math.min(...words.map(({ left }) => left)),
    right: Math.max(...words.map(({ left, width }) => left + width)),
  };
}

/** A line with wide gaps in it may be two lines of neighbouring columns; each part finds its own row. */
function apart(words: readonly SeenWord[]): Piece[] {
  const sorted = words.toSorted((one, other) => one.left - other.left);
  const height = pieceOf(words).height;
  const parts: SeenWord[][] = [];
  for (const word of sorted) {
    const last = parts.at(-1)?.at(-1);
    if (last !== undefined && word.left - (last.left + last.width) < height * 2.5) parts.at(-1)?.push(word);
    else parts.push([word]);
  }
  return parts.map(pieceOf);
}

function isBeside(line: Piece, piece: Piece): boolean {
  const shared = Math.min(line.right, piece.right) - Math.max(line.left, piece.left);
  const isOver = line.words.some(
    (word) => piece.left < word.left + word.width * 0.6 && word.left + word.width * 0.4 < piece.right && shared > 0,
  );
  return !isOver && Math.abs(line.middle - piece.middle) < Math.max(line.height, piece.height) * 0.5;
}

const isDirt = (text: string, confidence: number): boolean => {
  if (/^[|_\-–—=~`'".,:;*°^\\/[\](){}<>]+$/u.test(text)) return !/^[-–—/:]$/u.test(text) || confidence < 0.5;
  return confidence < (text.length > 2 ? 0.02 : 0.15);
};
