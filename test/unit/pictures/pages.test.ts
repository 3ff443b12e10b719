import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { contradicts, heldAgainstTest } from '#src/adapters/intake/ocr/doubts.ts';
import { flatten } from '#src/adapters/intake/ocr/flatten.ts';
import { toGrey } from '#src/adapters/intake/ocr/grey.ts';
import { sheetIn } from '#src/adapters/intake/ocr/page-edges.ts';
import { endScanning } from '#src/adapters/intake/ocr/scan.ts';
import { skewOf } from '#src/adapters/intake/ocr/skew.ts';
import { pictureReaders } from '#src/adapters/intake/pictures/readers.ts';
import { upright } from '#src/adapters/intake/pictures/upright.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { readingTools } from '#src/start/reading-tools.ts';
import { take } from '#test/builders/a-camera.ts';
import { write } from '#test/builders/a-page.ts';
import { draw } from '#test/builders/a-paper.ts';
import { diceFrom } from '#test/builders/pages.ts';

const tools = readingTools(new Date('2026-11-23T04:00:00Z'));
const [reader] = pictureReaders(tools);
const read = (bytes: Uint8Array) => {
  if (reader === undefined) throw new Error('no reader');
  return reader.read({ name: 'x', bytes, kind: 'image' }, usualLimits);
};

afterAll(endScanning);

const lab = (seed: number) => {
  const dice = diceFrom(seed);
  return { dice, ...write('lab', 'en', dice) };
};
const same = (unit = '') => unit.toLowerCase().replace('*', '^');

describe('a page is made ready for reading', () => {
  test('the slant of its lines is found to a fifth of a degree', async () => {
    const { sheet } = lab(11);
    const page = await draw(sheet, 100);
    for (const slant of [-3.2, 0, 4.5]) {
      const turned = await sharp(page.data, {
        raw: { width: page.width, height: page.height, channels: page.channels },
      })
        .flatten({ background: '#fff' })
        .rotate(slant, { background: '#fff' })
        .png()
        .toBuffer();
      expect(Math.abs(skewOf(flatten(toGrey(await upright(turned, usualLimits.pixels)))) - slant)).toBeLessThan(0.21);
    }
  });

  test('the sheet is found in a photo, and none where the page fills the picture', async () => {
    const { sheet, dice } = lab(12);
    const page = await draw(sheet, 60);
    const photo = toGrey(await upright(await take(page, 'phone', dice), usualLimits.pixels));
    const corners = sheetIn(photo) ?? [];
    expect(corners.map(([x, y]) => [x > photo.width / 2, y > photo.height / 2])).toEqual([
      [false, false],
      [true, false],
      [true, true],
      [false, true],
    ]);
    expect(sheetIn(toGrey(page))).toBeUndefined();
  });
});

describe('laboratory reports', () => {
  test.each(['clean', 'skewed', 'phone'] as const)(
    '%s: what is shown as sure is right, and nothing vanishes',
    async (how) => {
      const { sheet, truth, dice } = lab(5);
      const bytes = await take(await draw(sheet, 200), how, dice);
      const { findings, patient } = await read(bytes);
      const results = findings.flatMap((each) => (each.type === 'result' ? [each] : []));
      const isTrue = (each: (typeof results)[number]) =>
        truth.results.some(
          ({ code, value, unit }) => each.code === code && each.value === value && same(each.unit) === same(unit),
        );
      expect(results.filter((each) => each.confidence >= 0.8 && !isTrue(each))).toEqual([]);
      expect(results.filter(isTrue).length).toBeGreaterThanOrEqual(truth.results.length - 1);
      expect(patient).toMatchObject({ birthDate: truth.birthDate, numbers: [{ type: 'hkid', value: truth.hkid }] });
      for (const { source } of results) expect(source.box?.every((part) => part >= 0 && part <= 1)).toBe(true);
    },
  );
});

describe('figures that deny each other are not sure', () => {
  const result = (said: Partial<Finding & { type: 'result' }>): Finding => ({
    type: 'result',
    name: 'potassium',
    code: '2823-3',
    value: '4.1',
    unit: 'mmol/L',
    status: 'present',
    confidence: 0.9,
    source: {},
    ...said,
  });

  test.each([
    [result({ range: '3.5 - 5.1' }), false],
    [result({ range: '3.5-5.1', flag: 'high' }), true],
    [result({ value: '41', range: '3.5-5.1' }), true],
    [result({ value: '6.9', range: '3.5-5.1', flag: 'high' }), false],
    [result({ value: '4l', range: '3.5-5.1' }), true],
  ])('%#', (finding, isDoubtful) => {
    expect(contradicts(finding)).toBe(isDoubtful);
  });

  test('a unit of the same letters is put right; another unit, none, or an unknown test is doubtful', () => {
    const held = (said: Partial<Finding & { type: 'result' }>) => heldAgainstTest(result(said), tools);
    expect(held({ name: 'ALT', code: '1742-6', unit: 'UL' })).toMatchObject({ finding: { unit: 'U/L' }, most: 0.85 });
    expect(held({}).most).toBe(1);
    expect(held({ unit: 'g/L' }).most).toBe(0.6);
    const { code: _code, ...unknown } = result({ name: 'zzz' }) as Finding & { type: 'result' };
    expect(heldAgainstTest(unknown, tools).most).toBe(0.7);
  });

  test('a Chinese name with one character misread is put right where only one test of the unit can be meant, and asked about', () => {
    const held = (name: string, unit: string) => {
      const { code: _code, ...unknown } = result({ name, unit }) as Finding & { type: 'result' };
      return heldAgainstTest(unknown, tools);
    };
    expect(held('肌醉', 'umol/L')).toMatchObject({ finding: { name: 'creatinine' }, most: 0.6 });
    expect(held('血紅蚩白', 'g/dL')).toMatchObject({ finding: { name: 'haemoglobin' }, most: 0.6 });
    // Another unit, and nothing fits: it stays as it was read.
    expect(held('肌醉', 'mmHg')).toMatchObject({ finding: { name: '肌醉' }, most: 0.7 });
  });
});
