import { expect, test } from 'vitest';
import type { Grey } from '#src/adapters/intake/ocr/grey.ts';
import { withoutRules } from '#src/adapters/intake/ocr/without-rules.ts';

const [width, height] = [400, 300];
type Box = readonly [left: number, top: number, width: number, height: number];
const aPicture = (boxes: readonly Box[], lean = 0): Grey => {
  const data = new Uint8Array(width * height).fill(255);
  for (const [left, top, wide, high] of boxes)
    for (let y = top; y < top + high; y += 1)
      for (let x = left; x < left + wide; x += 1) {
        const [sx, sy] = high > wide ? [x + Math.round(lean * (y - top)), y] : [x, y + Math.round(lean * (x - left))];
        data[sy * width + sx] = 40;
      }
  return { width, height, data };
};
const inkOf = ({ data }: Grey): number => data.filter((each) => each < 236).length;

const letters: readonly Box[] = [
  [60, 50, 4, 25],
  [64, 50, 12, 4],
  [120, 50, 12, 25],
  [200, 50, 4, 60],
];

test('the rules of a table are gone, upright and level, straight or leaning a little; letters stay', () => {
  const rules: readonly Box[] = [
    [20, 20, 360, 3],
    [20, 260, 360, 2],
    [30, 22, 2, 240],
    [370, 22, 3, 240],
  ];
  const left = withoutRules(aPicture([...rules, ...letters]));
  expect(Buffer.compare(left.data, aPicture(letters).data)).toBe(0);
  for (const lean of [0.01, -0.01]) expect(inkOf(withoutRules(aPicture(rules, lean)))).toBe(0);
});

test('a picture without rules is left as it is; a bar, a large block and a short stroke are no rules', () => {
  for (const boxes of [
    letters,
    [[20, 20, 300, 20] as const],
    [[20, 20, 200, 200] as const],
    [[20, 20, 60, 3] as const],
  ]) {
    const picture = aPicture(boxes);
    expect(Buffer.compare(withoutRules(picture).data, picture.data)).toBe(0);
  }
});

test('a letter that stands on a rule keeps its strokes', () => {
  const stroke: Box = [100, 60, 5, 30];
  const left = withoutRules(aPicture([stroke, [20, 90, 360, 3]]));
  expect(inkOf(left)).toBeGreaterThanOrEqual(5 * 30);
  expect(left.data[75 * width + 102]).toBe(40);
  expect(left.data[91 * width + 300]).toBe(255);
});

test('a rule drawn grey at its sides, as a photo shows it, goes whole', () => {
  const data = new Uint8Array(width * height).fill(250);
  for (let y = 20; y < 280; y += 1)
    for (const [x, value] of [
      [49, 215],
      [50, 90],
      [51, 100],
      [52, 220],
    ] as const)
      data[y * width + x] = value;
  expect(inkOf(withoutRules({ width, height, data }))).toBe(0);
});
