import type { PatientIdentity, Reading, Warning } from '#src/domain/intake/document.ts';
import { isHeading, type Line, readLaidOut } from '#src/domain/intake/laid-out.ts';
import { asLines, linesOnPage } from '#src/domain/intake/page-lines.ts';
import { isSamePatient } from '#src/domain/intake/same-patient.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Limits, OnPage, Pixels, ScannedPage } from '#src/ports/readers.ts';
import { heldAgainst, linesOfScan } from '../ocr/scan-findings.ts';
import { secondLooks } from '../ocr/second-look.ts';
import { openPdf } from './pdfium.ts';

/** Makes words of a picture of a page. */
export type Scan = (pixels: Pixels, limits: Limits) => Promise<ScannedPage>;

const scanDotsPerInch = 200;

/** Reads a PDF page by page: its own words with their places; a page that is only a picture goes to `scan`, when there is one. */
export async function readPdf(
  tools: Tools,
  bytes: Uint8Array,
  limits: Limits,
  scan?: Scan,
  onPage?: OnPage,
): Promise<Reading> {
  const pdf = await openPdf(bytes, limits);
  try {
    const sheets: Line[][] = [];
    const warnings: Warning[] = [];
    const blank: number[] = [];
    const scans = new Map<number, ScannedPage>();
    const again = secondLooks(pdf.pages);
    for (let number = 1; number <= pdf.pages; number += 1) {
      onPage?.(number, pdf.pages);
      const lines: Line[] = [];
      sheets.push(lines);
      const page = pdf.page(number);
      const words = page && linesOnPage(page.glyphs, { aspect: page.width / page.height, pieces: 'characters' });
      if (words !== undefined && words.length > 0)
        lines.push(...asLines(number, words, (texts) => isHeading(tools, texts)));
      else {
        const pixels = scan && pdf.draw(number, scanDotsPerInch);
        const seen = scan && pixels && (await again(tools, await scan(pixels, limits)));
        if (seen === undefined || seen.lines.length === 0) blank.push(number);
        else {
          scans.set(number, seen);
          lines.push(...linesOfScan(tools, seen, number));
          warnings.push(...seen.warnings);
        }
      }
      lines.push({ text: '', place: {} });
    }
    if (sheets.flat().every(({ text }) => text.trim() === '')) return nothingRead(pdf.pages);
    if (scans.size > 0)
      warnings.push({
        code: 'text.by-recognition',
        message: `Pages ${[...scans.keys()].join(', ')} were read from their picture`,
      });
    if (blank.length > 0)
      warnings.push({ code: 'text.none', message: `No words were found on pages ${blank.join(', ')}` });
    const parts = sheetsByPatient(tools, sheets);
    const [first = nothingRead(pdf.pages), ...others] = parts.map((own): Reading => {
      const { text, findings, patient, patients } = readLaidOut(tools, own.flat());
      const several = Math.max(patients, parts.length);
      return {
        kind: 'pdf',
        outcome: several > 1 || scans.size > 0 ? 'unsure' : 'read',
        text,
        pages: pdf.pages,
        findings: findings.map((finding) => {
          const seen = scans.get(finding.source.page ?? 0);
          return seen === undefined ? finding : heldAgainst(tools, finding, seen);
        }),
        ...(patient === undefined ? {} : { patient }),
        warnings: [
          ...warnings,
          ...(several > 1 ? [{ code: 'patients.several', message: `The PDF speaks of ${several} patients` }] : []),
          ...(patient === undefined ? [{ code: 'identity.none', message: 'The PDF names no patient' }] : []),
        ],
      };
    });
    return others.length === 0 ? first : { ...first, others };
  } finally {
    pdf.close();
  }
}

/**
 * The pages of each patient, where each page speaks of one: a page that names nobody goes with the one before it. Where a page itself speaks of several, nothing can be
 * told apart, and all stays together.
 */
function sheetsByPatient(tools: Tools, sheets: readonly Line[][]): readonly (readonly Line[][])[] {
  if (sheets.length === 1 || readLaidOut(tools, sheets.flat()).patients < 2) return [sheets];
  const parts: { patient: PatientIdentity | undefined; sheets: Line[][] }[] = [];
  for (const sheet of sheets) {
    const { patient, patients } = readLaidOut(tools, sheet);
    if (patients > 1) return [sheets];
    const last = parts.at(-1);
    const own = patient === undefined ? last : parts.find((part) => isSamePatient(part.patient, patient));
    if (own) own.sheets.push(sheet);
    else if (last && last.patient === undefined) Object.assign(last, { patient, sheets: [...last.sheets, sheet] });
    else parts.push({ patient, sheets: [sheet] });
  }
  return parts.map((part) => part.sheets);
}

const nothingRead = (pages: number): Reading => ({
  kind: 'pdf',
  outcome: 'unsure',
  text: '',
  pages,
  findings: [],
  warnings: [{ code: 'text.none', message: 'No text was found in the PDF; a person has to read it' }],
});
