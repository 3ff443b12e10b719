import type { Grey } from './grey.ts';

/**
 * Takes shadow and dim light away: every place is divided by the brightness of the paper around it, which is the bright end of its tile,
 * smoothed. Paper becomes white, ink stays as dark as it is beside its paper.
 */
export function flatten(picture: Grey): Grey {
  const tile = Math.max(16, Math.round(Math.max(picture.width, picture.height) / 48));
  const columns = Math.ceil(picture.width / tile);
  const rows = Math.ceil(picture.height / tile);
  const paper = smooth(smooth(tiles(picture, tile, columns, rows), columns, rows), columns, rows);
  // A clean scan has nothing to be taken away, and every touch thins its strokes.
  if (paper.every((bright) => bright >= 236)) return picture;
  const data = new Uint8Array(picture.data.length);
  for (let y = 0; y < picture.height; y += 1) {
    const ty = Math.min(rows - 1, Math.max(0, (y + 0.5) / tile - 0.5));
    const [top, fy] = [Math.floor(ty), ty - Math.floor(ty)];
    const bottom = Math.min(rows - 1, top + 1);
    for (let x = 0; x < picture.width; x += 1) {
      const tx = Math.min(columns - 1, Math.max(0, (x + 0.5) / tile - 0.5));
      const [left, fx] = [Math.floor(tx), tx - Math.floor(tx)];
      const right = Math.min(columns - 1, left + 1);
      const above = (paper[top * columns + left] ?? 255) * (1 - fx) + (paper[top * columns + right] ?? 255) * fx;
      const below = (paper[bottom * columns + left] ?? 255) * (1 - fx) + (paper[bottom * columns + right] ?? 255) * fx;
      const white = Math.max(24, above * (1 - fy) + below * fy);
      // A little above white, so that the grain of the paper goes as well.
      data[y * picture.width + x] = Math.min(255, ((picture.data[y * picture.width + x] ?? 0) / white) * 268);
    }
  }
  return { ...picture, data };
}

function tiles(picture: Grey, tile: number, columns: number, rows: number): Float32Array {
  const bright = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const counts = new Uint32Array(256);
      let total = 0;
      for (let y = row * tile; y < Math.min(picture.height, (row + 1) * tile); y += 2)
        for (let x = column * tile; x < Math.min(picture.width, (column + 1) * tile); x += 2) {
          const value = picture.data[y * picture.width + x] ?? 0;
          counts[value] = (counts[value] ?? 0) + 1;
          total += 1;
        }
      let left = total * 0.2;
      let value = 255;
      while (value > 0 && left > (counts[value] ?? 0)) {
        left -= counts[value] ?? 0;
        value -= 1;
      }
      bright[row * columns + column] = value;
    }
  return bright;
}

function smooth(values: Float32Array, columns: number, rows: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      let count = 0;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          sum += values[y * columns + x] ?? 0;
          count += 1;
        }
      // A dark tile among bright ones is a black box or a picture, not a shadow.
      out[row * columns + column] = Math.max(sum / count, (values[row * columns + column] ?? 0) * 0.9);
    }
  return out;
}
