import { expect, test } from 'vitest';
import { dicomReaders } from '#src/adapters/intake/dicom/readers.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aDicomFile, type Elements } from '#test/builders/a-dicom.ts';

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
