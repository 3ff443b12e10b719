import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';

const fonts = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-tc')), '../fonts');

/** Lines on A4 as a PDF with words in it; runs of blanks become columns. */
export async function letterPdf(text: string): Promise<Uint8Array> {
  const document = new PDFDocument({ size: 'A4', margin: 50 });
  const pieces: Buffer[] = [];
  document.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve) => {
    document.on('end', resolve);
  });
  document.registerFont('han', join(fonts, 'NotoSansHant-Regular.otf'));
  let y = 50;
  for (const line of text.split('\n')) {
    const cells = line.split(/ {2,}/u);
    const height = Math.max(
      ...cells.map((cell, index) => {
        const width = cells.length > 1 ? 130 : 495;
        document.font(/[^\u0020-\u00ff]/u.test(cell) ? 'han' : 'Helvetica').fontSize(10);
        if (cell !== '')
          document.text(cell, 50 + index * 135, y, { width: cells.length > 3 || cells.length === 1 ? width : 240 });
        return cell === ''
          ? 14
          : document.heightOfString(cell, { width: cells.length > 3 || cells.length === 1 ? width : 240 }) + 3;
      }),
    );
    y += height;
    if (y > 760) {
      document.addPage();
      y = 50;
    }
  }
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(pieces));
}
