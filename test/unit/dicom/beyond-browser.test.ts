import { expect, test } from 'vitest';
import { dicomImaging } from '#src/adapters/imaging/imaging.ts';
import { isBeyondBrowser } from '#src/adapters/intake/dicom/beyond-browser.ts';
import { openDicom } from '#src/adapters/intake/dicom/part10.ts';
import { dicomReaders } from '#src/adapters/intake/dicom/readers.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aCtSlice, aDicomFile, type Elements } from '#test/builders/a-dicom.ts';

const isBeyond = (file: Uint8Array): boolean => {
  const { dataset, syntax } = openDicom(file);
  return isBeyondBrowser(dataset, syntax);
};
const slice = (more: Elements) => aCtSlice({ size: 8, more });
const table: Elements = { '00283002': ['US', [2, 0, 8]], '00283006': ['OW', Buffer.from([0, 0, 255, 0])] };
const native: readonly (readonly [string, Elements])[] = [
  ['single bits', { '00280100': ['US', 1], '00280101': ['US', 1], '00280102': ['US', 0] }],
  ['32 bits', { '00280100': ['US', 32], '00280101': ['US', 32], '00280102': ['US', 31] }],
  ['colours of 16 bits', { '00280002': ['US', 3], '00280004': ['CS', 'RGB'] }],
  ['a palette of 16 bits', { '00280004': ['CS', 'PALETTE COLOR'] }],
  ['a table before the window', { '00283000': ['SQ', [table]] }],
  ['a table instead of a window', { '00283010': ['SQ', [table]] }],
  ['values in the upper bits', { '00280101': ['US', 12] }],
  ['a window over fractions', { '00281050': ['DS', '0.5'], '00281051': ['DS', '1'] }],
  ['pixels of no size', { '00280030': ['DS', '0.000\\0.000'] }],
];

test.each(native)('%s: the service draws it', (_what, more) => {
  expect(isBeyond(slice(more))).toBe(true);
});

test('what the browser shows rightly is left to it', () => {
  expect(isBeyond(slice({}))).toBe(false);
  const window: Elements = { '00281050': ['DS', '40'], '00281051': ['DS', '400'] };
  expect(isBeyond(slice({ ...window, '00283010': ['SQ', [table]] }))).toBe(false);
  expect(isBeyond(slice({ '00280101': ['US', 12], '00280102': ['US', 11] }))).toBe(false);
});

test('a JPEG 2000 that has a sign where its header has none', () => {
  const siz = Buffer.alloc(64);
  siz.set([0xff, 0x4f, 0xff, 0x51]);
  const piece = (value: Buffer) => {
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, value.length, 0, 0, 0]);
    return Buffer.concat([head, value]);
  };
  const file = (pixelRepresentation: number, ssiz: number) => {
    siz[42] = ssiz;
    const header: Elements = {
      '00280010': ['US', 8],
      '00280011': ['US', 8],
      '00280100': ['US', 16],
      '00280101': ['US', 13],
      '00280102': ['US', 12],
      '00280103': ['US', pixelRepresentation],
    };
    const pixels = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    return Buffer.concat([aDicomFile(header, '1.2.840.10008.1.2.4.90'), pixels, piece(Buffer.alloc(0)), piece(siz)]);
  };
  expect([file(1, 0x8c), file(0, 0x0c), file(1, 0x0c), file(0, 0x8c)].map(isBeyond)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('the series says that the service draws it, and a length of nought is no spacing', async () => {
  const bytes = slice({ '00280030': ['DS', '0\\0'] });
  const [series] = await dicomImaging().seriesIn([{ file: 'a', bytes: () => Promise.resolve(bytes) }]);
  expect(series?.warnings).toContain('images.drawn');
  expect(series?.spacing).toBeUndefined();
});

test('marks laid over a picture are told; empty planes are not', async () => {
  const overlay = (byte: number): Elements => ({ '60003000': ['OW', Buffer.from([byte, 0])] });
  const warningsOf = async (bytes: Uint8Array) => {
    const [series] = await dicomImaging().seriesIn([{ file: 'a', bytes: () => Promise.resolve(bytes) }]);
    const [reader] = dicomReaders();
    const reading = await reader?.read({ name: 'a', bytes, kind: 'dicom' }, usualLimits);
    return [
      series?.warnings.includes('images.overlay'),
      reading?.warnings.some(({ code }) => code === 'dicom.overlay'),
    ];
  };
  expect(await warningsOf(slice(overlay(1)))).toEqual([true, true]);
  expect(await warningsOf(slice(overlay(0)))).toEqual([false, false]);
});
