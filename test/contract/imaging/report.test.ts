import { expect, test } from 'vitest';
import { dicomImaging } from '#src/adapters/imaging/imaging.ts';
import { openDicom } from '#src/adapters/intake/dicom/part10.ts';
import { readReport } from '#src/adapters/intake/dicom/report.ts';
import { settled } from '#src/domain/imaging/points.ts';
import type { ReportedDrawing } from '#src/ports/imaging.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';

const at = new Date('2026-11-23T04:05:06.789Z');
const slices = [0, 1, 2].map((index) => {
  const bytes = aCtSlice({ size: 64, index });
  return { file: `slice-${index}`, bytes: async () => bytes };
});
const drawing = (kind: ReportedDrawing['kind'], ...points: ReportedDrawing['points']): ReportedDrawing => ({
  key: `d-${kind}`,
  file: 'slice-1',
  frame: 0,
  kind,
  points: points.map(settled),
  by: 'Dr Lam Wai Man',
  at,
  remarks: [],
});
const drawings: readonly ReportedDrawing[] = [
  drawing('circle', [20.1234, 30.9876], [25.3331, 31.7]),
  drawing('arrow', [1.5, 2.25], [60.75, 3.125]),
  drawing('length', [0, 0], [30, 40]),
  drawing('angle', [10, 0], [0, 0], [0, 10]),
  drawing('line', ...Array.from({ length: 40 }, (_, step) => [step * 1.37, step * 0.61] as const)),
  { ...drawing('text', [12.7, 13.3]), text: 'Spiculated, 右上葉' },
  {
    ...drawing('pin', [-0.5, 63.5]),
    file: 'slice-2',
    remarks: [
      { by: 'Dr Cheung', at, text: 'Is this new?' },
      { by: 'Dr Lam Wai Man', at: new Date(at.getTime() + 60_000), text: 'Yes. 較去年大。' },
    ],
  },
];

test('a report of drawings, read back beside its images, gives exactly the same drawings', async () => {
  const imaging = dicomImaging();
  const bytes = await imaging.report(slices, drawings, at);
  const back = await dicomImaging().drawingsIn([{ file: 'report', bytes: async () => bytes }, ...slices]);
  expect(back).toEqual(drawings);
});

test('the report is one that others read: its kind, its study, its numbers in millimetres and degrees', async () => {
  const bytes = await dicomImaging().report(slices, drawings, at);
  const { dataset } = openDicom(bytes);
  const { title, text } = readReport(dataset);
  expect(title).toBe('Imaging Measurement Report');
  // 30 by 40 pixels of 0.7 mm.
  expect(text).toMatch(/Length: 35 /);
  expect(text).toMatch(/Angle: 90 /);
  expect(text).toContain('較去年大');
});

test('a report alone, or about images that are not here, shows nothing', async () => {
  const bytes = await dicomImaging().report(slices, drawings, at);
  const elsewhere = aCtSlice({ size: 64, index: 1, series: '1.2.826.0.1.3680043.9.7.2' });
  const other = { file: 'other', bytes: async () => elsewhere };
  expect(await dicomImaging().drawingsIn([{ file: 'report', bytes: async () => bytes }, other])).toEqual([]);
  await expect(dicomImaging().report(slices, [], at)).rejects.toMatchObject({ code: 'upload.not-found' });
});
