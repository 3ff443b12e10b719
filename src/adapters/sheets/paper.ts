import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import PDFDocument from 'pdfkit';

const need = createRequire(import.meta.url);
/** Noto Sans TC: Latin and the Chinese of Hong Kong in one face, so that a printed name never turns into boxes. */
const face = (weight: 'Regular' | 'Bold'): Buffer =>
  readFileSync(join(dirname(need.resolve('@embedpdf/fonts-tc')), `../fonts/NotoSansHant-${weight}.otf`));

export type Paper = InstanceType<typeof PDFDocument>;
export const ink = '#16202b';
export const soft = '#5b6875';
export const accent = '#0b6e6e';

/** An A4 page with our faces, titled, whole as bytes when `draw` is done. */
export async function paper(title: string, language: string, draw: (page: Paper) => void): Promise<Uint8Array> {
  const page = new PDFDocument({
    size: 'A4',
    margins: { top: 42, bottom: 42, left: 44, right: 44 },
    lang: language,
    displayTitle: true,
    info: { Title: title, Producer: 'Baton', Creator: 'Baton' },
    bufferPages: true,
  });
  page.registerFont('text', face('Regular'));
  page.registerFont('bold', face('Bold'));
  const pieces: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    page.on('data', (piece: Buffer) => pieces.push(piece));
    page.on('end', resolve);
    page.on('error', reject);
  });
  page.font('text').fontSize(9).fillColor(ink);
  draw(page);
  page.end();
  await done;
  return Buffer.concat(pieces);
}

/** So much of a text as fits on one line of that width, with an ellipsis where it was cut. */
export function oneLine(page: Paper, text: string, width: number): string {
  if (page.widthOfString(text) <= width) return text;
  let kept = [...text];
  while (kept.length > 0 && page.widthOfString(`${kept.join('')}…`) > width) kept = kept.slice(0, -1);
  return `${kept.join('')}…`;
}
