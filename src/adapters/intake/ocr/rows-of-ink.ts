import type { Grey } from './grey.ts';

/** A row of writing on a picture, in rows of pixels, half open. */
export type Band = { readonly top: number; readonly bottom: number };

const dark = 140;

/** How many dark places each row of pixels has between two columns. */
export function inkByRow({ width, height, data }: Grey, left: number, right: number): Uint32Array {
  const ink = new Uint32Array(height);
  const [from, to] = [Math.max(0, Math.floor(left)), Math.min(width, Math.ceil(right))];
  for (let y = 0; y < height; y += 1) {
    let count = 0;
    for (let at = y * width + from; at < y * width + to; at += 1) if ((data[at] ?? 255) < dark) count += 1;
    ink[y] = count;
  }
  return ink;
}

/**
 * The row of writing at `middle`, from the blank above it to the blank below it. What is not as high as a line of letters (`letter` pixels) is no row: then
 * the height of a line around the middle.
 */
export function bandAt(ink: Uint32Array, middle: number, letter: number): Band {
  const reach = Math.round(letter * 1.2);
  const most = ink.slice(Math.max(0, middle - reach), middle + reach).reduce((one, other) => Math.max(one, other), 0);
  // A stroke of a frame or some dust is in every row of pixels; letters are more.
  const blank = Math.max(2, most * 0.04);
  const gap = Math.max(2, Math.round(letter * 0.12));
  const start = nearestInk(ink, middle, Math.round(letter * 0.6), blank);
  const edge = (step: 1 | -1): number => {
    let last = start;
    for (let y = start, empty = 0; y >= 0 && y < ink.length && empty < gap; y += step) {
      if ((ink[y] ?? 0) > blank) [last, empty] = [y, 0];
      else empty += 1;
    }
    return last;
  };
  const found = { top: edge(-1), bottom: edge(1) + 1 };
  const height = found.bottom - found.top;
  return height < letter * 0.5 || height > letter * 2
    ? { top: Math.max(0, Math.round(middle - letter * 0.65)), bottom: Math.round(middle + letter * 0.65) }
    : found;
}

function nearestInk(ink: Uint32Array, middle: number, within: number, blank: number): number {
  for (let far = 0; far <= within; far += 1)
    for (const y of [middle - far, middle + far]) if ((ink[y] ?? 0) > blank) return y;
  return middle;
}

/** All rows as high as a line of letters of `letter` pixels, from top to bottom. Rules, pictures and stains have another height. */
export function bandsIn(ink: Uint32Array, letter: number, width: number): Band[] {
  const blank = Math.max(3, width * 0.004);
  const bands: Band[] = [];
  let top: number | undefined;
  for (let y = 0; y <= ink.length; y += 1) {
    const isInk = (ink[y] ?? 0) > blank;
    if (isInk) top ??= y;
    else if (top !== undefined) {
      bands.push({ top, bottom: y });
      top = undefined;
    }
  }
  return bands.filter((band) => {
    const height = band.bottom - band.top;
    const rows = ink.subarray(band.top, band.bottom);
    const all = rows.reduce((sum, each) => sum + each, 0);
    return height > letter * 0.6 && height < letter * 1.8 && all > letter * letter && Math.max(...rows) < width * 0.6;
  });
}
