import { roleOf } from '#src/domain/intake/columns.ts';
import type { Reading } from '#src/domain/intake/document.ts';
import type { Row } from '#src/domain/intake/tables.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { foldWord } from '#src/domain/reading/folding.ts';
import { Refused } from '#src/domain/refused.ts';
import { readSheets } from './sheet.ts';

const delimiters = [',', '\t', ';', '|'] as const;

/** Text in columns: the same delimiter in most lines, and a heading line that names something we know. */
export const looksLikeTable = (text: string): boolean => delimiterOf(text) !== undefined;

function delimiterOf(text: string): string | undefined {
  const head = text.slice(0, 20_000);
  const scored = delimiters.map((delimiter) => {
    const rows = cellsOf(head, delimiter).filter((row) => row.some((cell) => cell.trim() !== ''));
    const wide = rows.filter((row) => row.length >= 2).length;
    const heading = rows
      .slice(0, 30)
      .some((row) => row.length >= 2 && row.filter((cell) => roleOf(foldWord(cell)) !== undefined).length >= 2);
    const usual = mostCommon(rows.map(({ length }) => length));
    const even = rows.filter(({ length }) => length === usual).length / Math.max(rows.length, 1);
    const short = rows.every((row) => row.every((cell) => cell.length < 200));
    return {
      delimiter,
      fits:
        rows.length >= 2 &&
        short &&
        ((heading && wide >= rows.length * 0.5) || (usual >= 3 && even > 0.9 && rows.length >= 4)),
      columns: usual,
    };
  });
  return scored.filter(({ fits }) => fits).toSorted((one, other) => other.columns - one.columns)[0]?.delimiter;
}

const mostCommon = (numbers: readonly number[]): number => {
  const counts = new Map<number, number>();
  for (const each of numbers) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? 0;
};

/** Rows of cells; quotes may hold the delimiter and line ends. */
export function cellsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const each = text[at] ?? '';
    if (quoted) {
      if (each === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (each === '"') quoted = false;
      else cell += each;
    } else if (each === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (each === delimiter) {
      row.push(cell);
      cell = '';
    } else if (each === '\n' || each === '\r') {
      if (each === '\r' && text[at + 1] === '\n') at += 1;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += each;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** Reads a CSV, whatever its delimiter. */
export function readDelimited(tools: Tools, text: string): Reading {
  const plain = text.replace(/^\uFEFF/u, '').replace(/^sep=(.)\r?\n/u, '');
  const delimiter = delimiterOf(plain) ?? ',';
  const rows = cellsOf(plain, delimiter);
  if (rows.length > 200_000) throw new Refused('upload.too-complex', `${rows.length} rows`);
  const sheet: Row[] = rows.map((row, line) =>
    row.map((words, column) => ({ text: words.trim(), place: { cell: `${letters(column)}${line + 1}` } })),
  );
  const { others, ...reading } = readSheets(tools, [{ name: '', rows: sheet }]);
  return {
    ...reading,
    kind: 'csv',
    ...(others === undefined ? {} : { others: others.map((each) => ({ ...each, kind: 'csv' as const })) }),
  };
}

/** 0 is A, 26 is AA. */
export const letters = (column: number): string =>
  column < 26 ? String.fromCharCode(65 + column) : `${letters(Math.floor(column / 26) - 1)}${letters(column % 26)}`;
