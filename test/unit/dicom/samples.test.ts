import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { previewOf } from '#src/adapters/intake/dicom/preview.ts';
import { dicomReaders, seriesOf } from '#src/adapters/intake/dicom/readers.ts';
import type { Reading } from '#src/domain/intake/document.ts';
import { usualLimits } from '#src/ports/readers.ts';

const folder = join(import.meta.dirname, '../../../../shared/samples');
const isHere = existsSync(folder);
if (!isHere) console.info('skipped: the sample files are not beside this repository');

const [reader] = dicomReaders();
const read = async (name: string): Promise<Reading> => {
  const bytes = readFileSync(join(folder, 'dicom', name));
  if (reader === undefined) throw new Error('no reader');
  return reader.read({ name, bytes, kind: 'dicom' }, usualLimits);
};

type Expected = Readonly<Record<string, unknown>> & { readonly patientName?: string | null };
const expected: Readonly<Record<string, Expected>> = isHere
  ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { dicom: Record<string, Expected> }).dicom
  : {};
const names = (what: string) => Object.keys(expected).filter((each) => each.startsWith(what));

describe.skipIf(!isHere)('DICOM objects other people made', () => {
  test.each(names('single/').concat(names('charset/')))('%s says what it says', async (name) => {
    const reading = await read(name);
    const facts = reading.facts ?? {};
    const wanted = expected[name] ?? {};
    expect(reading.outcome).toBe('read');
    for (const key of [
      'modality',
      'rows',
      'columns',
      'frames',
      'transferSyntax',
      'storedRange',
      'samplesPerPixel',
      'studyDate',
    ])
      if (wanted[key] !== undefined) expect({ [key]: facts[key] }).toEqual({ [key]: wanted[key] });
    if (wanted.patientName !== undefined && wanted.patientName !== null)
      expect(`${facts.patientName}`.replace(/=+$/u, '')).toBe(wanted.patientName);
    if (wanted.patientName === null || wanted.patientName === '^^^^') {
      expect(reading.patient?.names ?? []).toEqual([]);
      expect(reading.warnings.map(({ code }) => code)).toContain('identity.none');
    }
    if (wanted.birthDate !== undefined) expect(reading.patient?.birthDate).toBe(wanted.birthDate);
    if (wanted.patientId !== undefined) expect(reading.patient?.numbers[0]?.value).toBe(wanted.patientId);
  });

  test('names in Chinese and Japanese come right out of every character set', async () => {
    expect((await read('charset/chrX1.dcm')).patient?.chineseName).toBe('王小東');
    expect((await read('charset/chrX2.dcm')).patient?.chineseName).toBe('王小东');
    expect((await read('charset/chrH31.dcm')).patient?.chineseName).toBe('山田太郎');
  });

  test('the ECG gives its measurements, its statements and its leads', async () => {
    const name = 'single/waveform_ecg.dcm';
    const { findings, facts, subkind, patient } = await read(name);
    const wanted = expected[name] as Expected & {
      measurements: Record<string, number>;
      statements: string[];
      channelOrder: string[];
    };
    expect(subkind).toBe('12-lead ECG');
    const results = findings.flatMap((each) => (each.type === 'result' ? [each] : []));
    for (const [what, value] of Object.entries(wanted.measurements)) {
      const [short, unit] = [what.slice(0, what.lastIndexOf(' ')), what.slice(what.lastIndexOf(' ') + 1)];
      expect(results.find((each) => each.name.startsWith(short))).toMatchObject({ value: `${value}`, unit });
    }
    expect(results.filter((each) => each.name === 'ECG interpretation').map(({ value }) => value)).toEqual(
      wanted.statements,
    );
    expect(facts?.groups).toMatchObject([
      { label: 'RHYTHM', hz: 1000, seconds: 10, channelOrder: wanted.channelOrder },
      { samples: 1200 },
    ]);
    expect(patient?.sex).toBe('female');
  });

  test.each(names('ct-'))('%s is put in order by position', async (name) => {
    const readings = [];
    for (const file of readdirSync(join(folder, 'dicom', name)))
      readings.push({ file, reading: await read(`${name}/${file}`) });
    const wanted = expected[name] as Expected & { zFirstLast: number[]; windowsInHeader?: unknown };
    const [series, ...others] = seriesOf(readings);
    expect(others).toEqual([]);
    expect(series).toMatchObject({ slices: wanted.slices, rows: wanted.rows, columns: wanted.columns });
    expect(series?.zFirstLast?.map((each) => Math.round(each * 10) / 10)).toEqual(wanted.zFirstLast);
    if (wanted.sliceSpacingMm !== undefined)
      expect(series?.sliceSpacingMm).toBeCloseTo(Number(wanted.sliceSpacingMm), 3);
    if (wanted.pixelSpacingMm !== undefined)
      expect(series?.pixelSpacingMm?.[0]).toBeCloseTo(Number(wanted.pixelSpacingMm), 3);
    if (wanted.firstFileByPosition !== undefined)
      expect([series?.firstFile, series?.lastFile]).toEqual([wanted.firstFileByPosition, wanted.lastFileByPosition]);
    expect(series?.windowsFrom).toBe(wanted.windowsInHeader === undefined ? 'presets' : 'header');
    if (wanted.windowsInHeader !== undefined) expect(series?.windows).toMatchObject(wanted.windowsInHeader as object[]);
    expect((series?.warnings ?? []).filter(({ code }) => code !== 'series.no-uid')).toEqual([]);
    const contours = readings.find(({ reading }) => reading.subkind === 'RTSTRUCT');
    if (wanted.otherObjects !== undefined) expect([contours?.reading.facts]).toMatchObject([{ rois: ['GTV-1'] }]);
  });

  test.each([
    ['badVR.dcm', 'upload.damaged'],
    ['no_meta.dcm', 'upload.damaged'],
    ['rtstruct_no_preamble.dcm', 'upload.damaged'],
    ['meta_missing_tsyntax.dcm', 'upload.unknown-encoding'],
  ])('%s is refused with its reason', async (name, code) => {
    await expect(read(`malformed/${name}`)).rejects.toMatchObject({ name: 'Refused', code });
  });

  test.each([
    ['MR_truncated.dcm', 'unsure', 'dicom.truncated'],
    ['rtplan_truncated.dcm', 'unsure', 'dicom.truncated'],
    ['emri_small_jpeg_2k_lossless_too_short.dcm', 'unsure', 'dicom.truncated'],
    ['empty_charset_LEI.dcm', 'read', 'dicom.no-pixels'],
  ])('%s is read as far as it goes and says so', async (name, outcome, code) => {
    const reading = await read(`malformed/${name}`);
    expect(reading.outcome).toBe(outcome);
    expect(reading.warnings.map((each) => each.code)).toContain(code);
  });

  test('the PDF in its wrapper comes out whole', async () => {
    const { embedded } = await read('single/encapsulated-pdf.dcm');
    expect(
      Buffer.from(embedded?.[0]?.bytes ?? []).equals(readFileSync(join(folder, 'pdf/discharge-summary-levin.pdf'))),
    ).toBe(true);
  });

  test('a report gives its text and its measurements, and no part of the body as a disease', async () => {
    const { text, findings } = await read('single/sr_document_with_multiple_groups.dcm');
    expect(text).toContain('Diameter: 10.0 mm');
    expect(findings.filter(({ type }) => type === 'problem').map(({ name }) => name)).toEqual(['Nodule']);
    expect(findings).toContainEqual(
      expect.objectContaining({ type: 'result', name: 'Diameter', value: '20', unit: 'mm' }),
    );
    for (const { source } of findings)
      if (source.span !== undefined) expect(text?.slice(...source.span)).toBe(source.text);
  });

  test('every picture can be shown small', async () => {
    for (const name of names('single/').filter((each) => expected[each]?.rows !== undefined)) {
      const jpeg = await previewOf(readFileSync(join(folder, 'dicom', name)), { size: 96 });
      expect([name, ...jpeg.subarray(0, 2)]).toEqual([name, 0xff, 0xd8]);
    }
  });
});
