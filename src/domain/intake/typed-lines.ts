import type { Line } from './laid-out.ts';
import { type Extent, underColumns } from './page-lines.ts';
import type { Cell } from './tables.ts';

type Piece = Extent & Cell;

/**
 * Typed text as lines with cells: tabs or bars keep their columns by count, blanks by place, as on a typewriter. A Chinese character is two places wide.
 * Each cell keeps its span in the text, whose line ends are `\n`.
 */
export function typedLines(words: string, isHeading: (texts: readonly string[]) => boolean): Line[] {
  let columns: readonly Piece[] | undefined;
  let start = 0;
  return words.split(/\r\n|\r|\n/u).map((text): Line => {
    const pieces = piecesOf(text, start);
    start += text.length + 1;
    const filled = pieces.filter((each) => each.text !== '');
    if (filled.length === 0) return { text, place: {} };
    const counted = /\t|\s\|\s|^\|/u.test(text);
    if (filled.length >= 2 && isHeading(filled.map((each) => each.text))) {
      columns = counted ? undefined : filled;
      return { text, place: {}, cells: counted ? pieces : filled };
    }
    if (filled.length < 2) return { text, place: {} };
    return {
      text,
      place: {},
      cells: counted || columns === undefined ? pieces : underColumns(columns, filled, filled),
    };
  });
}

function piecesOf(text: string, start: number): Piece[] {
  const divider = /\t/u.test(text) ? /\t/gu : /\s\|\s|^\|/u.test(text) ? /\|/gu : /\s{2,}/gu;
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of [...text.matchAll(divider), undefined]) {
    const to = match?.index ?? text.length;
    const raw = text.slice(from, to);
    const lead = raw.length - raw.trimStart().length;
    const bare = raw.trim();
    const left = width(text.slice(0, from + lead));
    const span = [start + from + lead, start + from + lead + bare.length] as const;
    pieces.push({ text: bare, left, right: left + width(bare), place: bare === '' ? {} : { span } });
    from = to + (match?.[0].length ?? 0);
  }
  return pieces;
}

const width = (text: string): number =>
  [...text].reduce((sum, each) => sum + (/\p{Script=Han}|[\uff00-\uffef]/u.test(each) ? 2 : 1), 0);
