import { expect, test } from 'vitest';
import { assemble } from '#src/domain/record/assemble.ts';
import { documentsIn } from '#src/domain/record/documents.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { RecordSource } from '#src/domain/record/source.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const sure = { status: 'present', confidence: 0.97, source: {} } as const;
const warfarin = (more: Partial<Finding> = {}) =>
  ({ type: 'medication', name: 'warfarin', course: 'current', ...sure, ...more }) as Finding;
const source = (kind: string, at: string, findings: readonly Finding[], reference = `${kind}:${at}`): RecordSource => ({
  reference,
  kind,
  institution: 'tmh',
  at,
  findings,
});
const medicine = (...sources: readonly RecordSource[]) => {
  const [one] = assemble(sources, theNaming).medicines;
  return { since: one?.since, noted: one?.noted };
};

test('the day of a letter that only names a medicine is not the day it was begun', () => {
  expect(medicine(source('pdf', '2026-11-20', [warfarin()]))).toEqual({ since: undefined, noted: '2026-11-20' });
});

test('an order, a period and "started" say since when', () => {
  expect(medicine(source('MedicationRequest', '2019-03-01', [warfarin()])).since).toBe('2019-03-01');
  expect(medicine(source('cda', '2026-11-20', [warfarin({ began: '2015-02-01' })])).since).toBe('2015-02-01');
  expect(medicine(source('note', '2026-11-20', [warfarin({ course: 'started' })])).since).toBe('2026-11-20');
});

test('an older letter does not make younger what a source dates', () => {
  const dated = source('cda', '2026-11-20', [warfarin({ began: '2015-02-01' })]);
  expect(medicine(source('pdf', '2024-01-01', [warfarin()]), dated)).toEqual({
    since: '2015-02-01',
    noted: '2024-01-01',
  });
});

test('a problem is since its own day only', () => {
  const problem = (since?: string): Finding => ({
    type: 'problem',
    name: 'Hypertension',
    whose: 'patient',
    ...sure,
    ...(since === undefined ? {} : { since }),
  });
  const of = (since?: string) => assemble([source('note', '2026-11-20', [problem(since)])], theNaming).problems[0];
  expect([of()?.since, of()?.noted]).toEqual([undefined, '2026-11-20']);
  expect(of('1984')?.since).toBe('1984');
});

test('the slices of one study are one document; another study, and a file that is no picture, are others', () => {
  const slice = (file: string, name: string, at: string) =>
    source('dicom', '2026-11-20', [{ type: 'image', name, at, ...sure }], `file:${file}`);
  const slices = Array.from({ length: 60 }, (_one, place) => slice(`s${place}`, 'CT Thorax', '2026-11-19'));
  expect(documentsIn(slices)).toBe(1);
  expect(
    documentsIn([...slices, slice('later', 'CT Thorax', '2026-11-20'), slice('mr', 'MR Brain', '2026-11-19')]),
  ).toBe(3);
  expect(
    documentsIn([...slices, source('dicom', '2026-11-20', [], 'file:rs'), source('pdf', '2026-11-20', [], 'file:p')]),
  ).toBe(3);
});
