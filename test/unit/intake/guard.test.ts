import { expect, test } from 'vitest';
import type { PatientIdentity } from '#src/domain/intake/document.ts';
import { guard, patientInName } from '#src/domain/intake/identity-guard.ts';

const person = (parts: Partial<PatientIdentity> = {}): PatientIdentity => ({
  names: ['CHAN Tai Man'],
  numbers: [],
  ...parts,
});
const hkid = (value: string) => [{ type: 'hkid' as const, value }];

test('the same identity card is the same patient, however the name is spelt', () => {
  const expected = person({ numbers: hkid('A123456(3)') });
  expect(guard(expected, person({ names: ['CHEN Daiwen'], numbers: hkid('a1234563') })).verdict).toBe('match');
});

test('another identity card is another patient, however alike the names', () => {
  expect(guard(person({ numbers: hkid('A123456(3)') }), person({ numbers: hkid('G123456(A)') })).verdict).toBe(
    'mismatch',
  );
});

test('one identity card with two dates of birth is a conflict', () => {
  const expected = person({ numbers: hkid('A123456(3)'), birthDate: '1967-04-01' });
  expect(guard(expected, person({ numbers: hkid('A123456(3)'), birthDate: '1976-04-01' })).verdict).toBe('mismatch');
});

test('a year of birth fits a day in that year', () => {
  expect(guard(person({ birthDate: '1967-04-01' }), person({ birthDate: '1967' })).verdict).toBe('match');
});

test('the same name alone proves nothing; it is asked', () => {
  expect(guard(person({ birthDate: '1967-04-01' }), person()).verdict).toBe('unsure');
});

test('a wholly different name with nothing else is stopped', () => {
  expect(guard(person(), person({ names: ['WONG Siu Ling'] })).verdict).toBe('mismatch');
  expect(guard(person({ chineseName: '陳大文' }), person({ names: [], chineseName: '李小明' })).verdict).toBe(
    'mismatch',
  );
});

test('a name in another romanisation stops nothing by itself', () => {
  expect(
    guard(person({ birthDate: '1967-04-01' }), person({ names: ['CHEN Da Wen'], birthDate: '1967-04-01' })).verdict,
  ).toBe('unsure');
});

test('who is not named is asked for, never guessed', () => {
  expect(guard(person(), undefined).verdict).toBe('none');
  expect(guard(person({ numbers: hkid('A123456(3)') }), { names: [], numbers: [] }).verdict).toBe('none');
});

test('a file name tells of a patient only where it can hardly mean anything else', () => {
  expect(patientInName('A123456(3)_cbc.pdf')?.numbers).toEqual(hkid('A123456(3)'));
  expect(patientInName('CHAN_Tai_Man_ECG.pdf')?.names).toEqual(['CHAN Tai Man']);
  expect(patientInName('MR_small_RLE.dcm')).toBeUndefined();
  expect(patientInName('scan 2026-01-05.pdf')).toBeUndefined();
});
