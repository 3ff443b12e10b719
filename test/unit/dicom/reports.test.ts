import { expect, test } from 'vitest';
import { dicomReaders } from '#src/adapters/intake/dicom/readers.ts';
import { readNote } from '#src/domain/reading/read-note.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aDicomFile, type Elements } from '#test/builders/a-dicom.ts';
import { noon } from '#test/builders/a-referral.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const code = (value: string, scheme: string, meaning: string): Elements => ({
  '00080100': ['SH', value],
  '00080102': ['SH', scheme],
  '00080104': ['LO', meaning],
});
const item = (type: string, name: Elements, more: Elements, relation = 'CONTAINS'): Elements => ({
  '0040a010': ['CS', relation],
  '0040a040': ['CS', type],
  '0040a043': ['SQ', [name]],
  ...more,
});
const finding = code('121071', 'DCM', 'Finding');
const said = (meaning: string, children: readonly Elements[] = [], name = finding): Elements =>
  item('CODE', name, {
    '0040a168': ['SQ', [code('1', '99TEST', meaning)]],
    ...(children.length === 0 ? {} : { '0040a730': ['SQ', children] }),
  });
const group = (children: readonly Elements[]): Elements =>
  item('CONTAINER', code('125007', 'DCM', 'Measurement Group'), { '0040a730': ['SQ', children] });

async function problemsOf(children: readonly Elements[]) {
  const [reader] = dicomReaders();
  const file = aDicomFile({
    '00080060': ['CS', 'SR'],
    '0040a040': ['CS', 'CONTAINER'],
    '0040a043': ['SQ', [code('126000', 'DCM', 'Imaging Measurement Report')]],
    '0040a730': ['SQ', children],
  });
  const reading = await reader?.read({ name: 'x', bytes: file, kind: 'dicom' }, usualLimits);
  return reading?.findings.filter(({ type }) => type === 'problem').map(({ name, status }) => [name, status]);
}

test('what is measured is a problem only where it is a lesion', async () => {
  expect(await problemsOf([group([said('Left ventricle')]), group([said('Pulmonary nodule')])])).toEqual([
    ['Pulmonary nodule', 'present'],
  ]);
  expect(await problemsOf([said('Left ventricular failure')])).toEqual([['Left ventricular failure', 'present']]);
});

test('a finding whose presence is denied or not known is not shown as there', async () => {
  const presence = (words: string) => said(words, [], code('705057003', 'SCT', 'Presence'));
  expect(
    await problemsOf([
      said('Pneumothorax', [presence('Absent')]),
      said('Pleural effusion', [presence('Undetermined')]),
      said('Consolidation', [presence('Present')]),
    ]),
  ).toEqual([
    ['Pneumothorax', 'absent'],
    ['Pleural effusion', 'unknown'],
    ['Consolidation', 'present'],
  ]);
});

const measured = (name: Elements, value: string, unit: string): Elements =>
  item('NUM', name, {
    '0040a300': ['SQ', [{ '0040a30a': ['DS', value], '004008ea': ['SQ', [code(unit, 'UCUM', unit)]] }]],
  });
const words = (name: Elements, text: string): Elements => item('TEXT', name, { '0040a160': ['UT', text] });

async function read(title: Elements, children: readonly Elements[], more: Elements = {}) {
  const [reader] = dicomReaders({ read: (text, around) => readNote(theNaming.lexicon, text, around), now: () => noon });
  const file = aDicomFile({
    '00080060': ['CS', 'SR'],
    '0040a040': ['CS', 'CONTAINER'],
    '0040a043': ['SQ', [title]],
    '0040a730': ['SQ', children],
    ...more,
  });
  const reading = await reader?.read({ name: 'x', bytes: file, kind: 'dicom' }, usualLimits);
  return {
    subkind: reading?.subkind,
    findings: reading?.findings
      .filter(({ type }) => type !== 'identity')
      .map(({ type, name, ...one }) => [type, name, 'value' in one ? one.value : undefined]),
    warnings: reading?.warnings.map(({ code: one }) => one).filter((one) => one.startsWith('dicom.')),
    text: reading?.text,
  };
}

