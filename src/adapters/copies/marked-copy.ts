import sharp from 'sharp';
import { Refused } from '#src/domain/refused.ts';
import type { Limits } from '#src/ports/readers.ts';
import { upright } from '../intake/pictures/upright.ts';
import { sniff } from '../intake/sniff.ts';
import { quarantine } from '../intake/unsafe.ts';
import { markPdf } from './mark-pdf.ts';
import { strip } from './strip.ts';

/**
 * A copy of a PDF or a picture with one line added below each page, outside of what was there: who took it and when (behaviour 21 of our law page). A PDF stays a PDF; a
 * picture becomes a JPEG, upright. Refuses `upload.unreadable-type` for what has no page to write on, several pages in one picture among it, and as the readers do.
 */
export async function markedCopy(bytes: Uint8Array, line: string, limits: Limits): Promise<Uint8Array> {
  const { kind } = await sniff(bytes);
  quarantine(kind, bytes);
  if (kind === 'pdf') return markPdf(bytes, line, limits);
  if (kind !== 'image') throw none();
  const { width, height, channels, data, pages } = await upright(bytes, limits.pixels);
  if (pages > 1) throw none();
  const band = Math.max(16, Math.round(width * 0.024));
  const { data: words, ...size } = await strip(line, width, band);
  return sharp(data, { raw: { width, height, channels } })
    .flatten({ background: '#fff' })
    .extend({ bottom: band, background: '#fff' })
    .composite([{ input: Buffer.from(words), raw: size, left: 0, top: height }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

const none = () => new Refused('upload.unreadable-type', 'There is no page to write on');
