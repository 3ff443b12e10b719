import type { Reading, Warning } from '#src/domain/intake/document.ts';
import { isHeading, type Line, readLaidOut } from '#src/domain/intake/laid-out.ts';
import { asLines, linesOnPage } from '#src/domain/intake/page-lines.ts';
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
    const lines: Line[] = [];
    const warnings: Warning[] = [];
    const blank: number[] = [];
    const scans = new Map<number, ScannedPage>();
    const again = secondLooks(pdf.pages);
    for (let number = 1; number <= pdf.pages; number += 1) {
      onPage?.(number, pdf.pages);
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
    if (lines.every(({ text }) => text.trim() === '')) return nothingRead(pdf.pages);
    const { text, findings, patient, patients } = readLaidOut(tools, lines);
    if (scans.size > 0)
      warnings.push({
        code: 'text.by-recognition',
        message: `Pages ${[...scans.keys()].join(', ')} were read from their picture`,
      });
    if (blank.length > 0)
      warnings.push({ code: 'text.none', message: `No words were found on pages ${blank.join(', ')}` });
    if (patients > 1) warnings.push({ code: 'patients.several', message: `The PDF speaks of ${patients} patients` });
    if (patient === undefined) warnings.push({ code: 'identity.none', message: 'The PDF names no patient' });
    return {
      kind: 'pdf',
      outcome: patients > 1 || scans.size > 0 ? 'unsure' : 'read',
      text,
      pages: pdf.pages,
      findings: findings.map((finding) => {
        const seen = scans.get(finding.source.page ?? 0);
        return seen === undefined ? finding : heldAgainst(tools, finding, seen);
      }),
      ...(patient === undefined ? {} : { patient }),
      warnings,
    };
  } finally {
    pdf.close();
  }
}

const nothingRead = (pages: number): Reading => ({
  kind: 'pdf',
  outcome: 'unsure',
  text: '',
  pages,
  findings: [],
  warnings: [{ code: 'text.none', message: 'No text was found in the PDF; a person has to read it' }],
});
