import sharp from 'sharp';
import type { Pixels } from '#src/ports/readers.ts';
import { upright } from './upright.ts';

export type CleanCopy = {
  readonly bytes: Uint8Array;
  readonly mime: 'image/jpeg' | 'image/png';
  readonly width: number;
  readonly height: number;
};

/**
 * The copy of a picture that may be kept and shown: upright, in a form every screen knows, with nothing but its pixels. Where it was taken, when, and
 * with what is gone. PNG stays without loss; everything else becomes JPEG. Refuses as `upright` does.
 */
export async function cleanCopy(bytes: Uint8Array, mostPixels: number): Promise<CleanCopy> {
  const picture = await upright(bytes, mostPixels);
  const { width, height } = picture;
  const isPng = bytes[0] === 0x89 && bytes[1] === 0x50;
  const raw = fromPixels(picture);
  const copy = isPng ? await raw.png().toBuffer() : await raw.jpeg({ quality: 92, mozjpeg: false }).toBuffer();
  return { bytes: copy, mime: isPng ? 'image/png' : 'image/jpeg', width, height };
}

/** A small JPEG to look at, its longer side `size` pixels at most. Refuses as `upright` does. */
export async function pictureThumbnail(bytes: Uint8Array, mostPixels: number, size = 512): Promise<Uint8Array> {
  const picture = await upright(bytes, mostPixels);
  return fromPixels(picture)
    .resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
}

const fromPixels = ({ width, height, channels, data }: Pixels) =>
  sharp(data, { raw: { width, height, channels } }).flatten({ background: '#fff' });
