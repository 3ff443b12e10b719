import { expect, test } from 'vitest';
import { readNote } from '#src/domain/reading/read-note.ts';
import { readingPipeline, readingTools } from '#src/start/reading-tools.ts';
import { measure } from '#test/accuracy/measure.ts';
import { precisionOf, recallOf } from '#test/accuracy/score.ts';
import { wordedCases } from '#test/accuracy/worded.ts';

/** A fixed slice of `npm run accuracy`, held to its bars. */
test('letters, tables, sheets and messages: nothing missed, nothing wrong shown as sure, strangers stopped', async () => {
  const [words] = await measure(readingPipeline(), wordedCases(1, 96));
  if (words === undefined) throw new Error('nothing was measured');
  expect(words.complaints).toEqual([]);
  for (const field of ['allergies', 'medicines'] as const) {
    expect(recallOf(words.fields[field])).toBeGreaterThanOrEqual(0.97);
    expect(precisionOf(words.fields[field])).toBeGreaterThanOrEqual(0.99);
  }
  expect(recallOf(words.fields.results)).toBeGreaterThanOrEqual(0.98);
  expect(words.planted).toBeGreaterThan(50);
  expect(words.stopped).toBe(words.planted);
  expect(words.falseStops).toBe(0);
}, 120_000);

const tools = readingTools(new Date('2026-11-23T04:00:00Z'));
const said = (note: string): string[] =>
  readNote(tools.lexicon, note, { now: tools.now }).findings.map((each) => {
    const parts =
      each.type === 'medication'
        ? [each.dose, each.frequency, each.course]
        : each.type === 'result' || each.type === 'vital'
          ? [each.value, each.unit]
          : [];
    return [each.type, each.name, each.status, ...parts].filter((part) => part !== undefined).join(' ');
  });

test.each([
  ['SpO2 98% RA', 'problem Rheumatoid arthritis'],
  ['HKID K936853(1)', 'result potassium'],
  ['T 98.6 F, Wt 210 lb', 'identity sex'],
  ['糖化血紅素 8.1%', 'result haemoglobin'],
  ['Follow up: SOPD Cardiac 8/52', 'identity name-en'],
  ['Drug allergy: Amoxicillin - Rash (Certain); Aspirin - Angioedema', 'medication Aspirin'],
])('%s says no %s', (note, never) => {
  expect(said(note).filter((each) => each.startsWith(never))).toEqual([]);
});

test.each([
  ['Wt 210 lb', 'vital body weight present 210 [lb_av]'],
  ['Temp 98.6 F', 'vital body temperature present 98.6 [degF]'],
  ['urine sodium 20 mmol/L', 'result urine sodium present 20 mmol/L'],
  ['Losartan potassium 50 mg tablet, 1 tab PO BID', 'medication Losartan present 50 mg, 1 tablet twice daily current'],
  [
    'Albuterol HFA 90 mcg 2 puffs q4h PRN',
    'medication Albuterol present 90 mcg, 2 puffs every 4 hours, when needed current',
  ],
  ['Discontinued medications:\n- simvastatin 20 mg', 'medication simvastatin present 20 mg stopped'],
  ['阿哌沙班已停用', 'medication 阿哌沙班 present stopped'],
  ['Adverse drug reaction: ACE inhibitor - cough', 'allergy ACE inhibitor present'],
  ['出生日期：一九六一年五月三日', 'identity birth-date present'],
])('%s says %s', (note, line) => {
  expect(said(note)).toContain(line);
});

const starts = [
  'Sodium ',
  'aspirin ',
  'allergic to ',
  'Allergies: ',
  'Name: ',
  'DOB: ',
  'BP ',
  'Medications:\n',
  '藥物過敏：',
  '',
];
const again = [
  ...Array.from({ length: 95 }, (_each, at) => String.fromCharCode(32 + at)),
  '\n',
  '：',
  '，',
  '過敏',
  ' and ',
  '5 mg ',
  'no ',
];

test('no repetition holds a reader up: each would take for ever if a rule went back over it', () => {
  for (const start of starts)
    for (const each of again)
      expect(readNote(tools.lexicon, `${start}${each.repeat(120)}!`, { now: tools.now }).findings).toBeInstanceOf(
        Array,
      );
}, 120_000);
