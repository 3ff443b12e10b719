import sharp from 'sharp';
import { Refused } from '#src/domain/refused.ts';
import type { Limits } from '#src/ports/readers.ts';
import { sniff } from './sniff.ts';
import { quarantine } from './unsafe.ts';

const dotsPerInch = 130;
/** Sheets are narrower than paper. */
const sheetDotsPerInch = 200;
const longerSide = 1600;

/** What a file without pages of its own says, on sheets: see `sheetsOf`. */
type Sheets = () => Promise<readonly (readonly string[])[]>;

/**
 * A page of a file as a JPEG to look at: of a PDF, a photo or scan, a DICOM picture or ECG; of everything else that has words, a plain sheet of them. Refuses
 * `upload.unreadable-type` and as the readers do.
 */
export async function pagePicture(
  bytes: Uint8Array,
  page: number,
  limits: Limits,
  sheets?: Sheets,
): Promise<Uint8Array> {
  const { kind } = await sniff(bytes);
  quarantine(kind, bytes);
  if (kind === 'pdf') return pdfPage(bytes, page, limits);
  if (kind === 'image') {
    const { upright } = await import('./pictures/upright.ts');
    const { width, height, channels, data, pages } = await upright(bytes, limits.pixels, {
      page: page - 1,
      within: longerSide,
    });
    // A picture of one page is opened whatever page is asked for.
    if (page > pages) throw nothing();
    return jpeg(data, width, height, channels);
  }
  if (kind === 'dicom') {
    const { previewOf } = await import('./dicom/preview.ts');
    return previewOf(bytes, { size: 1024 });
  }
  const sheet = page >= 1 ? (await sheets?.())?.[page - 1] : undefined;
  if (sheet === undefined) throw nothing();
  const { onPaper } = await import('./on-paper.ts');
  return pdfPage(await onPaper(sheet), 1, limits, sheetDotsPerInch);
}

async function pdfPage(bytes: Uint8Array, page: number, limits: Limits, dots = dotsPerInch): Promise<Uint8Array> {
  const { openPdf } = await import('./pdf/pdfium.ts');
  const pdf = await openPdf(bytes, limits);
  try {
    const drawn = page >= 1 && page <= pdf.pages ? pdf.draw(page, dots) : undefined;
    if (!drawn) throw nothing();
    return await jpeg(drawn.data, drawn.width, drawn.height, drawn.channels);
  } finally {
    pdf.close();
  }
}

const jpeg = (data: Uint8Array, width: number, height: number, channels: 1 | 3 | 4): Promise<Uint8Array> =>
  sharp(data, { raw: { width, height, channels } }).flatten({ background: '#fff' }).jpeg({ quality: 82 }).toBuffer();

const nothing = () => new Refused('upload.unreadable-type', 'There is nothing in this file that can be shown');
