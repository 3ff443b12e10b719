import { expect, test } from 'vitest';
import { agreed } from '#src/adapters/intake/ocr/agree.ts';
import { mayLackPoint } from '#src/adapters/intake/ocr/lost-points.ts';
import { mended } from '#src/adapters/intake/ocr/mend.ts';
import { heldAgainst, linesOfScan } from '#src/adapters/intake/ocr/scan-findings.ts';
import type { SeenWord } from '#src/adapters/intake/ocr/word.ts';
import { readLaidOut } from '#src/domain/intake/laid-out.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ScannedPage, ScannedWord } from '#src/ports/readers.ts';
import { readingTools } from '#src/start/reading-tools.ts';

const tools = readingTools(new Date('2026-11-23T04:00:00Z'));

/** Two blanks are the gap between two columns. */
const wordsAt = (line: string, middle: number): ScannedWord[] =>
  line.split('  ').flatMap((cell, column) =>
    cell.split(' ').map((text, index): ScannedWord => {
      const box = [0.1 + column * 0.2 + index * 0.05, middle - 0.01, text.length * 0.012, 0.02] as const;
      return { text, box, flat: box, confidence: 0.95 };
    }),
  );
const resultsOf = (...lines: readonly string[]): readonly Finding[] => {
  const scan: ScannedPage = mended(tools.lexicon, {
    lines: lines.map((line, row) => ({ words: wordsAt(line, 0.1 + row * 0.04) })),
    warnings: [],
    aspect: 0.7,
    onPicture: (flat) => flat,
  });
  return readLaidOut(tools, linesOfScan(tools, scan, 1))
    .findings.map((finding) => heldAgainst(tools, finding, scan))
    .filter(({ type }) => type === 'result');
};

test.each([
  ['Albumin', '38', 'Q/L', 'g/L'],
  ['Albumin', '38', '9/L', 'g/L'],
  ['Sodium', '140', 'rnmol/L', 'mmol/L'],
  ['Sodium', '140', 'mm0l/L', 'mmol/L'],
  ['Creatinine', '88', 'pmol/L', 'umol/L'],
])('%s %s %s: the one unit of the test that looks so is meant, and asked about', (name, value, read, unit) => {
  const [found] = resultsOf('Test  Result  Unit', `${name}  ${value}  ${read}`, 'Urea  5.1  mmol/L');
  expect(found).toMatchObject({ value, unit });
  expect(found?.confidence).toBeLessThan(0.8);
});

test('strokes taken for letters in a unit are put right', () => {
  for (const read of ['mmoI/L', 'mmo1/L', 'mmol/1'])
    expect(resultsOf('Test  Result  Unit', `Sodium  140  ${read}`, 'Urea  5.1  mmol/L')[0]).toMatchObject({
      unit: 'mmol/L',
    });
});

test('a unit that is plainly another one is left as it was read', () => {
  const [found] = resultsOf('Test  Result  Unit', 'Creatinine  1.2  ng/mL', 'Urea  5.1  mmol/L');
  expect(found).toMatchObject({ unit: expect.stringMatching(/ng\/ml/iu) });
  expect(found?.confidence).toBeLessThan(0.8);
});

test('a row whose Chinese name was misread is named by its unit where one test alone can be meant, and asked about', () => {
  const [found, ...rest] = resultsOf('項目  單位', '肌醒  85  umol/L');
  expect(found).toMatchObject({ code: '14682-9', value: '85', unit: 'umol/L' });
  expect(found?.confidence).toBeLessThan(0.8);
  expect(rest).toEqual([]);
  // 血鈉 and 血鉀 both: neither.
  for (const each of resultsOf('項目  單位', '血錯  140  mmol/L')) expect(each).not.toHaveProperty('code');
});

const result = (code: string, value: string, unit: string, range?: string): Finding => ({
  type: 'result',
  name: 'x',
  code,
  value,
  unit,
  ...(range === undefined ? {} : { range }),
  status: 'present',
  confidence: 0.9,
  source: {},
});
const medicine = (ingredient: string, dose: string): Finding => ({
  type: 'medication',
  name: ingredient,
  ingredients: [ingredient],
  dose,
  course: 'current',
  status: 'present',
  confidence: 0.9,
  source: {},
});

