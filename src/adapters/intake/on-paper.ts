import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type DocumentReport, isRefused } from '#src/domain/intake/document.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { Inside } from '#src/ports/reading-room.ts';

/** A narrow sheet, so that it can be read on a phone as it is; a Chinese character is two columns wide. */
const columns = 44;
const rows = 60;
const mostSheets = 40;

/**
 * What a file without pages of its own says, laid out on sheets: the words of a text or a table, the facts of a message that is made for machines, the
 * names of what lies in a packed file. Empty for what has pages, pictures or sound.
 */
export function sheetsOf(
  reports: readonly DocumentReport[],
  inside: readonly Inside[] = [],
): readonly (readonly string[])[] {
  const [report] = reports;
  if (!report || isRefused(report) || !laidOut.has(report.kind)) return [];
  const lines =
    report.kind === 'archive'
      ? inside.map((each) => ('code' in each ? `${each.name}  (${each.code})` : each.name))
      : madeForMachines.has(report.kind)
        ? reports.flatMap(factLines)
        : (report.text ?? '').split(/\r\n|\r|\n/u);
  const wrapped = lines.flatMap(wrap);
  if (wrapped.every((line) => line.trim() === '')) return [];
  const count = Math.min(Math.ceil(wrapped.length / rows), mostSheets);
  return Array.from({ length: count }, (_none, sheet) => wrapped.slice(sheet * rows, (sheet + 1) * rows));
}

const laidOut: ReadonlySet<string> = new Set(['text', 'word', 'spreadsheet', 'csv', 'hl7', 'cda', 'fhir', 'archive']);
const madeForMachines: ReadonlySet<string> = new Set(['hl7', 'cda', 'fhir']);

const headings: Readonly<Record<Finding['type'], string>> = {
  identity: 'Patient 病人',
  allergy: 'Allergies 過敏',
  problem: 'Problems 病症',
  medication: 'Medicines 藥物',
  result: 'Results 化驗結果',
  vital: 'Vital signs 生命表徵',
  procedure: 'Procedures 程序',
  encounter: 'Encounters 就診',
  image: 'Images 影像',
  instruction: 'Instructions 指示',
};

function factLines(report: DocumentReport): string[] {
  if (isRefused(report)) return [];
  const groups = Object.entries(headings).flatMap(([type, heading]) => {
    const ours = report.findings.filter((finding) => finding.type === type);
    return ours.length === 0 ? [] : ['', heading, ...ours.map((finding) => `   ${factLine(finding)}`)];
  });
  return [[report.kind.toUpperCase(), report.subkind].filter(Boolean).join(' · '), ...groups, ''];
}

const marks: Readonly<Record<Finding['status'], string>> = {
  present: '',
  absent: 'no',
  unknown: 'unknown',
  pending: 'pending',
};

function factLine(finding: Finding): string {
  // Parts are strings by their types; a type has those that it has.
  const part = (name: string): string | undefined =>
    (finding as unknown as Readonly<Record<string, string | undefined>>)[name];
  const range = part('range');
  return [
    marks[finding.status],
    finding.name,
    part('value'),
    part('unit'),
    part('flag') && `(${part('flag')})`,
    range && `[${range}]`,
    part('dose'),
    part('route'),
    part('frequency'),
    part('reaction'),
    part('since'),
    part('at')?.slice(0, 10),
  ]
    .filter(Boolean)
    .join('  ');
}

const isWide = (character: string): boolean =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u.test(character);

/** A line cut where the sheet ends, at a blank where there is one. */
function wrap(line: string): string[] {
  const clean = line.replace(/\t/gu, '    ').replace(/[\p{Cc}\p{Cf}]/gu, '');
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const character of clean) {
    const more = isWide(character) ? 2 : 1;
    if (width + more > columns) {
      const blank = piece.lastIndexOf(' ');
      const cut = blank > columns / 2 ? blank : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut).trimStart();
      width = [...piece].reduce((sum, each) => sum + (isWide(each) ? 2 : 1), 0);
    }
    piece += character;
    width += more;
  }
  return [...pieces, piece];
}

/** In points. A sheet is as long as what stands on it. */
const [letter, leading, margin] = [10.5, 14.5, 22];
const width = columns * 5.7 + 2 * margin;

/** One sheet as a PDF of one page, in a face that has the Chinese of Hong Kong. */
export async function onPaper(lines: readonly string[]): Promise<Uint8Array> {
  const { default: PDFDocument } = await import('pdfkit');
  const fonts = dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-tc'));
  const page = new PDFDocument({
    size: [width, Math.max(lines.length, 8) * leading + 2 * margin],
    margin: 0,
  });
  const pieces: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    page.on('data', (piece: Buffer) => pieces.push(piece));
    page.on('end', resolve);
    page.on('error', reject);
  });
  page.font(join(fonts, '../fonts/NotoSansHant-Regular.otf')).fontSize(letter).fillColor('#16202b');
  for (const [row, line] of lines.entries())
    if (line.trim()) page.text(line, margin, margin + row * leading, { lineBreak: false });
  page.end();
  await done;
  return Buffer.concat(pieces);
}
