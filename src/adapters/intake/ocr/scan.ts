import sharp from 'sharp';
import type { Pixels, ScannedPage, ScannedWord } from '#src/ports/readers.ts';
import { agreed } from './agree.ts';
import type { Engine } from './engine.ts';
import { flatten } from './flatten.ts';
import { chained, type Grey, type Map3, move, redraw, shrink, toGrey } from './grey.ts';
import { rowsOf } from './one-row.ts';
import { flatSize, ontoQuad, sheetIn } from './page-edges.ts';
import { inReadingOrder } from './reading-order.ts';
import { skewOf } from './skew.ts';
import { nativeTesseract } from './tesseract-native.ts';
import { wasmTesseract } from './tesseract-wasm.ts';
import { withoutRules } from './without-rules.ts';
import type { SeenWord } from './word.ts';

/** Longer sides than this bring no more right words and cost time. */
const longest = 2600;
/** Small pictures are drawn larger until letters have the size the engine was taught. */
const shortest = 1600;
const perPass = 45_000;

let chosen: Promise<Engine> | undefined;
const engine = (): Promise<Engine> => {
  chosen ??= nativeTesseract().then((native) => native ?? wasmTesseract());
  return chosen;
};

/** Ends what runs for reading pictures; the next page starts it again. */
export async function endScanning(): Promise<void> {
  const running = chosen;
  chosen = undefined;
  await (await running)?.end();
}

/**
 * Reads a picture of a page, 8 bit and upright or nearly so: finds the sheet in a photo, takes shadow away, sets it straight, reads it with
 * two readers and keeps how far they agree.
 */
export async function readScannedPage(pixels: Pixels): Promise<ScannedPage> {
  const grey = toGrey(pixels);
  const reader = await engine();
  let best = await readOnce(reader, straighten(grey));
  if (looksTurned(best.lines)) {
    for (const quarter of [2, 1, 3]) {
      const turned = turn(grey, quarter);
      const page = straighten(turned.picture);
      const again = await readOnce(reader, { ...page, source: chained(page.source, turned.back) });
      if (goodWords(again.lines) > goodWords(best.lines) * 2 + 3) best = again;
    }
  }
  const { page, lines } = best;
  const { width, height } = page.picture;
  const onPicture = placer(page.source, { width, height }, { width: grey.width, height: grey.height });
  const scanned = ({ text, confidence, left, top, width: wide, height: high }: SeenWord): ScannedWord => {
    const flat: Box = [rounded(left / width), rounded(top / height), rounded(wide / width), rounded(high / height)];
    return { text, confidence, flat, box: onPicture(flat) };
  };
  const rows = rowsOf(page.picture, lines.flat(), reader);
  return {
    lines: lines.map((line) => ({ words: line.map(scanned) })),
    warnings: quality(grey, lines, page),
    aspect: width / height,
    onPicture,
    unread: rows.unread.map(([left, top, wide, high]) => [left / width, top / height, wide / width, high / height]),
    again: async (middle, letter) => (await rows.read(middle * height, letter)).map(scanned),
  };
}

type Box = ScannedWord['box'];
type Read = { readonly page: Straight; readonly lines: readonly (readonly SeenWord[])[] };
const rounded = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;

type Straight = {
  readonly picture: Grey;
  readonly source: Map3;
  readonly skew: number;
  readonly isWarped: boolean;
  readonly scale: number;
};

/** The engine reads words that run up or down a page too, but their lines make no sense until the page is turned. */
const runsDown = ({ text, width, height }: SeenWord): boolean => text.length > 2 && height > width * 1.4;

const goodWords = (lines: readonly (readonly SeenWord[])[]): number =>
  lines
    .flat()
    .filter((word) => word.confidence > 0.75 && /\p{L}{2}|\d{2}|\p{Script=Han}/u.test(word.text) && !runsDown(word))
    .length;

/** Hardly a good word though there is much that looks like some: it may lie on its side or on its head. */
const looksTurned = (lines: readonly (readonly SeenWord[])[]): boolean => {
  const words = lines.flat();
  return words.length > 8 && goodWords(lines) < words.length * 0.3;
};

function turn(picture: Grey, quarters: number): { picture: Grey; back: Map3 } {
  const { width, height } = picture;
  const [w, h] = quarters % 2 === 0 ? [width, height] : [height, width];
  const back: Map3 =
    quarters === 2
      ? [-1, 0, width - 1, 0, -1, height - 1, 0, 0, 1]
      : quarters === 1
        ? [0, 1, 0, -1, 0, height - 1, 0, 0, 1]
        : [0, -1, width - 1, 1, 0, 0, 0, 0, 1];
  return { picture: redrawExactly(picture, back, w, h), back };
}

function redrawExactly(picture: Grey, back: Map3, width: number, height: number): Grey {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [sx, sy] = move(back, [x, y]);
      data[y * width + x] = picture.data[Math.round(sy) * picture.width + Math.round(sx)] ?? 255;
    }
  return { width, height, data };
}

