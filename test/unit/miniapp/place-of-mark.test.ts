import { expect, test } from 'vitest';
import type { AnnotationShown, ImageSeries } from '#src/contract/images.ts';
import { placeOfMark } from '../../../miniapp/screens/images/place-of-mark.ts';

const series = (id: string, files: readonly string[]): ImageSeries => ({
  id,
  title: '',
  modality: 'CT',
  columns: 1,
  rows: 1,
  slices: files.map((file) => ({ file, frame: 0 })),
  windows: [],
  warnings: [],
});
const mark = (id: string, file: string): AnnotationShown => ({
  id,
  series: 'elsewhere',
  file,
  frame: 0,
  kind: 'pin',
  points: [[1, 1]],
  by: { en: 'Dr A', zhHant: 'A' },
  mine: false,
  at: '2026-11-23T04:00:00.000Z',
  version: 1,
  remarks: [],
});

test('the address of a drawing leads to its slice, whatever its series is called here', () => {
  const images = { series: [series('a', ['1', '2']), series('b', ['3', '4'])], annotations: [mark('m', '4')] };
  expect(placeOfMark(images, '?mark=m')).toEqual({ series: 'b', index: 1 });
});

test('a drawing that was taken away, lies on no slice that is here, or is not named leads nowhere', () => {
  const images = { series: [series('a', ['1'])], annotations: [mark('m', 'gone')] };
  for (const search of ['', '?mark=none', '?mark=m']) expect(placeOfMark(images, search)).toBeUndefined();
});
