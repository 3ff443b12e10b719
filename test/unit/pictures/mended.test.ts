import { expect, test } from 'vitest';
import { mended } from '#src/adapters/intake/ocr/mend.ts';
import { heldAgainst, linesOfScan } from '#src/adapters/intake/ocr/scan-findings.ts';
import { readLaidOut } from '#src/domain/intake/laid-out.ts';
import type { ScannedPage } from '#src/ports/readers.ts';
import { readingTools } from '#src/start/reading-tools.ts';

const tools = readingTools(new Date('2026-11-23T04:00:00Z'));

/** A page of these lines as the engine gives it: every word seen surely, at its place. */
const aScan = (...lines: readonly string[]): ScannedPage => ({
  lines: lines.map((line, row) => {
    let left = 0.1;
    const words = line.split(' ').map((text) => {
      const wide = text.length * 0.02;
      const box = [left, 0.1 + row * 0.04, wide, 0.02] as const;
      left += wide + 0.01;
      return { text, box, flat: box, confidence: 0.95 };
    });
    return { words };
  }),
  warnings: [],
  aspect: 0.7,
  onPicture: (flat) => flat,
});

const medicineOn = (line: string) => {
  const scan = mended(tools.lexicon, aScan('現時藥物：', line));
  return readLaidOut(tools, linesOfScan(tools, scan, 1))
    .findings.filter(({ type }) => type === 'medication')
    .map((finding) => heldAgainst(tools, finding, scan));
};

test('a medicine whose every letter was seen is sure', () => {
  const [found] = medicineOn('氨氯地平 5 mg 每日兩次');
  expect(found).toMatchObject({ ingredients: ['amlodipine'], dose: '5 mg', frequency: 'twice daily' });
  expect(found?.confidence).toBeGreaterThanOrEqual(0.8);
});

test('a medicine of which a letter was put right is asked about, however sure its figures are', () => {
  const [found] = medicineOn('氨氮地平 5 mg 每日兩次');
  expect(found).toMatchObject({ ingredients: ['amlodipine'], dose: '5 mg' });
  expect(found?.confidence).toBeLessThan(0.8);
});

test('a line that ends with "each day" may have lost how many times, and is asked about', () => {
  const [found] = medicineOn('氨氯地平 5 mg 每日');
  expect(found).toMatchObject({ ingredients: ['amlodipine'], dose: '5 mg' });
  expect(found?.confidence).toBeLessThan(0.8);
});
