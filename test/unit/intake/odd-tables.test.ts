import { describe, expect, test } from 'vitest';
import { makeCoder } from '#src/domain/intake/coder.ts';
import { isHeading, readLaidOut } from '#src/domain/intake/laid-out.ts';
import { asLines, type SeenLine } from '#src/domain/intake/page-lines.ts';
import { readTables } from '#src/domain/intake/tables.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const tools = {
  lexicon: theNaming.lexicon,
  coder: makeCoder(theNaming.lexicon),
  now: new Date('2026-11-23T04:00:00Z'),
};
const read = (...rows: string[]) =>
  readTables(
    tools,
    rows.map((row, at) => row.split('|').map((text, column) => ({ text, place: { cell: `${column}${at}` } }))),
  ).findings;

describe('tables of another make', () => {
  test('a comma may divide the decimals', () => {
    expect(read('Test|Result|Unit|Reference', 'Potassium|5,9|mmol/L|3,5-5,1', 'Platelets|26,000|/uL|')).toMatchObject([
      { name: 'Potassium', value: '5.9', range: '3.5-5.1' },
      { name: 'Platelets', value: '26,000' },
    ]);
  });

  test('what a remark says was stopped is not taken any more; a warning not to stop says nothing of it', () => {
    expect(
      read(
        'Medication|Dose|Frequency|Remarks',
        'Warfarin|3 mg|daily|已停 2026-10-02',
        'Aspirin|80 mg|daily|Stopped on 2/10/2026 (bleeding)',
        'Bisoprolol|2.5 mg|daily|Do not stop without asking',
        'Digoxin|62.5 mcg|daily|',
      ),
    ).toMatchObject([{ course: 'stopped' }, { course: 'stopped' }, { course: 'current' }, { course: 'current' }]);
  });

  test('the limits may stand in two columns, and the mark before the value', () => {
    expect(read('Analyte|Flag|Value|Units|Low|High', 'Potassium|H|5.9|mmol/L|3.5|5.1')).toMatchObject([
      { name: 'Potassium', value: '5.9', flag: 'high', range: '3.5-5.1' },
    ]);
  });

  test('a titre is told whole', () => {
    expect(read('Test|Result|Unit', 'ANA|1:160|')).toMatchObject([{ value: '1:160' }]);
  });

  test('a name may go on in the next line', () => {
    expect(read('Test|Result|Unit|Range', 'Alanine|88|U/L|< 41', 'aminotransferase|||')).toMatchObject([
      { name: 'Alanine aminotransferase', code: '1742-6', value: '88' },
    ]);
  });

  test('what a form prints around its table is no sure result', () => {
    const found = read(
      'Test|Result|Units|Reference',
      'Potassium|5.9|mmol/L|3.5-5.1',
      'Specimen Number|Patient ID|Account Number|Phone',
      '08/31/26 18:29|FINAL REPORT||',
      '----------|----------|----------|',
      'Example Laboratories Town|27215||',
      'Centre|Dots|Limited form of a rare illness|',
    );
    expect(found.filter(({ confidence }) => confidence >= 0.8)).toMatchObject([{ name: 'Potassium' }]);
  });
});

test('lists side by side are read one under the other', () => {
  const line = (top: number, ...texts: string[]): SeenLine => ({
    top,
    bottom: top + 0.01,
    segments: texts.map((text, at) => ({ text, left: 0.1 + at * 0.4, right: 0.3 + at * 0.4, top, bottom: top + 0.01 })),
  });
  const lines = asLines(
    1,
    [
      line(0.1, 'Allergies:', 'Medications:'),
      line(0.12, 'Penicillin - rash', 'Amlodipine 5 mg daily'),
      line(0.14, 'Codeine', 'Metformin 500 mg BD'),
    ],
    (texts) => isHeading(tools, texts),
  );
  const found = readLaidOut(tools, lines).findings.map(({ type, name }) => `${type} ${name}`);
  expect(found).toEqual(['allergy Penicillin', 'allergy Codeine', 'medication Amlodipine', 'medication Metformin']);
});
