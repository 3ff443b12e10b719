import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { markedCopy } from '#src/adapters/copies/marked-copy.ts';
import { openPdf } from '#src/adapters/intake/pdf/pdfium.ts';
import { usualLimits } from '#src/ports/readers.ts';

const line = 'Copy for Dr Cheung 張詠琳醫生 · 2026-11-23 19:20 HKT';

async function aPdf(sizes: readonly (readonly [number, number])[]): Promise<Uint8Array> {
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0 });
  const written = buffer(doc);
  for (const [at, size] of sizes.entries()) doc.addPage({ size: [...size], margin: 0 }).text(`Page ${at + 1}`, 20, 20);
  doc.end();
  return new Uint8Array(await written);
}

const aPicture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#00f' } });

/** The darkest dot of a part of a picture, 0 to 255. */
async function darkest(bytes: Uint8Array, top: number): Promise<number> {
  const { width, height } = await sharp(bytes).metadata();
  const { channels } = await sharp(bytes)
    .extract({ left: 0, top, width, height: height - top })
    .greyscale()
    .toBuffer()
    .then((part) => sharp(part).stats());
  return channels[0]?.min ?? 255;
}

describe('a copy that leaves', () => {
  test('of a PDF is the same document, each page longer by a line', async () => {
    const before = await aPdf([
      [595, 842],
      [842, 595],
    ]);
    const marked = await openPdf(await markedCopy(before, line, usualLimits), usualLimits);
    try {
      expect([1, 2].map((number) => marked.page(number)).map((page) => [page?.width, page?.height])).toEqual([
        [595, 858],
        [842, 611],
      ]);
      const words = marked.page(2)?.glyphs.map(({ text }) => text);
      expect(words?.join('')).toBe('Page 2');
      const drawn = marked.draw(1, 72);
      const below = drawn?.data.subarray(843 * 595 * 3) ?? [];
      expect(Math.min(...below)).toBeLessThan(120);
    } finally {
      marked.close();
    }
  });

  test('of a picture has the line below, and the picture whole above it', async () => {
    const out = await markedCopy(await aPicture(900, 500).png().toBuffer(), line, usualLimits);
    const { format, width, height } = await sharp(out).metadata();
    expect([format, width]).toEqual(['jpeg', 900]);
    expect(height).toBeGreaterThan(500);
    const { dominant } = await sharp(out).extract({ left: 0, top: 0, width: 900, height: 500 }).stats();
    expect(dominant.b).toBeGreaterThan(dominant.r);
    expect(await darkest(out, 502)).toBeLessThan(140);
  });

  test('is refused where there is no page to write on, and where it cannot be opened', async () => {
    const code = (bytes: Uint8Array) => markedCopy(bytes, line, usualLimits).catch((error: unknown) => error);
    expect(await code(Buffer.from('MSH|^~\\&|A|B|C|D|20261123||ORU^R01|1|P|2.5\r'))).toMatchObject({
      code: 'upload.unreadable-type',
    });
    expect(await code(Buffer.from('%PDF-1.7\nnothing that follows'))).toMatchObject({ code: 'upload.damaged' });
  });
});
