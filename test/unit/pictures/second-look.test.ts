import { afterAll, expect, test, vi } from 'vitest';
import { bandAt, bandsIn, inkByRow } from '#src/adapters/intake/ocr/rows-of-ink.ts';
import { endScanning } from '#src/adapters/intake/ocr/scan.ts';
import { heldAgainst, linesOfScan } from '#src/adapters/intake/ocr/scan-findings.ts';
import { lookedAgain, secondLooks } from '#src/adapters/intake/ocr/second-look.ts';
import { pictureReaders } from '#src/adapters/intake/pictures/readers.ts';
import { readLaidOut } from '#src/domain/intake/laid-out.ts';
import { type ScannedPage, type ScannedWord, usualLimits } from '#src/ports/readers.ts';
import { readingTools } from '#src/start/reading-tools.ts';
import { take } from '#test/builders/a-camera.ts';
import { type Kind, type Tongue, write } from '#test/builders/a-page.ts';
import { draw } from '#test/builders/a-paper.ts';
import { diceFrom } from '#test/builders/pages.ts';

const tools = readingTools(new Date('2026-11-23T04:00:00Z'));
afterAll(endScanning);
const patient = { rows: 24, isOver: () => false };

/** Two blanks are the gap between two columns, which are a fifth of the page wide. */
const wordsAt = (line: string, middle: number, confidence = 0.95): ScannedWord[] =>
  line.split('  ').flatMap((cell, column) => cellAt(cell, 0.1 + column * 0.2, middle, confidence));
const cellAt = (cell: string, from: number, middle: number, confidence: number): ScannedWord[] => {
  let left = from;
  return cell.split(' ').map((text) => {
    const wide = text.length * 0.02;
    const box = [left, middle - 0.01, wide, 0.02] as const;
    left += wide + 0.01;
    return { text, box, flat: box, confidence };
  });
};
const rowAt = (index: number): number => 0.1 + index * 0.04;
const aScan = (lines: readonly string[], second: Readonly<Record<number, string>>) => {
  const again = vi.fn((middle: number) => {
    const row = lines.findIndex((_line, index) => Math.abs(rowAt(index) - middle) < 0.005);
    const said = second[row];
    if (said === 'throws') return Promise.reject(new Error('the engine fell'));
    return Promise.resolve(wordsAt(said ?? lines[row] ?? '', rowAt(row)));
  });
  const scan: ScannedPage = {
    lines: lines.map((line, row) => ({ words: wordsAt(line, rowAt(row)) })),
    warnings: [],
    aspect: 0.7,
    onPicture: (flat) => flat,
    again,
  };
  return { scan, again };
};
const findingsOf = (scan: ScannedPage) =>
  readLaidOut(tools, linesOfScan(tools, scan, 1)).findings.map((finding) => heldAgainst(tools, finding, scan));

test('a row that says nothing though a dose stands in it is read again; what comes of it is asked about', async () => {
  const { scan, again } = aScan(['Current medications:', '2. 地平 5 mg', '3. Warfarin 3 mg daily'], {
    1: '2. 氨氯地平 5 mg 每日一次',
  });
  const found = findingsOf(await lookedAgain(tools, scan, patient)).filter(({ type }) => type === 'medication');
  expect(found).toMatchObject([
    { ingredients: ['amlodipine'], dose: '5 mg', frequency: 'once daily' },
    { ingredients: ['warfarin'], dose: '3 mg', frequency: 'once daily' },
  ]);
  const [second, first] = found;
  expect(second?.confidence).toBeLessThan(0.8);
  // Nothing was missing in this row: it was not looked at again and is as sure as it was.
  expect(first?.confidence).toBeGreaterThanOrEqual(0.8);
  expect(again.mock.calls.every(([middle]) => Math.abs(middle - rowAt(1)) < 0.005)).toBe(true);
});

test('a second look that says less, says nothing or falls leaves the first as it was', async () => {
  for (const second of ['2. Amlo 5', '', 'throws']) {
    const { scan } = aScan(['Current medications:', '2. Amlodipine 5 mg'], { 1: second });
    const page = await lookedAgain(tools, scan, patient);
    expect(page.lines).toEqual(scan.lines);
  }
});

test('a lost decimal point is found again where the figures deny each other', async () => {
  const { scan } = aScan(['Test  Result  Unit  Reference', 'Urea  55  mmol/L  2.8-8.1'], {
    1: 'Urea  5.5  mmol/L  2.8-8.1',
  });
  const [urea] = findingsOf(await lookedAgain(tools, scan, patient)).filter(({ type }) => type === 'result');
  expect(urea).toMatchObject({ value: '5.5', unit: 'mmol/L' });
  expect(urea?.confidence).toBeLessThan(0.8);
});

