import type { Reading, Warning } from '#src/domain/intake/document.ts';
import { isHeading, type Line, readLaidOut } from '#src/domain/intake/laid-out.ts';
import { asLines, linesOnPage } from '#src/domain/intake/page-lines.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { Limits, Pixels, ScannedPage } from '#src/ports/readers.ts';
import { openPdf } from './pdfium.ts';

/** Makes words of a picture of a page. */
export type Scan = (pixels: Pixels, limits: Limits) => Promise<ScannedPage>;

const scanDotsPerInch = 200;

/** Reads a PDF page by page: its own words with their places; a page that is only a picture goes to `scan`, when there is one. */
export async function readPdf(tools: Tools, bytes: Uint8Array, limits: Limits, scan?: Scan): Promise<Reading> {
  const pdf = await openPdf(bytes, limits);
  try {
    const lines: Line[] = [];
    const warnings: Warning[] = [];
    const scanned: number[] = [];
    const blank: number[] = [];
    const sure = new Map<number, number>();
    for (let number = 1; number <= pdf.pages; number += 1) {
      const page = pdf.page(number);
      const words = page && linesOnPage(page.glyphs, { aspect: page.width / page.height, pieces: 'characters' });
      if (words !== undefined && words.length > 0)
        lines.push(...asLines(number, words, (texts) => isHeading(tools, texts)));
      else {
        const seen = scan && (await scanPage(pdf.draw(number, scanDotsPerInch), limits, scan));
        if (seen === undefined || seen.lines.length === 0) blank.push(number);
        else {
          scanned.push(number);
          sure.set(number, seen.sure);
          lines.push(...asLines(number, seen.lines, (texts) => isHeading(tools, texts)));
          warnings.push(...seen.warnings);
        }
      }
      lines.push({ text: '', place: {} });
    }
    if (lines.every(({ text }) => text.trim() === '')) return nothingRead(pdf.pages);
    const { text, findings, patient, patients } = readLaidOut(tools, lines);
    if (scanned.length > 0)
      warnings.push({
        code: 'text.by-recognition',
        message: `Pages ${scanned.join(', ')} were read from their picture`,
      });
    if (blank.length > 0)
      warnings.push({ code: 'text.none', message: `No words were found on pages ${blank.join(', ')}` });
    if (patients > 1) warnings.push({ code: 'patients.several', message: `The PDF speaks of ${patients} patients` });
    if (patient === undefined) warnings.push({ code: 'identity.none', message: 'The PDF names no patient' });
    return {
      kind: 'pdf',
      outcome: patients > 1 || scanned.length > 0 ? 'unsure' : 'read',
      text,
      pages: pdf.pages,
      findings: findings.map((finding) => doubted(finding, sure)),
      ...(patient === undefined ? {} : { patient }),
      warnings,
    };
  } finally {
    pdf.close();
  }
}

/** What was read from a picture is never surer than the picture was read. */
const doubted = (finding: Finding, sure: ReadonlyMap<number, number>): Finding => {
  const limit = sure.get(finding.source.page ?? 0);
  return limit === undefined ? finding : { ...finding, confidence: Math.min(finding.confidence, limit) };
};

const nothingRead = (pages: number): Reading => ({
  kind: 'pdf',
  outcome: 'unsure',
  text: '',
  pages,
  findings: [],
  warnings: [{ code: 'text.none', message: 'No text was found in the PDF; a person has to read it' }],
});

async function scanPage(pixels: Pixels | undefined, limits: Limits, scan: Scan) {
  if (pixels === undefined) return undefined;
  const { lines, warnings } = await scan(pixels, limits);
  const words = lines.flatMap((line) => line.words);
  const sure = words.length === 0 ? 0 : words.reduce((sum, { confidence }) => sum + confidence, 0) / words.length;
  const pieces = words.map(({ text, box: [left, top, width, height] }) => ({
    text,
    left,
    top,
    right: left + width,
    bottom: top + height,
  }));
  return { lines: linesOnPage(pieces, { aspect: pixels.width / pixels.height, pieces: 'words' }), warnings, sure };
}
