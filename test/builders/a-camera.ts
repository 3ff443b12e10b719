import sharp from 'sharp';
import type { Pixels } from '#src/ports/readers.ts';

export const takes = ['clean', 'skewed', 'dim', 'phone'] as const;
export type Take = (typeof takes)[number];
export type Dice = () => number;

/** A page as somebody sends it: as it is, put askew on the scanner, under a weak lamp, or photographed lying on a table. Gives JPEG or PNG bytes. */
export async function take(page: Pixels, how: Take, dice: Dice): Promise<Buffer> {
  const { width, height, channels, data } = page;
  const clean = sharp(data, { raw: { width, height, channels } }).flatten({ background: '#fff' }).removeAlpha();
  switch (how) {
    case 'clean':
      return clean.png().toBuffer();
    case 'skewed':
      return clean
        .rotate((dice() < 0.5 ? -1 : 1) * (1.5 + dice() * 3), { background: '#fff' })
        .jpeg({ quality: 80 })
        .toBuffer();
    case 'dim':
      return shaded(await clean.greyscale().raw().toBuffer(), width, height, 0.28 + dice() * 0.12, 9, dice);
    case 'phone':
      return photographed(await clean.greyscale().raw().toBuffer(), width, height, dice);
  }
}

/** Light that falls off to one corner, grain, little contrast. */
function shaded(
  grey: Buffer,
  width: number,
  height: number,
  light: number,
  grain: number,
  dice: Dice,
): Promise<Buffer> {
  const out = Buffer.alloc(grey.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const fall = light * (1 - 0.45 * (x / width) * (y / height));
      const value = (40 + (grey[y * width + x] ?? 0) * 0.8) * fall + (dice() - 0.5) * grain;
      out[y * width + x] = Math.max(0, Math.min(255, value));
    }
  return sharp(out, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 55 })
    .toBuffer();
}

/** Perspective on a brown table, shadow of a hand, a little blur and grain. */
async function photographed(grey: Buffer, width: number, height: number, dice: Dice): Promise<Buffer> {
  const [w, h] = [Math.round(width * 1.2), Math.round(height * 1.18)];
  const wobble = () => (dice() - 0.5) * 0.09;
  const corners = [
    [0.09 + wobble(), 0.08 + wobble()],
    [0.91 + wobble(), 0.08 + wobble()],
    [0.91 + wobble(), 0.92 + wobble()],
    [0.09 + wobble(), 0.92 + wobble()],
  ].map(([x = 0, y = 0]) => [x * w, y * h] as const);
  const back = backwards(corners, width, height);
  const out = Buffer.alloc(w * h);
  for (let y = 0; y < h; y += 1)
    for (let x = 0; x < w; x += 1) {
      const [u, v] = back(x, y);
      const isPaper = u >= 0 && v >= 0 && u < width - 1 && v < height - 1;
      const at = Math.floor(v) * width + Math.floor(u);
      const [fu, fv] = [u - Math.floor(u), v - Math.floor(v)];
      const ink = isPaper
        ? ((grey[at] ?? 0) * (1 - fu) + (grey[at + 1] ?? 0) * fu) * (1 - fv) +
          ((grey[at + width] ?? 0) * (1 - fu) + (grey[at + width + 1] ?? 0) * fu) * fv
        : 85;
      const light = 0.95 - 0.4 * (x / w) * (1 - y / h);
      out[y * w + x] = Math.max(0, Math.min(255, (isPaper ? 18 + ink * 0.86 : ink) * light + (dice() - 0.5) * 12));
    }
  return sharp(out, { raw: { width: w, height: h, channels: 1 } })
    .blur(0.7)
    .jpeg({ quality: 62 })
    .toBuffer();
}

/** From a place in the photo to its place on the sheet: the eight unknowns by elimination. */
function backwards(corners: readonly (readonly [number, number])[], width: number, height: number) {
  const sheet = [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ] as const;
  const rows = corners.flatMap(([x, y], index) => {
    const [u, v] = sheet[index] ?? [0, 0];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let column = 0; column < 8; column += 1) {
    const best = rows
      .slice(column)
      .reduce(
        (most, row, at) => (Math.abs(row[column] ?? 0) > Math.abs(rows[most]?.[column] ?? 0) ? at + column : most),
        column,
      );
    [rows[column], rows[best]] = [rows[best] ?? [], rows[column] ?? []];
    const pivot = rows[column] ?? [];
    for (const [index, row] of rows.entries()) {
      if (index === column) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let cell = column; cell < 9; cell += 1) row[cell] = (row[cell] ?? 0) - factor * (pivot[cell] ?? 0);
    }
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, k = 0] = rows.map(
    (row, index) => (row[8] ?? 0) / (row[index] ?? 1),
  );
  return (x: number, y: number): readonly [number, number] => {
    const depth = g * x + k * y + 1;
    return [(a * x + b * y + c) / depth, (d * x + e * y + f) / depth];
  };
}
