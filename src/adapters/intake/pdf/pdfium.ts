import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { Refused } from '#src/domain/refused.ts';
import type { Limits, Pixels } from '#src/ports/readers.ts';
import { filledIn } from './filled-in.ts';
import { memoryOf } from './pdfium-memory.ts';

/** One character with its box in parts of the page (0..1), the origin at the top left. */
export type Glyph = {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};
export type PdfPage = {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly glyphs: readonly Glyph[];
};

let opened: Promise<WrappedPdfiumModule> | undefined;

/** PDFium in WebAssembly, its program given as bytes: nothing is fetched. */
function engine(): Promise<WrappedPdfiumModule> {
  opened ??= (async () => {
    const program = await readFile(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'));
    const pdfium = await init({ wasmBinary: new Uint8Array(program).buffer });
    pdfium.PDFiumExt_Init();
    return pdfium;
  })();
  return opened;
}

const mostGlyphs = 150_000;

/** An open PDF. Refuses `upload.encrypted`, `upload.damaged`, and `upload.too-complex` when it declares more pages than are read. */
export async function openPdf(bytes: Uint8Array, limits: Limits) {
  const { pdfium, document, pages, close } = await load(bytes, limits);
  return {
    pages,
    close,
    /** The words of a page; a page that cannot be read gives nothing. */
    page: (number: number): PdfPage | undefined => readPage(pdfium, document, number),
    /** The page as a picture, at most `limits.pixels` large. */
    draw: (number: number, dotsPerInch: number): Pixels | undefined =>
      draw(pdfium, document, number, dotsPerInch, limits.pixels),
  };
}

/** An open PDF that pages can be made longer of. Refuses as `openPdf`. */
export async function editPdf(bytes: Uint8Array, limits: Limits) {
  const { pdfium, document, pages, close } = await load(bytes, limits);
  return {
    pages,
    close,
    /** In points, of the page as it lies in the file. */
    widthOf: (number: number): number => widthOf(pdfium, document, number),
    addBelow: (number: number, picture: Pixels, points: number): void =>
      addBelow(pdfium, document, number, picture, points),
    saved: (): Uint8Array => saved(pdfium, document),
  };
}
export type PdfEdit = Awaited<ReturnType<typeof editPdf>>;

async function load(bytes: Uint8Array, limits: Limits) {
  const pdfium = await engine();
  const { wasmExports, HEAPU8 } = memoryOf(pdfium);
  const place = wasmExports.malloc(bytes.length);
  if (place === 0) throw new Refused('upload.too-large', 'There is no memory for it', { limit: limits.bytes });
  HEAPU8().set(bytes, place);
  const document = pdfium.FPDF_LoadMemDocument(place, bytes.length, '');
  if (document === 0) {
    const error = pdfium.FPDF_GetLastError();
    wasmExports.free(place);
    throw error === 4 || error === 5
      ? new Refused('upload.encrypted', 'The PDF is locked with a password')
      : new Refused('upload.damaged', `The PDF cannot be opened (${error})`);
  }
  const pages = pdfium.FPDF_GetPageCount(document);
  const close = () => {
    pdfium.FPDF_CloseDocument(document);
    wasmExports.free(place);
  };
  if (pages > limits.pages) {
    close();
    throw new Refused('upload.too-complex', `The PDF has ${pages} pages`, { limit: limits.pages });
  }
  return { pdfium, document, pages, close };
}

function readPage(pdfium: WrappedPdfiumModule, document: number, number: number): PdfPage | undefined {
  const page = pdfium.FPDF_LoadPage(document, number - 1);
  if (page === 0) return undefined;
  const { wasmExports, HEAPU8 } = memoryOf(pdfium);
  const [width, height] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)];
  const text = pdfium.FPDFText_LoadPage(page);
  const glyphs: Glyph[] = [];
  const box = wasmExports.malloc(16);
  try {
    const count = text === 0 ? 0 : Math.min(pdfium.FPDFText_CountChars(text), mostGlyphs);
    for (let at = 0; at < count; at += 1) {
      const code = pdfium.FPDFText_GetUnicode(text, at);
      if ((code < 0x20 && code !== brokenHyphen) || code === 0xfffe || code === 0xffff) continue;
      // A blank that PDFium only guesses is told by the gap, as every other gap is.
      if (code === 0x20 && pdfium.FPDFText_IsGenerated(text, at) === 1) continue;
      if (!pdfium.FPDFText_GetLooseCharBox(text, at, box)) continue;
      const view = new DataView(HEAPU8().buffer, box, 16);
      const [left, top, right, bottom] = [0, 4, 8, 12].map((offset) => view.getFloat32(offset, true)) as [
        number,
        number,
        number,
        number,
      ];
      if (right <= left || width <= 0 || height <= 0) continue;
      glyphs.push({
        text: characterOf(code),
        left: left / width,
        right: right / width,
        top: 1 - top / height,
        bottom: 1 - bottom / height,
      });
    }
    glyphs.push(...filledIn(pdfium, page).map((glyph) => partsOf(glyph, width, height)));
  } finally {
    wasmExports.free(box);
    if (text !== 0) pdfium.FPDFText_ClosePage(text);
    pdfium.FPDF_ClosePage(page);
  }
  return { number, width, height, glyphs };
}

