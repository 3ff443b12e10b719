import { expect, test } from 'vitest';
import { readNote } from '#src/domain/reading/read-note.ts';
import { assemble } from '#src/domain/record/assemble.ts';
import { changesBetween } from '#src/domain/record/changes.ts';
import { levelOf, tellAt } from '#src/domain/record/quiet.ts';
import { lastVisit } from '#src/domain/record/since.ts';
import type { RecordSource } from '#src/domain/record/source.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T04:00:00Z`;
const note = (day: number, text: string, kind = 'note'): RecordSource => ({
  reference: `note:${day}`,
  kind,
  at: at(day),
  findings: readNote(theNaming.lexicon, text, { now: new Date(at(day)) }).findings.filter(
    ({ type }) => type !== 'identity',
  ),
  text,
});
const first = note(
  1,
  'Known AF, gout. On warfarin 3 mg daily, amlodipine 5 mg daily. Allergic to penicillin (rash). Potassium 4.1 mmol/L.',
);
const changed = (text: string, kind?: string) => {
  const before = assemble([first], theNaming);
  return changesBetween(before, assemble([first, note(2, text, kind)], theNaming)).map(
    ({ kind: what, how, name, level }) => `${what} ${how} ${name} ${level}`.toLowerCase(),
  );
};

test.each([
  ['Looks well today.', []],
  ['Continue warfarin.', []],
  ['Stop warfarin.', ['medicine stopped warfarin stop']],
  ['Started apixaban 5 mg bd.', ['medicine started apixaban stop']],
  ['Start atorvastatin 20 mg nocte.', ['medicine started atorvastatin soon']],
  ['停用 warfarin。', ['medicine stopped warfarin stop']],
  ['Allergic to cefuroxime (anaphylaxis).', ['allergy added cefuroxime stop']],
  ['Potassium 6.9 mmol/L.', ['result critical potassium stop']],
  ['Potassium 4.3 mmol/L.', []],
  ['Diagnosed with type 2 diabetes.', ['problem added type 2 diabetes routine']],
])('"%s" changes %j', (text, changes) => {
  expect(changed(text)).toEqual(changes);
});

test('a changed dose is told with before and after', () => {
  const before = assemble([first], theNaming);
  const after = assemble([first, note(2, 'Warfarin increased to 5 mg daily.')], theNaming);
  const [change] = changesBetween(before, after);
  expect(change).toMatchObject({ kind: 'medicine', how: 'changed', level: 'stop' });
  expect(change?.before).toContain('3 mg');
  expect(change?.after).toContain('5 mg');
});

test('two equal records differ in nothing, and the order of sources does not matter', () => {
  const one = assemble([first, note(2, 'Stop warfarin.')], theNaming);
  const other = assemble([note(2, 'Stop warfarin.'), first], theNaming);
  expect(changesBetween(one, one)).toEqual([]);
  expect(changesBetween(one, other)).toEqual([]);
});

test('an allergy and its denial both stay in the record', () => {
  const record = assemble([first, note(2, 'NKDA.')], theNaming);
  expect(record.allergies).toMatchObject([{ name: 'penicillin', says: 'present' }]);
  expect(record.allergies[0]?.contradictedBy).toHaveLength(1);
  expect(record.allergiesDenied).toHaveLength(1);
});

test('results of a test are one series in time, with units apart', () => {
  const record = assemble([note(3, 'Potassium 5.9 mmol/L.'), first, note(2, 'Potassium 5.2 mmol/L.')], theNaming);
  const [potassium] = record.series.filter(({ test: which }) => which === 'potassium');
  expect(potassium?.values.map(({ value }) => value)).toEqual(['4.1', '5.2', '5.9']);
});

test('what endangers is told at night; the rest waits for the morning unless it is urgent', () => {
  const night = new Date('2026-11-23T15:30:00Z'); // 23:30 in Hong Kong
  const noon = new Date('2026-11-23T04:00:00Z');
  expect(tellAt(night, 'stop', 'routine')).toBeUndefined();
  expect(tellAt(night, 'soon', 'emergency')).toBeUndefined();
  expect(tellAt(noon, 'routine', 'routine')).toBeUndefined();
  expect(tellAt(night, 'soon', 'routine')?.toISOString()).toBe('2026-11-23T23:00:00.000Z');
  expect(tellAt(new Date('2026-11-23T22:10:00Z'), 'routine', 'advice')?.toISOString()).toBe('2026-11-23T23:00:00.000Z');
  expect(levelOf([{ level: 'routine' }, { level: 'stop' }])).toBe('stop');
});

test('looks close together are one visit', () => {
  const minute = (n: number) => new Date(Date.UTC(2026, 10, 23, 0, n));
  expect(lastVisit([], minute(100))).toBeUndefined();
  expect(lastVisit([minute(95), minute(90)], minute(100))).toBeUndefined();
  expect(lastVisit([minute(10), minute(5), minute(95)], minute(100))).toEqual(minute(10));
});
