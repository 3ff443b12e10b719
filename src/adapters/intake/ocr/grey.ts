import type { Pixels } from '#src/ports/readers.ts';

/** A picture in shades of grey, a byte each, row by row. */
export type Grey = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** Luma of ITU-R BT.601; what shines through is put on white paper. */
export function toGrey({ width, height, channels, data }: Pixels): Grey {
  if (channels === 1) return { width, height, data };
  const grey = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < grey.length; pixel += 1, at += channels) {
    const luma = (data[at] ?? 0) * 0.299 + (data[at + 1] ?? 0) * 0.587 + (data[at + 2] ?? 0) * 0.114;
    const cover = channels === 4 ? (data[at + 3] ?? 255) / 255 : 1;
    grey[pixel] = luma * cover + 255 * (1 - cover);
  }
  return { width, height, data: grey };
}

/** Smaller by a whole factor, each new pixel the mean of those it stands for. */
export function shrink(picture: Grey, factor: number): Grey {
  if (factor <= 1) return picture;
  const width = Math.max(1, Math.floor(picture.width / factor));
  const height = Math.max(1, Math.floor(picture.height / factor));
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy += 1) {
        const row = (y * factor + dy) * picture.width + x * factor;
        for (let dx = 0; dx < factor; dx += 1) sum += picture.data[row + dx] ?? 0;
      }
      data[y * width + x] = sum / (factor * factor);
    }
  return { width, height, data };
}

/** A projective map as nine numbers, row by row. */
export type Map3 = readonly [number, number, number, number, number, number, number, number, number];
export type Point = readonly [x: number, y: number];

/** First one map, then the other. (A module that exported a `then` could not be awaited.) */
export const chained = (first: Map3, second: Map3): Map3 => {
  const cell = (row: number, column: number) =>
    [0, 1, 2].reduce((sum, each) => sum + (second[row * 3 + each] ?? 0) * (first[each * 3 + column] ?? 0), 0);
  return [cell(0, 0), cell(0, 1), cell(0, 2), cell(1, 0), cell(1, 1), cell(1, 2), cell(2, 0), cell(2, 1), cell(2, 2)];
};

export const move = (map: Map3, [x, y]: Point): Point => {
  const depth = map[6] * x + map[7] * y + map[8];
  return [(map[0] * x + map[1] * y + map[2]) / depth, (map[3] * x + map[4] * y + map[5]) / depth];
};

/** A new picture of `width` by `height`; `source` says for each of its places where in the old picture it lies. White outside. */
export function redraw(picture: Grey, source: Map3, width: number, height: number): Grey {
  const data = new Uint8Array(width * height);
  const { data: old, width: oldWidth, height: oldHeight } = picture;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const depth = source[6] * x + source[7] * y + source[8];
      const sx = (source[0] * x + source[1] * y + source[2]) / depth;
      const sy = (source[3] * x + source[4] * y + source[5]) / depth;
      const left = Math.floor(sx);
      const top = Math.floor(sy);
      if (left < 0 || top < 0 || left + 1 >= oldWidth || top + 1 >= oldHeight) {
        data[y * width + x] = 255;
        continue;
      }
      const at = top * oldWidth + left;
      const [fx, fy] = [sx - left, sy - top];
      const above = (old[at] ?? 0) * (1 - fx) + (old[at + 1] ?? 0) * fx;
      const below = (old[at + oldWidth] ?? 0) * (1 - fx) + (old[at + oldWidth + 1] ?? 0) * fx;
      data[y * width + x] = above * (1 - fy) + below * fy;
    }
  return { width, height, data };
}