/** From points of the page, the origin at the bottom left, to parts of it. */
const partsOf = (glyph: Glyph, width: number, height: number): Glyph => ({
  text: glyph.text,
  left: glyph.left / width,
  right: glyph.right / width,
  top: 1 - glyph.top / height,
  bottom: 1 - glyph.bottom / height,
});

/** How PDFium tells a hyphen at the end of a line. */
const brokenHyphen = 0x02;

/** Fonts map ligatures, hyphens and Chinese radicals to look-alikes of the plain characters. */
const characterOf = (code: number): string => {
  const character = String.fromCodePoint(code > 0x10ffff ? 0xfffd : code);
  if (code === brokenHyphen) return '-';
  return (code >= 0xfb00 && code <= 0xfb06) || (code >= 0x2e80 && code <= 0x2fd5) || (code >= 0xf900 && code <= 0xfaff)
    ? character.normalize('NFKC')
    : character;
};

function draw(
  pdfium: WrappedPdfiumModule,
  document: number,
  number: number,
  dotsPerInch: number,
  most: number,
): Pixels | undefined {
  const page = pdfium.FPDF_LoadPage(document, number - 1);
  if (page === 0) return undefined;
  const points = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)] as const;
  const wanted = dotsPerInch / 72;
  const scale = Math.min(wanted, Math.sqrt(most / Math.max(points[0] * points[1], 1)));
  const [width, height] = [Math.max(1, Math.round(points[0] * scale)), Math.max(1, Math.round(points[1] * scale))];
  if (width > 20_000 || height > 20_000) {
    pdfium.FPDF_ClosePage(page);
    return undefined;
  }
  const bitmap = pdfium.FPDFBitmap_Create(width, height, 0);
  try {
    if (bitmap === 0) return undefined;
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    // Annotations are drawn too: stamps and filled fields are part of what the sender saw.
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0x01);
    const stride = pdfium.FPDFBitmap_GetStride(bitmap);
    const place = pdfium.FPDFBitmap_GetBuffer(bitmap);
    const { HEAPU8 } = memoryOf(pdfium);
    const data = new Uint8Array(width * height * 3);
    const memory = HEAPU8();
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) {
        const [from, to] = [place + y * stride + x * 4, (y * width + x) * 3];
        // PDFium writes blue first.
        data[to] = memory[from + 2] ?? 255;
        data[to + 1] = memory[from + 1] ?? 255;
        data[to + 2] = memory[from] ?? 255;
      }
    return { width, height, channels: 3, data };
  } finally {
    if (bitmap !== 0) pdfium.FPDFBitmap_Destroy(bitmap);
    pdfium.FPDF_ClosePage(page);
  }
}

type Box = readonly [left: number, bottom: number, right: number, top: number];