test.each([
  [result('2823-3', '72', 'mmol/L'), true],
  [result('2823-3', '7.2', 'mmol/L'), false],
  [result('2823-3', '7', 'mmol/L'), false],
  [result('2345-7', '108', 'mg/dL'), false],
  [result('718-7', '135', 'g/L'), false],
  [result('718-7', '135', 'g/dL'), true],
  [result('x', '56', 'U/L', '2.1 - 5.5'), true],
  [result('x', '56', 'U/L', '10 - 40'), false],
  [result('3016-3', '035', 'mIU/L'), true],
  [result('22664-7', '8.2', 'mmol/L', '28-81'), true],
  [result('718-7', '8.2', 'g/dL', '13-17'), false],
  [medicine('bisoprolol', '25 mg'), true],
  [medicine('bisoprolol', '2.5 mg'), false],
  [medicine('bisoprolol', '5 mg'), false],
  [medicine('digoxin', '0125 mg'), true],
  [medicine('digoxin', '125 mcg'), false],
  [medicine('warfarin', '3 mg'), false],
])('%j: a lost point %s', (finding, lacks) => {
  expect(mayLackPoint(finding)).toBe(lacks);
});

const seen = (text: string, left: number, width: number, confidence = 0.9): SeenWord => ({
  text,
  left,
  width,
  top: 0,
  height: 20,
  confidence,
  line: '1',
});

test('a figure broken by a character that is none is taken whole and is not sure', () => {
  const [name, figure, ...rest] = agreed(
    [seen('谷丙轉氨酶', 0, 100), seen('7', 200, 10), seen('了', 209, 4, 0.5), seen('7', 212, 10), seen('U/L', 300, 30)],
    [seen('77', 200, 22), seen('U/L', 300, 30)],
    'line',
  );
  expect(name?.text).toBe('谷丙轉氨酶');
  expect(figure).toMatchObject({ text: '77', confidence: 0.6 });
  expect(rest.map(({ text }) => text)).toEqual(['U/L']);
});

test('one Chinese character keeps a line from being read as Latin, and a longer Latin word is not said twice', () => {
  const line = [
    seen('肌', 0, 20),
    seen('146', 100, 30),
    seen('13.0', 200, 40, 0.3),
    seen('-', 245, 5),
    seen('17.5', 255, 40),
  ];
  const words = agreed(line, [seen('AEF', 0, 40), seen('146', 100, 30), seen('13.0-17.5', 200, 70, 0.95)], 'line');
  expect(words.map(({ text }) => text)).toEqual(['肌', '146', '13.0', '-', '17.5']);
});

test.each([
  ['55', '5.5'],
  ['5.5', '55'],
])('of %s and %s the one with the point is taken, however sure the other, and is asked about', (one, other) => {
  for (const of of ['line', 'page'] as const) {
    const [, word] = agreed([seen('尿素', 0, 40), seen(one, 100, 20, 0.97)], [seen(other, 100, 22, 0.95)], of);
    expect(word).toMatchObject({ text: '5.5', confidence: 0.6 });
  }
  const [latin] = agreed([seen(one, 100, 20, 0.97)], [seen(other, 100, 22, 0.95)]);
  expect(latin).toMatchObject({ text: '5.5', confidence: 0.6 });
});

test('nought before the figures of an HKID is taken for O, whose check character D shares, and is asked about', () => {
  const scan = mended(tools.lexicon, {
    lines: [{ words: wordsAt('HKID: 0228271(3)', 0.1) }],
    warnings: [],
    aspect: 0.7,
    onPicture: (flat) => flat,
  });
  const word = scan.lines[0]?.words.at(-1);
  expect(word?.text).toBe('O228271(3)');
  expect(word?.confidence).toBeLessThan(0.8);
});
