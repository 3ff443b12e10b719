import sharp from 'sharp';
import { agreed } from './agree.ts';
import type { Engine } from './engine.ts';
import type { Grey } from './grey.ts';
import { type Band, bandAt, bandsIn, inkByRow } from './rows-of-ink.ts';
import type { SeenWord } from './word.ts';

/** One row takes about 0.1 s; an engine that needs more than this is ended, and the next row starts another. */
const perRow = 4_000;
const margin = 12;

export type Rows = {
  /** Rows of ink in which no word was seen, as boxes in pixels: left, top, width, height. */
  readonly unread: readonly (readonly [number, number, number, number])[];
  /** The row at this height read by itself, its letters drawn about `letter` pixels high. Each word is as high as the row. */
  readonly read: (middle: number, letter: number) => Promise<readonly SeenWord[]>;
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

/**
 * The rows of a straight page, to be read one at a time. Where the engine divides a whole page into lines by itself it loses letters, above all single Chinese
 * ones, and small points; cut out, as one line and at the size it was taught, it finds most of them.
 */
export function rowsOf(picture: Grey, words: readonly SeenWord[], engine: Engine): Rows {
  const usual = median(words.filter(({ text }) => /[\p{L}\p{N}]/u.test(text)).map(({ height }) => height));
  const left = Math.max(0, Math.min(...words.map((word) => word.left)) - usual * 3);
  const right = Math.min(picture.width, Math.max(...words.map((word) => word.left + word.width)) + usual * 3);
  const ink = usual === 0 ? new Uint32Array() : inkByRow(picture, left, right);
  const unread = bandsIn(ink, usual, right - left).filter(
    ({ top, bottom }) => !words.some((word) => isIn({ top, bottom }, word)),
  );
  return {
    unread: words.length < 4 ? [] : unread.map(({ top, bottom }) => [left, top, right - left, bottom - top] as const),
    read: async (middle, letter) => {
      const band = bandAt(ink, Math.round(middle), usual);
      const height = band.bottom - band.top;
      if (usual === 0 || height < 4 || right - left < 8) return [];
      const zoom = Math.min(3, Math.max(0.5, letter / Math.min(height, usual * 1.5)));
      const { png, from } = await cutOut(picture, band, left, right, zoom);
      const both = await engine.read(png, 'both', perRow, 'line');
      const isLatinToo = both.some(({ text }) => /[a-z\d]/iu.test(text));
      const seen = isLatinToo ? agreed(both, await engine.read(png, 'latin', perRow, 'line'), 'line') : both;
      return seen.map((word) => ({
        ...word,
        left: from + (word.left - margin) / zoom,
        width: word.width / zoom,
        top: band.top,
        height,
      }));
    },
  };
}

const isIn = ({ top, bottom }: Band, word: SeenWord): boolean => {
  const middle = word.top + word.height / 2;
  return (middle > top && middle < bottom) || (word.top < top + 2 && word.top + word.height > bottom - 2);
};

async function cutOut(picture: Grey, { top, bottom }: Band, left: number, right: number, zoom: number) {
  const rim = Math.round((bottom - top) * 0.25);
  const [from, to] = [Math.floor(left), Math.min(picture.width, Math.ceil(right))];
  const [above, below] = [Math.max(0, top - rim), Math.min(picture.height, bottom + rim)];
  const png = await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 1 } })
    .extract({ left: from, top: above, width: to - from, height: below - above })
    .resize({ width: Math.max(8, Math.round((to - from) * zoom)), kernel: 'cubic' })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#fff' })
    .png({ compressionLevel: 1 })
    .toBuffer();
  return { png, from };
}
