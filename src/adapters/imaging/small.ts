import sharp from 'sharp';
import { Refused } from '#src/domain/refused.ts';

/** The longer side, in pixels: sharp on a phone in a row of results. */
const side = 240;
const mostPixels = 40_000_000;

/** A picture made small, as a JPEG without anything but its pixels. Refuses `upload.damaged`. */
export async function small(jpeg: Uint8Array): Promise<Uint8Array> {
  try {
    return await sharp(jpeg, { limitInputPixels: mostPixels })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 70 })
      .toBuffer();
  } catch (cause) {
    throw new Refused('upload.damaged', 'The picture cannot be made small', {
      cause: cause instanceof Error ? cause.name : 'unknown',
    });
  }
}
