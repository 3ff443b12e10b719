import { expect, test } from 'vitest';
import { tooNear } from '#src/domain/access/own-people.ts';
import { categoryOf, redact } from '#src/domain/access/redact.ts';
import { isRestricted, speaksOfRestricted } from '#src/domain/access/restricted.ts';
import { type Category, categories } from '#src/domain/consent/category.ts';
import { id, type UploadId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { aHouse, alvin } from '#test/builders/a-house.ts';
import { aContent } from '#test/builders/a-referral.ts';

const read = { confidence: 1, status: 'present', source: { upload: 'n1' } } as const;
const warfarin: Finding = { ...read, type: 'medication', name: 'warfarin', course: 'current' };
const penicillin: Finding = { ...read, type: 'allergy', name: 'penicillin' };
const angina: Finding = {
  ...read,
  type: 'problem',
  name: 'angina',
  code: 'I20.9',
  whose: 'patient',
  source: { upload: 'n2' },
};
const hiv: Finding = {
  ...read,
  type: 'problem',
  name: 'HIV disease',
  code: 'B24',
  whose: 'patient',
  source: { upload: 'n3' },
};
const ct: Finding = { ...read, type: 'image', name: 'CT thorax', source: { upload: 'n4' } };
const troponin: Finding = { ...read, type: 'result', name: 'troponin T', value: '52', source: { upload: 'n2' } };

const note = (which: string, text: string) => ({ id: which, text, by: 'alvin', at: '2026-11-23T04:00:00Z' });
const file = (which: string, kind: 'pdf' | 'dicom') => ({
  id: id<UploadId>(which),
  kind,
  mime: 'm',
  bytes: 1,
  sha256: 's',
  name: 'f',
  addedAt: '',
  addedBy: 'alvin',
});
const content = aContent({
  findings: [warfarin, penicillin, angina, hiv, ct, troponin],
  allergiesSaid: 'given',
  medicationsSaid: 'given',
  history: 'Seen in 2023 for the same',
  notes: [
    note('n1', 'on warfarin, allergic to penicillin'),
    note('n2', 'angina, troponin T 52'),
    note('n3', 'HIV disease since 2019'),
    note('n4', 'CT thorax attached'),
  ],
  uploads: [file('u1', 'pdf'), file('u2', 'dicom')],
});
const ordinary = categories.filter((one) => one !== 'sensitive');

test('everything granted shows everything', () => {
  expect(redact(content, categories)).toEqual({ content, hidden: [] });
});

test('restricted data is hidden by default, with every text that speaks of it, and is said to be hidden', () => {
  const { content: shown, hidden } = redact(content, ordinary);
  expect(hidden).toEqual(['sensitive']);
  expect(JSON.stringify(shown)).not.toMatch(/hiv/iu);
  expect(shown.findings).toHaveLength(5);
  expect(shown.notes.map(({ id: which }) => which)).toEqual(['n1', 'n2', 'n4']);
});

test('consent for medicines and allergies opens neither imaging nor results nor free text', () => {
  const { content: shown, hidden } = redact(content, ['medicines', 'allergies']);
  expect(hidden).toEqual(['problems', 'results', 'imaging', 'documents', 'sensitive']);
  expect(shown.findings).toEqual([warfarin, penicillin]);
  expect(shown).toMatchObject({ notes: [], uploads: [], allergiesSaid: 'given' });
  expect(shown.reason).toBeUndefined();
  expect(shown.history).toBeUndefined();
  expect(shown.identity).toEqual(content.identity);
});

test('a text that names a hidden part is left out whole, though its own part is shown', () => {
  const without = ordinary.filter((one) => one !== 'medicines');
  const { content: shown } = redact(
    aContent({ ...content, reason: 'Bleeding on Warfarin', notes: content.notes }),
    without,
  );
  expect(JSON.stringify(shown)).not.toMatch(/warfarin/iu);
  expect(shown.medicationsSaid).toBe('not-said');
  expect(shown.notes.map(({ id: which }) => which)).toEqual(['n2', 'n4']);
});

test('no part that was not granted is ever in what is shown, whatever the grant', () => {
  for (let bits = 0; bits < 2 ** categories.length; bits += 1) {
    const granted: readonly Category[] = categories.filter((_one, index) => bits & (1 << index));
    const { content: shown, hidden } = redact(content, granted);
    expect([...granted, ...hidden].sort()).toEqual([...categories].sort());
    for (const finding of shown.findings) expect(granted).toContain(categoryOf(finding));
    const words = JSON.stringify([shown.notes, shown.reason, shown.history, shown.question]);
    for (const finding of content.findings)
      if (!granted.includes(categoryOf(finding) as Category)) expect(words).not.toContain(finding.name);
  }
});

test('HIV, psychiatry, sexual health and abuse are restricted; a depressed ST segment and a hearing aid are not', () => {
  for (const text of [
    'HIV positive',
    'known schizophrenia',
    'major depression 2019',
    'syphilis treated',
    'victim of domestic violence',
    '抑鬱症',
    '愛滋病',
    'attempted suicide',
  ])
    expect(speaksOfRestricted(text), text).toBe(true);
  for (const text of [
    'ST depression V4-V6',
    'bilateral hearing aids',
    'respiratory depression',
    'chest pain on exertion',
    'aspirin aids in prevention',
  ])
    expect(speaksOfRestricted(text), text).toBe(false);
  const problem = (code: string): Finding => ({ ...read, type: 'problem', name: 'x', code, whose: 'patient' });
  for (const code of ['B20', 'Z21', 'F20.0', 'F32.9', 'A53.9', 'T74.1'])
    expect(isRestricted(problem(code)), code).toBe(true);
  for (const code of ['I10', 'F03', 'F05.9', 'F17.2', 'B18.1', 'E11.9'])
    expect(isRestricted(problem(code)), code).toBe(false);
});

test('a medicine is not hidden for what it treats, but for those given for HIV alone', () => {
  const medicine = (name: string, code: string): Finding => ({
    ...read,
    type: 'medication',
    name,
    code,
    course: 'current',
  });
  expect(isRestricted(medicine('sertraline', 'N06AB06'))).toBe(false);
  expect(isRestricted(medicine('entecavir', 'J05AF10'))).toBe(false);
  expect(isRestricted(medicine('dolutegravir', 'J05AJ03'))).toBe(true);
});

test('one’s own record, a named relative’s and a colleague’s are seen; a namesake by surname alone is not', () => {
  const house = aHouse();
  const me = { ...alvin, name: { en: 'Dr Alvin Ho', zhHant: '何俊彥醫生' }, relatives: [{ en: 'HO Mei Ling' }] };
  expect(tooNear(me, { nameEn: 'HO Alvin' }, house)).toBe('own-record');
  expect(tooNear(me, { nameZh: '何俊彥' }, house)).toBe('own-record');
  expect(tooNear(me, { nameEn: 'Ho Mei Ling' }, house)).toBe('family');
  const colleague = {
    ...house,
    people: [
      ...house.people,
      { ...alvin, id: id<typeof alvin.id>('wu'), name: { en: 'Dr Wu Ka Yan', zhHant: '胡嘉欣醫生' } },
    ],
  };
  expect(tooNear(me, { nameEn: 'WU Ka Yan' }, colleague)).toBe('colleague');
  expect(tooNear(me, { nameEn: 'HO Siu Ming' }, house)).toBeUndefined();
  expect(tooNear(me, {}, house)).toBeUndefined();
});
