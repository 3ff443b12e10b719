import { aCtSlice } from '#test/builders/a-ct-slice.ts';

export const seriesOf = (count: number): string => `1.2.826.0.1.3680043.9.${count}`;

/** Slice `index` of a series of `count`, 512 by 512, as a file: with noise, so that it squeezes no better than a real one. */
export const noisySlice = (index: number, count: number): Buffer =>
  Buffer.from(noisy(aCtSlice({ size: 512, index, series: seriesOf(count) })));

/** Quantum noise of a scanner, some ±15 Hounsfield units, in the last half megabyte of the file: its pixels. */
function noisy(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let state = 20_261_123;
  for (let at = bytes.length - 512 * 512 * 2; at < bytes.length; at += 2) {
    let sum = 0;
    for (let throws = 0; throws < 3; throws += 1) {
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
      sum += state / 2 ** 32 - 0.5;
    }
    view.setInt16(at, view.getInt16(at, true) + Math.round(sum * 30), true);
  }
  return bytes;
}
