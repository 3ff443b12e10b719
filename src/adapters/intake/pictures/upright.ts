import decodeHeic from 'heic-decode';
import sharp from 'sharp';
import { Refused } from '#src/domain/refused.ts';
import type { Pixels } from '#src/ports/readers.ts';

/** A picture as it is meant to be seen: turned as its camera said, in plain colours. Nothing but pixels leaves here. */
export type Upright = Pixels & { readonly pages: number };

export type Wish = {
  /** Of several pages the one asked for, from 0. */
  readonly page?: number;
  /** The longer side in pixels at most; the picture is made smaller while it is opened. */
  readonly within?: number;
};

/**
 * Opens JPEG, PNG, TIFF, WebP, GIF, AVIF and HEIC. Refuses `upload.too-complex` more pixels than allowed,
 * `upload.damaged` what cannot be decoded.
 */
export async function upright(
  bytes: Uint8Array,
  mostPixels: number,
  { page = 0, within }: Wish = {},
): Promise<Upright> {
  if (isHeic(bytes))
    return within === undefined ? heic(bytes, mostPixels) : shrunk(await heic(bytes, mostPixels), within);
  try {
    const { pages = 1, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > mostPixels) throw tooMany(mostPixels);
    const open = sharp(bytes, { page, limitInputPixels: mostPixels, failOn: 'error' });
    const upright =
      within === undefined
        ? open.autoOrient()
        : open.autoOrient().resize({ ...smaller, width: within, height: within });
    const { data, info } = await upright
      .toColourspace('srgb')
      .flatten({ background: '#fff' })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const channels = info.channels === 1 || info.channels === 4 ? info.channels : 3;
    return { width: info.width, height: info.height, channels, data, pages };
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('upload.damaged', 'The picture cannot be decoded');
  }
}

const smaller = { fit: 'inside', withoutEnlargement: true } as const;

const tooMany = (limit: number) => new Refused('upload.too-complex', 'The picture has too many pixels', { limit });

/** Brands of HEVC pictures; AVIF has the same wrapper and is left to sharp (ISO/IEC 23008-12). */
const isHeic = (bytes: Uint8Array): boolean => {
  const head = Buffer.from(bytes.subarray(0, 40)).toString('latin1');
  return (
    head.slice(4, 8) === 'ftyp' &&
    /^(?:heic|heix|hevc|hevx|heim|heis|mif1|msf1)/u.test(head.slice(8)) &&
    !head.includes('avif')
  );
};

async function shrunk(picture: Upright, within: number): Promise<Upright> {
  const { width, height, channels, data: all } = picture;
  if (Math.max(width, height) <= within) return picture;
  const { data, info } = await sharp(all, { raw: { width, height, channels } })
    .resize({ ...smaller, width: within, height: within })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...picture, width: info.width, height: info.height, data };
}

async function heic(bytes: Uint8Array, mostPixels: number): Promise<Upright> {
  const images = await decodeHeic.all({ buffer: bytes }).catch(() => {
    throw new Refused('upload.damaged', 'The HEIC picture cannot be decoded');
  });
  try {
    const [first] = images;
    if (first === undefined) throw new Refused('upload.damaged', 'The HEIC file holds no picture');
    if (first.width * first.height > mostPixels) throw tooMany(mostPixels);
    const { width, height, data } = await first.decode().catch(() => {
      throw new Refused('upload.damaged', 'The HEIC picture cannot be decoded');
    });
    // The decoder has turned it already: HEIC says so in its own boxes, and what EXIF says besides is to be ignored.
    return {
      width,
      height,
      channels: 4,
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      pages: 1,
    };
  } finally {
    images.dispose();
  }
}
