import { expect, test } from 'vitest';
import { besideIndex, byWorth } from '../../../miniapp/viewer/geometry.ts';
import { barsOf } from '../../../miniapp/viewer/recorder.ts';
import { emptyVolume, fill, greysOf, planeAt, whyNoPlanes } from '../../../miniapp/viewer/volume.ts';

const places = (...at: readonly (number | undefined)[]) =>
  at.map((place, index) => ({ file: `f${index}`, frame: 0, ...(place === undefined ? {} : { place }) }));
const stack = (slices = places(0, 2, 4, 6, 8, 10, 12, 14), warnings: string[] = []) => ({
  slices,
  warnings,
  spacing: [0.5, 1] as [number, number],
  columns: 6,
  rows: 4,
});

test('planes are built of even stacks only: uneven, gapped, repeated, placeless and short ones are refused by name', () => {
  expect(whyNoPlanes(stack())).toBeUndefined();
  expect(whyNoPlanes(stack(places(0, 2, 4, 6, 8, 10, 12, 14.05)))).toBeUndefined();
  expect(whyNoPlanes(stack(places(0, 2, 4, 6, 8, 10, 12, 14.4)))).toBe('refused');
  for (const warning of ['images.sheared', 'images.drawn'])
    expect(whyNoPlanes({ ...stack(), warnings: [warning] }), warning).toBe('refused');
  expect(whyNoPlanes(stack(places(0, 2, 4, 4, 6, 8, 10, 12)))).toBe('refused');
  expect(whyNoPlanes(stack(undefined, ['images.gap']))).toBe('refused');
  expect(whyNoPlanes(stack(places(0, 2, 4, 6, undefined, 10, 12, 14)))).toBe('no-places');
  expect(whyNoPlanes(stack(places(0, 2, 4)))).toBe('few');
});

test('a plane across rows or columns holds the very values of the slices, the last slice on top, in true proportions', () => {
  const volume = emptyVolume(stack());
  for (let at = 0; at < 8; at += 1) fill(volume, at, (column, row) => at * 100 + row * 10 + column);
  const coronal = planeAt(volume, { across: 'row', at: 3 });
  expect([coronal.width, coronal.height, coronal.size]).toEqual([6, 8, [6, 16]]);
  expect([...coronal.values.subarray(0, 6)]).toEqual([730, 731, 732, 733, 734, 735]);
  expect([...coronal.values.subarray(42)]).toEqual([30, 31, 32, 33, 34, 35]);
  const sagittal = planeAt(volume, { across: 'column', at: 2 });
  expect([sagittal.width, sagittal.height, sagittal.size]).toEqual([4, 8, [2, 16]]);
  expect([...sagittal.values.subarray(0, 4)]).toEqual([702, 712, 722, 732]);
});

test('a volume too large for a phone is thinned in the slice, never between slices, and keeps its proportions', () => {
  const volume = emptyVolume(stack(), 6 * 4 * 8 * 2 - 1);
  expect([volume.step, volume.columns, volume.rows, volume.depth]).toEqual([2, 3, 2, 8]);
  expect(volume.apart).toEqual([2, 1, 2]);
});

test('a window makes black of what is below it and white of what is above', () => {
  const greys = greysOf(Int16Array.of(-200, 40, 300), { centre: 40, width: 400 });
  expect([greys[0], greys[4], greys[8], greys[3]]).toEqual([0, 128, 255, 255]);
});

test('beside a prior the slice at the same place of the body is shown, or at the same share of the way', () => {
  const series = { slices: places(0, 5, 10, 15, 20), frameOfReference: 'one' };
  const prior = { slices: places(-10, 0, 10, 20, 30, 40), frameOfReference: 'one' };
  expect(besideIndex(series, 2, prior)).toBe(2);
  expect(besideIndex(series, 4, prior)).toBe(3);
  expect(besideIndex(series, 4, { ...prior, frameOfReference: 'two' })).toBe(5);
});

test('slices are worth having by how near they are to the one that is looked at', () => {
  expect(byWorth(6, 2)).toEqual([2, 3, 1, 4, 0, 5]);
});

test('the loudest moment of a voice is seen in its waveform, however long it is', () => {
  const levels = Array.from({ length: 1000 }, (_, at) => (at === 500 ? 0.9 : 0.1));
  const bars = barsOf(levels, 48);
  expect(bars).toHaveLength(48);
  expect(Math.max(...bars)).toBe(0.9);
  expect(barsOf([0.2, 0.4], 48)).toEqual([0.2, 0.4]);
});
