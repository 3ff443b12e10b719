import type { Line } from './laid-out.ts';
import { columnsApart } from './side-by-side.ts';
import type { Cell } from './tables.ts';

/** A piece of writing on a page, in parts of the page (0..1). A character or a word. */
export type Piece = {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

export type Extent = Pick<Piece, 'left' | 'right'>;

/** A stretch of a line without a wide gap in it: a cell of a table, or a whole line of a letter. */
export type Segment = Piece;
export type SeenLine = { readonly segments: readonly Segment[]; readonly top: number; readonly bottom: number };

type Options = {
  /** Width of the page over its height, so that gaps across are compared with heights. */
  readonly aspect: number;
  /** Whether blanks stand between pieces by themselves (words) or have to be found (characters). */
  readonly pieces: 'characters' | 'words';
};

/** Pieces of writing put into lines from top to bottom and into segments from left to right. */
export function linesOnPage(pieces: readonly Piece[], { aspect, pieces: kind }: Options): SeenLine[] {
  const written = pieces.filter(({ text }) => text.trim() !== '');
  const blanks = kind === 'characters' ? pieces.filter(({ text }) => text.trim() === '') : [];
  const rows: Piece[][] = [];
  for (const piece of written.toSorted((one, other) => middle(one) - middle(other))) {
    const row = rows.at(-1);
    const level = row && median(row.slice(-12).map(middle));
    const height = row && median(row.slice(-12).map(({ top, bottom }) => bottom - top));
    if (
      row &&
      level !== undefined &&
      height !== undefined &&
      Math.abs(middle(piece) - level) < Math.max(height, piece.bottom - piece.top) * 0.45
    )
      row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => {
    const sorted = row.toSorted((one, other) => one.left - other.left);
    const height = median(sorted.map(({ top, bottom }) => bottom - top)) / aspect;
    return {
      segments: segmentsOf(sorted, height, kind, blanksOf(sorted, blanks)),
      top: Math.min(...sorted.map(({ top }) => top)),
      bottom: Math.max(...sorted.map(({ bottom }) => bottom)),
    };
  });
}

const middle = ({ top, bottom }: Piece): number => (top + bottom) / 2;
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

/** Blanks that were written on this line, not only left: their middles, from left to right. */
function blanksOf(row: readonly Piece[], blanks: readonly Piece[]): number[] {
  const [top, bottom] = [median(row.map((each) => each.top)), median(row.map((each) => each.bottom))];
  return blanks
    .filter((blank) => middle(blank) > top && middle(blank) < bottom)
    .map(({ left, right }) => (left + right) / 2)
    .toSorted((one, other) => one - other);
}

function segmentsOf(
  row: readonly Piece[],
  height: number,
  kind: Options['pieces'],
  blanks: readonly number[],
): Segment[] {
  let passed = 0;
  const segments: Segment[] = [];
  for (const piece of row) {
    const last = segments.at(-1);
    const gap = last === undefined ? 0 : piece.left - last.right;
    if (last === undefined || gap > height * (kind === 'words' ? 1.1 : 0.85)) segments.push({ ...piece });
    else {
      while ((blanks[passed] ?? Infinity) < last.right) passed += 1;
      const isWritten = (blanks[passed] ?? Infinity) < piece.left;
      const isApart = kind === 'words' || gap > height * 0.14;
      const blank = isWritten || (isApart && !areHan(last.text, piece.text)) ? ' ' : '';
      segments[segments.length - 1] = {
        text: `${last.text}${blank}${piece.text}`,
        left: last.left,
        right: Math.max(last.right, piece.right),
        top: Math.min(last.top, piece.top),
        bottom: Math.max(last.bottom, piece.bottom),
      };
    }
  }
  return segments;
}

const areHan = (one: string, other: string): boolean => /\p{Script=Han}$/u.test(one) && /^\p{Script=Han}/u.test(other);

/** Labels of two characters are set wide in forms: 姓 名, 性 別. */
const spread = /(姓|性|年|科|診|職|地|電|單)\s+(名|別|齡|業|址|話|位)/gu;

/** Lines of one page as readers take them: cells put under the headings they stand below. `isHeading` knows a heading row when it sees one. */
export function asLines(
  page: number,
  seen: readonly SeenLine[],
  isHeading: (texts: readonly string[]) => boolean,
): Line[] {
  const lines = columnsApart(seen);
  let columns: readonly Segment[] | undefined;
  return lines.flatMap(({ segments, top, bottom }, index): Line[] => {
    const text = segments
      .map((each) => each.text)
      .join('  ')
      .replace(spread, '$1$2');
    const place = { page, box: boxOf(segments) };
    const cells = segments.map((each): Cell => ({ text: each.text, place: { page, box: boxOf([each]) } }));
    const before = lines[index - 1];
    const gap: Line[] =
      before !== undefined && top - before.bottom > (bottom - top) * 1.1 ? [{ text: '', place: {} }] : [];
    if (segments.length >= 2 && isHeading(segments.map((each) => each.text))) {
      columns = segments;
      return [...gap, { text, place, cells }];
    }
    return [...gap, { text, place, cells: columns === undefined ? cells : underColumns(columns, cells, segments) }];
  });
}

/** Each cell goes under the heading it is nearest to: by its left edge, its right edge or its middle, as columns are set. */
export function underColumns(columns: readonly Extent[], cells: readonly Cell[], segments: readonly Extent[]): Cell[] {
  const row = columns.map((): Cell => ({ text: '', place: {} }));
  for (const [index, segment] of segments.entries()) {
    const far = (column: Extent) =>
      Math.min(
        Math.abs(segment.left - column.left),
        Math.abs(segment.right - column.right),
        Math.abs(segment.left + segment.right - column.left - column.right) / 2,
      );
    const nearest = columns.reduce((best, column, at) => (far(column) < far(columns[best] ?? column) ? at : best), 0);
    const cell = cells[index];
    const there = row[nearest];
    if (cell === undefined || there === undefined) continue;
    row[nearest] = there.text === '' ? cell : { ...there, text: `${there.text} ${cell.text}` };
  }
  return row;
}

function boxOf(segments: readonly Segment[]): readonly [number, number, number, number] {
  const [left, top] = [Math.min(...segments.map((each) => each.left)), Math.min(...segments.map((each) => each.top))];
  const [right, bottom] = [
    Math.max(...segments.map((each) => each.right)),
    Math.max(...segments.map((each) => each.bottom)),
  ];
  const round = (value: number) => Math.round(Math.min(Math.max(value, 0), 1) * 10_000) / 10_000;
  return [round(left), round(top), round(right - left), round(bottom - top)];
}
