import type { Limits, Pixels } from '#src/ports/readers.ts';
import { editPdf, type PdfEdit } from '../intake/pdf/pdfium.ts';
import { strip } from './strip.ts';

const bandPoints = 16;
const sharpness = 3;

/** The same document, each page longer by a band below, with the line in it. Refuses `upload.encrypted`, `upload.damaged`, `upload.too-complex`. */
export async function markPdf(bytes: Uint8Array, line: string, limits: Limits): Promise<Uint8Array> {
  const pdf: PdfEdit = await editPdf(bytes, limits);
  const bands = new Map<number, Pixels>();
  try {
    for (let number = 1; number <= pdf.pages; number += 1) {
      const width = Math.round(pdf.widthOf(number));
      const band = bands.get(width) ?? (await strip(line, width * sharpness, bandPoints * sharpness));
      bands.set(width, band);
      pdf.addBelow(number, band, bandPoints);
    }
    return pdf.saved();
  } finally {
    pdf.close();
  }
}
