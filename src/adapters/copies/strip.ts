import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { Pixels } from '#src/ports/readers.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { openPdf } from '../intake/pdf/pdfium.ts';
import { fontOf } from '../letters/paper.ts';

/** One line of small print as pixels, dark on white: `width` by `height`, in the Chinese face, made smaller until it fits. */
export async function strip(line: string, width: number, height: number): Promise<Pixels> {
  const doc = new PDFDocument({ size: [width, height], margin: 0 });
  const written = buffer(doc);
  doc.font(fontOf('regular'));
  const room = width - height;
  const size = Math.min(height * 0.56, (room / Math.max(1, doc.fontSize(1).widthOfString(line))) * 0.98);
  doc
    .fontSize(size)
    .fillColor('#333')
    .text(line, height / 2, (height - size * 1.3) / 2, { lineBreak: false });
  doc.end();
  const pdf = await openPdf(new Uint8Array(await written), usualLimits);
  try {
    const drawn = pdf.draw(1, 72);
    if (!drawn) throw new Error('the strip of a copy cannot be drawn');
    return drawn;
  } finally {
    pdf.close();
  }
}
