import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';

/** A4 in points, and where the words stand on it. */
export const sheet = { width: 595.28, height: 841.89, left: 46, right: 46, top: 42, bottom: 64 };
export const inner = sheet.width - sheet.left - sheet.right;

/** Red is for allergies alone (the screen's rule, too). */
export const ink = {
  text: '#1c2726',
  soft: '#54605e',
  edge: '#cfc9bc',
  wash: '#f6f4ef',
  deep: '#0c5c58',
  deepWash: '#e8f2f0',
  allergy: '#a50f21',
  allergyWash: '#fdf0f0',
} as const;

export type Face = 'regular' | 'medium' | 'bold';

const fonts = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-tc')), '..', 'fonts');
const files: Readonly<Record<Face, string>> = {
  regular: 'NotoSansHant-Regular.otf',
  medium: 'NotoSansHant-Medium.otf',
  bold: 'NotoSansHant-Bold.otf',
};

/** Where the font of a face lies. */
export const fontOf = (face: Face): string => join(fonts, files[face]);

/** Writes downwards on A4 and begins a new page when one is full. What is written at the head of each new page is for `onPage` to say. */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  y = sheet.top;
  #onPage: () => void = () => undefined;

  constructor(title: string) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      autoFirstPage: false,
      lang: 'en-HK',
      displayTitle: true,
      info: { Title: title, Producer: 'Baton', Creator: 'Baton' },
    });
    for (const [face, file] of Object.entries(files)) this.doc.registerFont(face, join(fonts, file));
  }

  page(onPage: () => void = () => undefined): void {
    this.doc.addPage({ size: 'A4', margin: 0 });
    this.y = sheet.top;
    this.#onPage = onPage;
  }

  /** Room for so many points, on this page or the next. */
  room(height: number): void {
    if (this.y + height <= sheet.height - sheet.bottom) return;
    const onPage = this.#onPage;
    this.page(onPage);
    onPage();
  }

  /** As `room`, where it fits a page at all; says how much is left. */
  get left(): number {
    return sheet.height - sheet.bottom - this.y;
  }

  pen(face: Face, size: number, color: string = ink.text): PDFKit.PDFDocument {
    return this.doc.font(face).fontSize(size).fillColor(color);
  }

  /** How high these words stand in this width; nothing is drawn. */
  height(text: string, face: Face, size: number, width: number): number {
    return text === '' ? 0 : this.pen(face, size).heightOfString(text, { width, lineGap });
  }

  /** Words at a place; gives their height. */
  words(text: string, { x, y, width, face = 'regular', size = 9.5, color = ink.text, align = 'left' }: Words): number {
    if (text === '') return 0;
    const high = this.height(text, face, size, width);
    this.pen(face, size, color).text(text, x, y, { width, align, lineGap });
    return high;
  }

  async bytes(): Promise<Uint8Array> {
    const pieces: Buffer[] = [];
    this.doc.on('data', (piece: Buffer) => pieces.push(piece));
    const ended = new Promise<void>((done) => this.doc.once('end', done));
    this.doc.end();
    await ended;
    return Buffer.concat(pieces);
  }
}

const lineGap = 0.5;

type Words = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly face?: Face;
  readonly size?: number;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
};
