import type { WrappedPdfiumModule } from '@embedpdf/pdfium';
import type { Glyph } from './pdfium.ts';
import { memoryOf } from './pdfium-memory.ts';

/** Kinds of annotations whose words somebody typed onto the page (ISO 32000-1, table 169): a box of free text, a field of a form. */
const typedKinds: Readonly<Record<number, 'Contents' | 'V'>> = { 3: 'Contents', 20: 'V' };
const most = 2_000;
/** Letters of a field are about so high, in points, and so wide for their height. */
const [letterHeight, letterWidth] = [11, 0.5];
/** Hidden, or not to be seen (table 165). */
const unseen = 2 | 32;

/** What was typed into the fields of a form and into boxes laid over the page: it is no text of the page itself. Boxes in points, the origin at the bottom left. */
export function filledIn(pdfium: WrappedPdfiumModule, page: number): Glyph[] {
  const { wasmExports, HEAPU8 } = memoryOf(pdfium);
  const count = Math.min(pdfium.FPDFPage_GetAnnotCount(page), most);
  const glyphs: Glyph[] = [];
  const place = wasmExports.malloc(16);
  for (let at = 0; at < count; at += 1) {
    const annotation = pdfium.FPDFPage_GetAnnot(page, at);
    if (annotation === 0) continue;
    const key = typedKinds[pdfium.FPDFAnnot_GetSubtype(annotation)];
    const isSeen = (pdfium.FPDFAnnot_GetFlags(annotation) & unseen) === 0;
    const words = key && isSeen ? stringOf(pdfium, annotation, key) : '';
    if (words.trim() !== '' && pdfium.FPDFAnnot_GetRect(annotation, place)) {
      const view = new DataView(HEAPU8().buffer, place, 16);
      const [left, top, right, bottom] = [0, 4, 8, 12].map((offset) => view.getFloat32(offset, true)) as Box;
      glyphs.push(...lettersIn(words, [left, Math.max(top, bottom), right, Math.min(top, bottom)]));
    }
    pdfium.FPDFPage_CloseAnnot(annotation);
  }
  wasmExports.free(place);
  return glyphs;
}

type Box = [left: number, top: number, right: number, bottom: number];

/** One line of a field stands in its middle; several stand one under the other from its top. */
function lettersIn(words: string, [left, top, right, bottom]: Box): Glyph[] {
  const lines = words.split(/\r\n?|\n/u);
  const each = (top - bottom) / lines.length;
  const height = Math.min(letterHeight, each);
  return lines.flatMap((line, number) => {
    const characters = [...line];
    const middle = top - each * (number + 0.5);
    const width = Math.min(height * letterWidth, (right - left) / Math.max(1, characters.length));
    return characters.flatMap((text, at) =>
      text === ' '
        ? []
        : [
            {
              text,
              left: left + at * width,
              right: left + (at + 1) * width,
              top: middle + height / 2,
              bottom: middle - height / 2,
            },
          ],
    );
  });
}

function stringOf(pdfium: WrappedPdfiumModule, annotation: number, key: string): string {
  const { wasmExports, HEAPU8 } = memoryOf(pdfium);
  const length = Math.min(pdfium.FPDFAnnot_GetStringValue(annotation, key, 0, 0), 40_000);
  if (length <= 2) return '';
  const place = wasmExports.malloc(length);
  try {
    pdfium.FPDFAnnot_GetStringValue(annotation, key, place, length);
    return Buffer.from(HEAPU8().slice(place, place + length - 2)).toString('utf16le');
  } finally {
    wasmExports.free(place);
  }
}