test('of a dose report only the totals are told; what the machine calls its protocols and pulses is said of nobody', async () => {
  const event = item('CONTAINER', code('113706', 'DCM', 'Irradiation Event X-Ray Data'), {
    '0040a730': [
      'SQ',
      [
        words(code('125203', 'DCM', 'Acquisition Protocol'), 'CAP'),
        measured(code('113791', 'DCM', 'Pulse Rate'), '15', '{pulse}/s'),
        measured(code('113733', 'DCM', 'KVP'), '120', 'kV'),
      ],
    ],
  });
  const total = measured(code('113813', 'DCM', 'CT Dose Length Product Total'), '724.5', 'mGy.cm');
  const told = await read(code('113701', 'DCM', 'X-Ray Radiation Dose Report'), [total, event, event]);
  expect(told).toMatchObject({
    subkind: 'dose report',
    findings: [['result', 'CT Dose Length Product Total', '724.5']],
    text: expect.stringContaining('Pulse Rate: 15'),
  });
});

test('a report that is not finished says so', async () => {
  const title = code('18748-4', 'LN', 'Diagnostic imaging report');
  expect((await read(title, [])).warnings).toEqual([]);
  expect((await read(title, [], { '0040a491': ['CS', 'PARTIAL'] })).warnings).toEqual(['dicom.report-unfinished']);
  expect((await read(title, [], { '0040a496': ['CS', 'PRELIMINARY'] })).warnings).toEqual(['dicom.report-unfinished']);
});

test('key objects and presentation states say what they are; their words are kept', async () => {
  const note = await read(
    code('113000', 'DCM', 'Of Interest'),
    [words(code('113012', 'DCM', 'Key Object Description'), 'Please look at slice 12')],
    { '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.88.59'], '00080060': ['CS', 'KO'] },
  );
  expect(note).toMatchObject({ subkind: 'key objects', warnings: ['dicom.key-objects'] });
  expect(note.text).toContain('slice 12');

  const [reader] = dicomReaders();
  const state = aDicomFile({
    '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.11.1'],
    '00080060': ['CS', 'PR'],
    '00700001': ['SQ', [{ '00700008': ['SQ', [{ '00700006': ['ST', 'nodule 8 mm?'] }]] }]],
    '00700080': ['CS', 'LUNG'],
  });
  const reading = await reader?.read({ name: 'x', bytes: state, kind: 'dicom' }, usualLimits);
  expect(reading).toMatchObject({ subkind: 'presentation state', text: 'LUNG\nnodule 8 mm?', outcome: 'read' });
  expect(reading?.findings.filter(({ type }) => type !== 'identity')).toEqual([]);
  expect(reading?.warnings.map(({ code: one }) => one)).toContain('dicom.presentation');
});

test('left and right of one measurement are told apart', async () => {
  const side = (words: string) =>
    item(
      'CODE',
      code('G-C171', 'SRT', 'Laterality'),
      { '0040a168': ['SQ', [code('1', 'SRT', words)]] },
      'HAS CONCEPT MOD',
    );
  const dose = (value: string, words: string): Elements => ({
    ...measured(code('111637', 'DCM', 'Accumulated Average Glandular Dose'), value, 'mGy'),
    '0040a730': ['SQ', [side(words)]],
  });
  const told = await read(code('113701', 'DCM', 'X-Ray Radiation Dose Report'), [
    dose('1.3', 'Left breast'),
    dose('1.28', 'Right breast'),
  ]);
  expect(told.findings).toEqual([
    ['result', 'Accumulated Average Glandular Dose, left breast', '1.3'],
    ['result', 'Accumulated Average Glandular Dose, right breast', '1.28'],
  ]);
});