test('a point lost beside a flag or in a dose is asked about, and found again', async () => {
  const { scan } = aScan(
    ['Test  Result  Unit  Reference', 'Potassium  72 H  mmol/L  3.5-5.1', '1. Bisoprolol 25 mg daily'],
    {
      1: 'Potassium  7.2 H  mmol/L  3.5-5.1',
    },
  );
  const [potassium, bisoprolol] = findingsOf(await lookedAgain(tools, scan, patient)).filter(
    ({ type }) => type === 'result' || type === 'medication',
  );
  expect(potassium).toMatchObject({ value: '7.2', flag: 'high' });
  expect(bisoprolol).toMatchObject({ dose: '25 mg' });
  for (const each of [potassium, bisoprolol]) expect(each?.confidence).toBeLessThan(0.8);
});

test('where the second look lost a word, nothing of its row is sure', async () => {
  const { scan } = aScan(['History:', 'No diabetes, 地平 5 mg'], { 1: 'diabetes, 氨氯地平 5 mg daily' });
  const found = findingsOf(await lookedAgain(tools, scan, patient));
  expect(found).toMatchObject([
    { type: 'problem', status: 'present' },
    { type: 'medication', ingredients: ['amlodipine'] },
  ]);
  for (const { confidence } of found) expect(confidence).toBeLessThan(0.8);
});

test('no more rows are looked at again than allowed, and none once the time is over', async () => {
  const lines = Array.from({ length: 20 }, (_each, index) => `${index + 1}. 地平 5 mg`);
  const { scan, again } = aScan(lines, {});
  await lookedAgain(tools, scan, { ...patient, rows: 7 });
  expect(again).toHaveBeenCalledTimes(7);
  const late = await lookedAgain(tools, scan, { ...patient, isOver: () => true });
  expect(again).toHaveBeenCalledTimes(7);
  expect(late.lines).toEqual(scan.lines);
});

test('the pages of a file share the time of their second looks, and keep no way back to their pictures', async () => {
  let clock = 0;
  const lines = Array.from({ length: 20 }, (_each, index) => `${index + 1}. 地平 5 mg`);
  const look = secondLooks(3, () => clock);
  const counts: number[] = [];
  for (let page = 0; page < 5; page += 1) {
    const { scan, again } = aScan(lines, {});
    const slow = vi.fn((...place: Parameters<typeof again>) => {
      clock += 2_000;
      return again(...place);
    });
    const told = await look(tools, { ...scan, again: slow, unread: [[0.1, 0.95, 0.5, 0.02]] });
    counts.push(slow.mock.calls.length);
    expect(told).not.toHaveProperty('again');
    expect(told).not.toHaveProperty('unread');
  }
  expect(counts).toEqual([5, 5, 3, 0, 0]);
});

test('rows of ink: one between blanks is found from any place in it; rules, dust and large pictures are none', () => {
  const [width, height] = [200, 300];
  const data = new Uint8Array(width * height).fill(255);
  const ink = (top: number, bottom: number, share: number) => {
    for (let y = top; y < bottom; y += 1) for (let x = 0; x < width * share; x += 1) data[y * width + x] = 0;
  };
  ink(20, 40, 0.3);
  ink(60, 62, 0.95);
  ink(80, 100, 0.3);
  ink(130, 131, 0.01);
  ink(150, 290, 0.4);
  const rows = inkByRow({ width, height, data }, 0, width);
  for (const middle of [24, 30, 39, 44]) expect(bandAt(rows, middle, 20)).toEqual({ top: 20, bottom: 40 });
  expect(bandsIn(rows, 20, width)).toEqual([
    { top: 20, bottom: 40 },
    { top: 80, bottom: 100 },
  ]);
});

/** Pages on which the reading of the whole page loses a character, a row, or takes Chinese for Latin letters. */
test.each([['lab', 'mixed', 7056]] as const)(
  '%s, %s: nothing is lost, and what is sure is right',
  async (kind: Kind, tongue: Tongue, seed: number) => {
    const dice = diceFrom(seed);
    const { sheet, truth } = write(kind, tongue, dice);
    const bytes = new Uint8Array(await take(await draw(sheet, 200), 'clean', dice));
    const [reader] = pictureReaders(tools);
    const findings = (await reader?.read({ name: 'x', bytes, kind: 'image' }, usualLimits))?.findings ?? [];
    const unit = (each = '') => each.toLowerCase().replace('*', '^');
    const told = findings.flatMap((each) =>
      each.type === 'medication'
        ? [{ key: `${each.ingredients?.join()} ${each.dose} ${each.frequency}`, confidence: each.confidence }]
        : each.type === 'result'
          ? [{ key: `${each.code} ${each.value} ${unit(each.unit)}`, confidence: each.confidence }]
          : [],
    );
    const wanted = [
      ...truth.medications.map(({ ingredient, dose, frequency }) => `${ingredient} ${dose} ${frequency}`),
      ...truth.results.map((each) => `${each.code} ${each.value} ${unit(each.unit)}`),
    ];
    const keys = told.map(({ key }) => key);
    // A laboratory report names no medicine, a letter no result.
    for (const key of wanted.slice(0, kind === 'lab' ? undefined : truth.medications.length))
      expect(keys).toContain(key);
    expect(told.filter(({ key, confidence }) => confidence >= 0.8 && !wanted.includes(key))).toEqual([]);
  },
);
