import type { Sheets } from '#src/ports/sheets.ts';
import type { Speech } from '#src/ports/speech.ts';
import type { TrailParts } from '../vault/sign-checkpoint.ts';
import { makeSheet } from './make-sheet.ts';
import { sheetPdf } from './sheet-pdf.ts';

/** Accountability sheets over the store's trail. */
export const openSheets = (parts: TrailParts, speech: Pick<Speech, 'sentence'>): Sheets => ({
  of: makeSheet(parts),
  pdf: sheetPdf(speech),
});
