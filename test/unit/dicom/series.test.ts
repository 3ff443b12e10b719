import { describe, expect, test } from 'vitest';
import { dicomReaders, seriesOf } from '#src/adapters/intake/dicom/readers.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aCtSlice, type Elements, type Slice } from '#test/builders/a-dicom.ts';

const [reader] = dicomReaders();
const series = async (slices: readonly Slice[]) =>
  seriesOf(
    await Promise.all(
      slices.map(async (slice, index) => {
        if (reader === undefined) throw new Error('no reader');
        const reading = await reader.read({ name: '', bytes: aCtSlice(slice), kind: 'dicom' }, usualLimits);
        return { file: `${index}.dcm`, reading };
      }),
    ),
  );
const codes = (found: Awaited<ReturnType<typeof series>>) =>
  found.flatMap(({ warnings = [] }) => warnings.map(({ code }) => code));

describe('a series is put together by position', () => {
  test('whatever the names and numbers say', async () => {
    const [one, ...others] = await series([5, 1, 3, 2, 4].map((z) => ({ z: z * 2.5, number: 99 - z })));
    expect(others).toEqual([]);
    expect(one?.files).toEqual(['1.dcm', '3.dcm', '2.dcm', '4.dcm', '0.dcm']);
    expect(one).toMatchObject({ slices: 5, sliceSpacingMm: 2.5, zFirstLast: [2.5, 12.5], windowsFrom: 'presets' });
    expect(one?.warnings).toBeUndefined();
  });

  test('a missing slice is told', async () => {
    const found = await series([0, 2, 4, 10, 12].map((z, number) => ({ z, number })));
    expect(codes(found)).toEqual(['series.gap']);
    expect(found[0]?.warnings?.[0]?.message).toContain('2 slices');
    expect(found[0]?.sliceSpacingMm).toBe(2);
  });

  test('the same slice sent twice counts once', async () => {
    const found = await series([{ z: 0 }, { z: 2, number: 2 }, { z: 2, number: 2 }]);
    expect(found[0]?.slices).toBe(2);
    expect(codes(found)).toEqual(['series.duplicates']);
  });

  test('two phases at the same places are told', async () => {
    const found = await series([0, 2, 0, 2].map((z, number) => ({ z, number })));
    expect(codes(found)).toEqual(['series.repeated-positions']);
    expect(found[0]?.sliceSpacingMm).toBe(2);
  });

  test('slices that a tilted gantry has shifted are told; an oblique stack along its own normal is not', async () => {
    const tilt = { sine: Math.sin(0.2), cosine: Math.cos(0.2) };
    const plane: Elements = { '00200037': ['DS', `1\\0\\0\\0\\${tilt.cosine.toFixed(6)}\\${tilt.sine.toFixed(6)}`] };
    const at = (x: number, y: number, z: number): Elements => ({
      ...plane,
      '00200032': ['DS', `${x}\\${y.toFixed(4)}\\${z.toFixed(4)}`],
    });
    const along = await series(
      [0, 1, 2, 3].map((number) => ({ number, more: at(0, -number * 3 * tilt.sine, number * 3 * tilt.cosine) })),
    );
    expect(codes(along)).toEqual([]);
    const upright = await series([0, 1, 2, 3].map((number) => ({ number, z: number, more: at(0, 0, number * 3) })));
    expect(codes(upright)).toEqual(['series.sheared']);
    expect(upright[0]?.sliceSpacingMm).toBeCloseTo(3 * tilt.cosine, 3);
  });

  test('uneven spacing is told', async () => {
    expect(codes(await series([0, 2, 4.4, 6.4, 8.4].map((z, number) => ({ z, number }))))).toEqual(['series.uneven']);
  });

  test('two series in one folder stay two, and a localizer in the wrong series comes apart', async () => {
    const two = await series([{ series: '1.1' }, { series: '1.2' }, { series: '1.1', z: 3, number: 2 }]);
    expect(two.map(({ uid, slices }) => [uid, slices])).toEqual([
      ['1.1', 2],
      ['1.2', 1],
    ]);
    const mixed = await series([
      { z: 0 },
      { z: 2, number: 2 },
      { number: 3, more: { '00200037': ['DS', '0\\1\\0\\0\\0\\-1'] } },
    ]);
    expect(mixed.map(({ slices }) => slices)).toEqual([2, 1]);
    expect(codes(mixed)).toEqual(['series.mixed', 'series.mixed']);
  });

  test('a sagittal stack is ordered along its own normal', async () => {
    const at = (x: number): Slice => ({
      number: x + 50,
      more: { '00200037': ['DS', '0\\1\\0\\0\\0\\-1'], '00200032': ['DS', `${x}\\0\\0`] },
    });
    const [one] = await series([at(8), at(0), at(4)]);
    expect(one).toMatchObject({ files: ['1.dcm', '2.dcm', '0.dcm'], sliceSpacingMm: 4 });
  });
});
