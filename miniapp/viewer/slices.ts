import { cache, Enums, eventTarget, imageLoader, type Types } from '@cornerstonejs/core';
import { Enums as MetadataEnums, metaData } from '@cornerstonejs/metadata';
import { boundHere, Near } from './near.ts';
import { notGiven } from './not-come.ts';

const { NATURALIZED } = MetadataEnums.MetadataModules;

const bound = boundHere();

/** The library keeps decoded slices in one place and the files they came from, parsed, in another that nothing of its own ever empties. Both are counted and let go here. */
export const near = new Near(bound, (id) => {
  if (cache.getImageLoadObject(id)) cache.removeImageLoadObject(id);
  else forgetFileOf(id);
});

/** Once: what the library lets go by itself is gone for our count too. */
export function listen(): void {
  // A second net only: our own bound is reached first.
  cache.setMaxCacheSize(Math.max(bound * 4, 64 * 1024 * 1024));
  eventTarget.addEventListener(Enums.Events.IMAGE_CACHE_IMAGE_ADDED, (event: Event) => {
    const { image } = (event as CustomEvent<{ readonly image: { readonly imageId: string; readonly image?: Parsed } }>)
      .detail;
    if (image.image) count(image.imageId, image.image);
  });
  eventTarget.addEventListener(Enums.Events.IMAGE_CACHE_IMAGE_REMOVED, (event: Event) => {
    const { imageId } = (event as CustomEvent<{ readonly imageId: string }>).detail;
    near.gone(imageId);
    forgetFileOf(imageId);
  });
}

/** One slice, decoded. Rejects where it cannot be had or decoded, and keeps nothing of it then. */
export async function load(id: string): Promise<Types.IImage> {
  try {
    // What the library gives for a slice is an image of its own type.
    const image = (await imageLoader.loadAndCacheImage(id)) as Types.IImage;
    if (!near.isLookedAt) forgetFileOf(id);
    return image;
  } catch (error) {
    forgetFileOf(id);
    throw notGiven(error);
  }
}

export const isHere = (id: string): boolean => cache.isLoaded(id);

/** Forgets these slices and their files: leave to look at them has ended. */
export function forgetSlices(ids: readonly string[]): void {
  for (const id of ids) if (cache.getImageLoadObject(id)) cache.removeImageLoadObject(id);
}

/** Forgets every decoded slice and every file: the room is left, or consent has ended. */
export function forgetPictures(): void {
  cache.purgeCache();
  metaData.clear(NATURALIZED);
}

type Parsed = {
  readonly sizeInBytes: number;
  readonly data?: { NumberOfFrames?: unknown; PixelData?: unknown };
};

function count(id: string, { sizeInBytes, data }: Parsed): void {
  const frames = Number(data?.NumberOfFrames ?? 1);
  // Of a file with one picture the pixels are held twice: decoded is enough.
  if (data && !(frames > 1)) delete data.PixelData;
  else if (data) near.fileCame(fileOf(id), bytesIn(data.PixelData));
  near.came(id, sizeInBytes);
}

const fileOf = (id: string) => id.replace(/[?&]frame=\d+$/, '');

/** A file goes with the last of its frames. */
function forgetFileOf(id: string): void {
  const file = fileOf(id);
  if (id !== file) metaData.clearQuery(NATURALIZED, id);
  if (near.some((one) => fileOf(one) === file)) return;
  near.fileGone(file);
  metaData.clearQuery(NATURALIZED, file);
}

function bytesIn(pixels: unknown): number {
  if (pixels instanceof ArrayBuffer || ArrayBuffer.isView(pixels)) return pixels.byteLength;
  return Array.isArray(pixels) ? pixels.reduce<number>((sum, one) => sum + bytesIn(one), 0) : 0;
}