/** The visible box of a page, in points, before it is turned. */
function boxOf(pdfium: WrappedPdfiumModule, page: number): Box {
  const { wasmExports, HEAPU8 } = memoryOf(pdfium);
  const place = wasmExports.malloc(16);
  try {
    const ask = [pdfium.FPDFPage_GetCropBox.bind(pdfium), pdfium.FPDFPage_GetMediaBox.bind(pdfium)] as const;
    const found = ask.some((get) => get(page, place, place + 4, place + 8, place + 12));
    const view = new DataView(HEAPU8().buffer, place, 16);
    const [left, bottom, right, top] = [0, 4, 8, 12].map((at) => view.getFloat32(at, true)) as [
      number,
      number,
      number,
      number,
    ];
    // Without boxes of its own a page inherits them; its size is known all the same.
    return found && right > left && top > bottom
      ? [left, bottom, right, top]
      : [0, 0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)];
  } finally {
    wasmExports.free(place);
  }
}

function widthOf(pdfium: WrappedPdfiumModule, document: number, number: number): number {
  const page = pdfium.FPDF_LoadPage(document, number - 1);
  if (page === 0) throw damagedPage(number);
  const [left, , right] = boxOf(pdfium, page);
  pdfium.FPDF_ClosePage(page);
  return right - left;
}

function addBelow(
  pdfium: WrappedPdfiumModule,
  document: number,
  number: number,
  picture: Pixels,
  points: number,
): void {
  const page = pdfium.FPDF_LoadPage(document, number - 1);
  if (page === 0) throw damagedPage(number);
  const bitmap = pdfium.FPDFBitmap_Create(picture.width, picture.height, 0);
  try {
    const [left, bottom, right, top] = boxOf(pdfium, page);
    fill(pdfium, bitmap, picture);
    const object = pdfium.FPDFPageObj_NewImageObj(document);
    pdfium.FPDFImageObj_SetBitmap(0, 0, object, bitmap);
    pdfium.FPDFImageObj_SetMatrix(object, right - left, 0, 0, points, left, bottom - points);
    pdfium.FPDFPage_InsertObject(page, object);
    pdfium.FPDFPage_SetMediaBox(page, left, bottom - points, right, top);
    pdfium.FPDFPage_SetCropBox(page, left, bottom - points, right, top);
    if (!pdfium.FPDFPage_GenerateContent(page)) throw damagedPage(number);
  } finally {
    pdfium.FPDFBitmap_Destroy(bitmap);
    pdfium.FPDF_ClosePage(page);
  }
}

/** PDFium keeps blue first, four bytes to a pixel. */
function fill(pdfium: WrappedPdfiumModule, bitmap: number, { width, height, channels, data }: Pixels): void {
  const place = pdfium.FPDFBitmap_GetBuffer(bitmap);
  const stride = pdfium.FPDFBitmap_GetStride(bitmap);
  const memory = memoryOf(pdfium).HEAPU8();
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [from, to] = [(y * width + x) * channels, place + y * stride + x * 4];
      memory[to] = data[from + Math.min(2, channels - 1)] ?? 255;
      memory[to + 1] = data[from + Math.min(1, channels - 1)] ?? 255;
      memory[to + 2] = data[from] ?? 255;
      memory[to + 3] = 255;
    }
}

function saved(pdfium: WrappedPdfiumModule, document: number): Uint8Array {
  const { wasmExports, HEAPU8 } = memoryOf(pdfium);
  const writer = pdfium.PDFiumExt_OpenFileWriter();
  pdfium.PDFiumExt_SaveAsCopy(document, writer);
  const size = pdfium.PDFiumExt_GetFileWriterSize(writer);
  const place = wasmExports.malloc(size);
  try {
    pdfium.PDFiumExt_GetFileWriterData(writer, place, size);
    return HEAPU8().slice(place, place + size);
  } finally {
    wasmExports.free(place);
    pdfium.PDFiumExt_CloseFileWriter(writer);
  }
}

const damagedPage = (number: number): Refused => new Refused('upload.damaged', `Page ${number} cannot be opened`);
