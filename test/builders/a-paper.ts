import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';
import { openPdf } from '#src/adapters/intake/pdf/pdfium.ts';
import { type Pixels, usualLimits } from '#src/ports/readers.ts';

/** Words on a sheet, in points from its top left corner. */
export type Ink = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly bold?: boolean;
};
export type Sheet = {
  readonly width: number;
  readonly height: number;
  readonly ink: readonly Ink[];
  readonly rules: readonly number[];
};

const fonts = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-tc')), '../fonts');
const han = /[^\u0020-\u00ff]/u;

/** Puts ink on paper and looks at it with `dotsPerInch`; fonts come with the packages, so it looks the same on every machine. */
export async function draw(sheet: Sheet, dotsPerInch: number): Promise<Pixels> {
  const document = new PDFDocument({ size: [sheet.width, sheet.height], margin: 0 });
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve) => {
    document.on('end', resolve);
  });
  document.registerFont('han', join(fonts, 'NotoSansHant-Regular.otf'));
  document.registerFont('han-bold', join(fonts, 'NotoSansHant-Bold.otf'));
  for (const { text, x, y, size, bold = false } of sheet.ink) {
    const latin = bold ? 'Helvetica-Bold' : 'Helvetica';
    document.font(han.test(text) ? (bold ? 'han-bold' : 'han') : latin).fontSize(size);
    document.text(text, x, y, { lineBreak: false });
  }
  for (const y of sheet.rules)
    document
      .moveTo(40, y)
      .lineTo(sheet.width - 40, y)
      .lineWidth(0.6)
      .stroke('#333');
  document.end();
  await ended;
  const pdf = await openPdf(Buffer.concat(pieces), usualLimits);
  const pixels = pdf.draw(1, dotsPerInch);
  pdf.close();
  if (pixels === undefined) throw new Error('the sheet could not be drawn');
  return pixels;
}
