import type { Grey } from './grey.ts';

const most = 12;

/**
 * By how many degrees the lines of a page lean, from the sharpness of their projection: ink is summed along slanted lines, and the slant
 * with the most contrast between lines and gaps wins. Ink is shared between two neighbouring bins, or nought would always win.
 */
export function skewOf(picture: Grey): number {
  const ink = inkOf(picture);
  if (ink.length < 300) return 0;
  const score = (degrees: number) => contrast(ink, picture, degrees);
  const rough = best(-most, most, 0.5, score);
  const fine = best(rough - 0.5, rough + 0.5, 0.1, score);
  // A page must lean visibly better than it stands, or it stands.
  return score(fine) > score(0) * 1.02 ? fine : 0;
}

function best(from: number, to: number, step: number, score: (degrees: number) => number): number {
  let winner = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
    const value = score(degrees);
    if (value > highest) [winner, highest] = [degrees, value];
  }
  return winner;
}

type Ink = { readonly length: number; readonly xs: Float32Array; readonly ys: Float32Array };

/** Dark places, thinned so that a page of any size takes the same time. */
function inkOf({ width, height, data }: Grey): Ink {
  const all: number[] = [];
  for (let at = 0; at < data.length; at += 1) if ((data[at] ?? 255) < 140) all.push(at);
  const step = Math.max(1, Math.floor(all.length / 40_000));
  const kept = all.filter((_each, index) => index % step === 0);
  // More than half of it dark is no page.
  if (all.length > (width * height) / 2) return { length: 0, xs: new Float32Array(), ys: new Float32Array() };
  return {
    length: kept.length,
    xs: Float32Array.from(kept, (at) => (at % width) - width / 2),
    ys: Float32Array.from(kept, (at) => Math.floor(at / width) - height / 2),
  };
}

function contrast({ length, xs, ys }: Ink, { width, height }: Grey, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const offset = height / 2 + Math.abs(slope) * (width / 2) + 2;
  const bins = new Float32Array(Math.ceil(offset * 2) + 2);
  for (let index = 0; index < length; index += 1) {
    const place = (ys[index] ?? 0) - slope * (xs[index] ?? 0) + offset;
    const low = Math.floor(place);
    const share = place - low;
    bins[low] = (bins[low] ?? 0) + 1 - share;
    bins[low + 1] = (bins[low + 1] ?? 0) + share;
  }
  let sum = 0;
  for (let index = 1; index < bins.length; index += 1) sum += ((bins[index] ?? 0) - (bins[index - 1] ?? 0)) ** 2;
  return sum;
}
