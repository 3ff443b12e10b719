import type { Grey, Map3, Point } from './grey.ts';

/** The four corners of a sheet in a photo: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point];

/**
 * Finds a bright sheet on a darker ground. Undefined when the page fills the picture (a scan) or when no sheet stands out: then nothing is
 * warped, as a wrong warp does more harm than a slanted page.
 */
export function sheetIn(picture: Grey): Quad | undefined {
  const threshold = otsu(picture);
  if (threshold === undefined) return undefined;
  const sheet = largestBright(picture, threshold);
  if (sheet === undefined) return undefined;
  const corners = cornersOf(sheet, picture.width);
  const area = areaOf(corners);
  const whole = picture.width * picture.height;
  if (area < whole * 0.2 || area > whole * 0.97 || sheet.length < area * 0.8) return undefined;
  const lengths = corners.map((corner, index) => distance(corner, corners[(index + 1) % 4] ?? corner));
  return Math.min(...lengths) < Math.max(picture.width, picture.height) * 0.2 ? undefined : corners;
}

/** The grey that parts bright from dark best; undefined when the picture has no two such parts. */
function otsu({ data }: Grey): number | undefined {
  const counts = new Float64Array(256);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  let sum = 0;
  for (let value = 0; value < 256; value += 1) sum += value * (counts[value] ?? 0);
  let [darkCount, darkSum, best, threshold, apart] = [0, 0, 0, 0, 0];
  for (let value = 0; value < 255; value += 1) {
    darkCount += counts[value] ?? 0;
    darkSum += value * (counts[value] ?? 0);
    const brightCount = data.length - darkCount;
    if (darkCount === 0 || brightCount === 0) continue;
    const gap = (sum - darkSum) / brightCount - darkSum / darkCount;
    const between = darkCount * brightCount * gap * gap;
    if (between > best) [best, threshold, apart] = [between, value, gap];
  }
  return apart < 35 ? undefined : threshold;
}

/** The largest connected bright region, with the holes that print makes in its rows filled. */
function largestBright({ width, height, data }: Grey, threshold: number): number[] | undefined {
  const label = new Uint8Array(data.length);
  let largest: number[] = [];
  for (let start = 0; start < data.length; start += 1) {
    if (label[start] !== 0 || (data[start] ?? 0) <= threshold) continue;
    const region = [start];
    label[start] = 1;
    for (let index = 0; index < region.length; index += 1) {
      const at = region[index] ?? 0;
      const [x, y] = [at % width, Math.floor(at / width)];
      for (const [nx, ny] of [
        [x - 1, y],
        [x + 1, y],
        [x, y - 1],
        [x, y + 1],
      ] as const) {
        const next = ny * width + nx;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height || label[next] !== 0 || (data[next] ?? 0) <= threshold)
          continue;
        label[next] = 1;
        region.push(next);
      }
    }
    if (region.length > largest.length) largest = region;
  }
  if (largest.length < data.length * 0.15) return undefined;
  return filled(largest, width, height);
}

function filled(region: readonly number[], width: number, height: number): number[] {
  const left = new Int32Array(height).fill(width);
  const right = new Int32Array(height).fill(-1);
  for (const at of region) {
    const [x, y] = [at % width, Math.floor(at / width)];
    left[y] = Math.min(left[y] ?? width, x);
    right[y] = Math.max(right[y] ?? -1, x);
  }
  const all: number[] = [];
  for (let y = 0; y < height; y += 1) for (let x = left[y] ?? 0; x <= (right[y] ?? -1); x += 1) all.push(y * width + x);
  return all;
}

/** The places furthest to the four diagonals: right for a sheet that leans less than a third of a right angle. */
function cornersOf(region: readonly number[], width: number): Quad {
  const furthest = (score: (x: number, y: number) => number): Point => {
    let winner = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (const at of region) {
      const value = score(at % width, Math.floor(at / width));
      if (value > highest) [winner, highest] = [at, value];
    }
    return [winner % width, Math.floor(winner / width)];
  };
  return [furthest((x, y) => -x - y), furthest((x, y) => x - y), furthest((x, y) => x + y), furthest((x, y) => y - x)];
}

const distance = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);

const areaOf = (corners: Quad): number =>
  Math.abs(
    corners.reduce((sum, [x, y], index) => {
      const [nx, ny] = corners[(index + 1) % 4] ?? [0, 0];
      return sum + x * ny - nx * y;
    }, 0) / 2,
  );

/** How large the sheet is when it lies flat, in pixels of the photo. */
export const flatSize = ([a, b, c, d]: Quad): { width: number; height: number } => ({
  width: Math.round(Math.max(distance(a, b), distance(d, c))),
  height: Math.round(Math.max(distance(b, c), distance(a, d))),
});

/** The map from a flat sheet of `width` by `height` to its place in the photo (four points, eight unknowns). */
export function ontoQuad([a, b, c, d]: Quad, width: number, height: number): Map3 {
  const [dx1, dx2] = [b[0] - c[0], d[0] - c[0]];
  const [dy1, dy2] = [b[1] - c[1], d[1] - c[1]];
  const [sx, sy] = [a[0] - b[0] + c[0] - d[0], a[1] - b[1] + c[1] - d[1]];
  const whole = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / whole;
  const h = (dx1 * sy - sx * dy1) / whole;
  return [
    (b[0] - a[0] + g * b[0]) / width,
    (d[0] - a[0] + h * d[0]) / height,
    a[0],
    (b[1] - a[1] + g * b[1]) / width,
    (d[1] - a[1] + h * d[1]) / height,
    a[1],
    g / width,
    h / height,
    1,
  ];
}