/** Sheet, size, slant: worked out on a small copy, done in one drawing. */
function straighten(grey: Grey): Straight {
  const factor = Math.max(1, Math.floor(Math.max(grey.width, grey.height) / 500));
  const quad = sheetIn(shrink(grey, factor));
  const corners = quad?.map(([x, y]) => [(x + 0.5) * factor, (y + 0.5) * factor] as const);
  const [a, b, c, d] = corners ?? [];
  const sheet = a && b && c && d ? ([a, b, c, d] as const) : undefined;
  const natural = sheet === undefined ? { width: grey.width, height: grey.height } : flatSize(sheet);
  const side = Math.max(natural.width, natural.height);
  const scale = side > longest ? longest / side : side < shortest ? Math.min(3, shortest / side) : 1;
  const width = Math.max(8, Math.round(natural.width * scale));
  const height = Math.max(8, Math.round(natural.height * scale));
  const onto: Map3 = sheet === undefined ? [1 / scale, 0, 0, 0, 1 / scale, 0, 0, 0, 1] : ontoQuad(sheet, width, height);
  const isPlain = sheet === undefined && scale === 1;
  const flat = flatten(
    isPlain ? grey : redraw(scale < 0.7 && sheet === undefined ? softened(grey, scale) : grey, onto, width, height),
  );
  const skew = skewOf(shrink(flat, Math.max(1, Math.round(Math.max(width, height) / 1000))));
  if (skew === 0) return { picture: withoutRules(flat), source: onto, skew, isWarped: sheet !== undefined, scale };
  const lean = leaning(skew, width, height);
  return {
    picture: withoutRules(redraw(flat, lean, width, height)),
    source: chained(lean, onto),
    skew,
    isWarped: sheet !== undefined,
    scale,
  };
}

/** Before making a picture much smaller neighbours are mixed, or thin strokes vanish between the places looked at. */
function softened(picture: Grey, scale: number): Grey {
  const reach = Math.max(1, Math.round(0.5 / scale));
  const data = new Uint8Array(picture.data.length);
  for (let y = 0; y < picture.height; y += 1)
    for (let x = 0; x < picture.width; x += 1) {
      let sum = 0;
      let count = 0;
      for (let dy = 0; dy <= reach && y + dy < picture.height; dy += 1)
        for (let dx = 0; dx <= reach && x + dx < picture.width; dx += 1) {
          sum += picture.data[(y + dy) * picture.width + x + dx] ?? 0;
          count += 1;
        }
      data[y * picture.width + x] = sum / count;
    }
  return { ...picture, data };
}

function leaning(degrees: number, width: number, height: number): Map3 {
  const radians = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [x, y] = [width / 2, height / 2];
  return [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y, 0, 0, 1];
}

async function readOnce(reader: Engine, page: Straight): Promise<Read> {
  const { width, height, data } = page.picture;
  const png = await sharp(data, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const both = await reader.read(png, 'both', perPass);
  const latin = both.length === 0 ? [] : await reader.read(png, 'latin', perPass);
  return { page, lines: inReadingOrder(agreed(both, latin)) };
}

type Size = { readonly width: number; readonly height: number };

/**
 * Turns a box on the straight sheet into the box around it on the picture, both in parts. Made apart from the reading, because what it makes is kept with
 * the page: it holds a few numbers and no picture, or a file of many pages would hold all of theirs.
 */
const placer =
  (source: Map3, sheet: Size, picture: Size) =>
  ([left, top, width, height]: Box): Box => {
    const corners = [
      [left, top],
      [left + width, top],
      [left, top + height],
      [left + width, top + height],
    ].map(([x = 0, y = 0]) => move(source, [x * sheet.width, y * sheet.height]));
    const [xs, ys] = [corners.map(([x]) => x / picture.width), corners.map(([, y]) => y / picture.height)];
    const [x, y] = [rounded(Math.min(...xs)), rounded(Math.min(...ys))];
    return [x, y, rounded(rounded(Math.max(...xs)) - x), rounded(rounded(Math.max(...ys)) - y)];
  };

/** What a person should do better in the next photo. Words are judged by the size they had in the picture that was given. */
function quality(
  grey: Grey,
  lines: readonly (readonly SeenWord[])[],
  { scale }: Straight,
): { code: string; message: string }[] {
  const words = lines.flat();
  if (words.length === 0) return [{ code: 'scan.no-text', message: 'No text was found in this picture' }];
  const sure = words.filter(({ confidence }) => confidence >= 0.8).length / words.length;
  const heights = words.map(({ height }) => height / scale).toSorted((one, other) => one - other);
  const bright = grey.data.reduce((sum, value) => sum + value, 0) / grey.data.length;
  const isPoor = sure < 0.6;
  return [
    ...(goodWords(lines) === 0
      ? [{ code: 'scan.no-text', message: 'No text that can be read was found in this picture' }]
      : []),
    ...(isPoor && bright < 80
      ? [{ code: 'scan.too-dark', message: 'The picture is too dark: take it again with more light' }]
      : []),
    ...(isPoor && (heights[Math.floor(heights.length / 2)] ?? 0) < 12
      ? [{ code: 'scan.too-small', message: 'The letters are too small: go closer and take it again' }]
      : []),
    ...(isPoor
      ? [{ code: 'scan.unclear', message: 'Most words could not be read surely: take it again, flat and sharp' }]
      : []),
  ];
}
