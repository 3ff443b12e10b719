import { expect, test } from 'vitest';
import { dicomReaders } from '#src/adapters/intake/dicom/readers.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aDicomFile, type Elements } from '#test/builders/a-dicom.ts';

const record = (type: string, more: Elements): Elements => ({ '00041430': ['CS', type], ...more });
const patient = (name: string, number: string): Elements =>
  record('PATIENT', { '00100010': ['PN', name], '00100020': ['LO', number] });
const image = record('IMAGE', { '00041500': ['CS', 'IMAGES\\CT1\\0001'] });
const read = async (records: readonly Elements[]) => {
  const [reader] = dicomReaders();
  const bytes = aDicomFile({ '00041220': ['SQ', records] });
  const reading = await reader?.read({ name: 'DICOMDIR', bytes, kind: 'dicom' }, usualLimits);
  return { ...reading, codes: reading?.warnings.map(({ code }) => code) };
};

test('the index of a disc says whose it is and which files are needed', async () => {
  const { subkind, patient: who, codes, facts } = await read([patient('HO^YUET WAH', 'K001'), image]);
  expect([subkind, who?.names, who?.numbers.map(({ value }) => value)]).toEqual([
    'DICOMDIR',
    ['HO, YUET WAH'],
    ['K001'],
  ]);
  expect(codes).toEqual(['identity.incomplete', 'dicom.directory']);
  expect(facts).toMatchObject({ patients: 1, files: ['IMAGES/CT1/0001'] });
});

test('an index of several patients is about none of them', async () => {
  const { patient: who, codes } = await read([patient('HO^YUET WAH', 'K001'), patient('FUNG^TAI', 'K002'), image]);
  expect(who).toBeUndefined();
  expect(codes).toEqual(['identity.none', 'dicom.directory', 'dicom.several-patients']);
});
