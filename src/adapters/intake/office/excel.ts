import readXlsx from 'read-excel-file/node';
import type { Reading } from '#src/domain/intake/document.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import { Refused } from '#src/domain/refused.ts';
import { letters } from './delimited.ts';
import { readSheets, type Sheet } from './sheet.ts';

/** Reads every sheet of a workbook; each cell keeps its place (`Sheet1!B7`). */
export async function readExcel(tools: Tools, bytes: Uint8Array): Promise<Reading> {
  const sheets = await readXlsx(Buffer.from(bytes)).catch(() => {
    throw new Refused('upload.damaged', 'The workbook cannot be opened');
  });
  const read = sheets.map(({ sheet: name, data }): Sheet => {
    if (data.length > 100_000) throw new Refused('upload.too-complex', `${data.length} rows`);
    return {
      name,
      rows: data.map((row, line) =>
        row.map((cell, column) => ({ text: textOf(cell), place: { cell: `${name}!${letters(column)}${line + 1}` } })),
      ),
    };
  });
  return readSheets(tools, read);
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) {
    const iso = cell.toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16);
  }
  // Numbers in a sheet carry the dust of binary fractions.
  if (typeof cell === 'number') return String(Number(cell.toPrecision(12)));
  return typeof cell === 'string' ? cell.trim() : typeof cell === 'boolean' ? String(cell) : '';
}
