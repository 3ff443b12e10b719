import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { previewOf } from '#src/adapters/intake/dicom/preview.ts';
import { dicomReaders } from '#src/adapters/intake/dicom/readers.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { aDicomFile, type Elements } from '#test/builders/a-dicom.ts';

const side = 16;
const pixels = side * side;

/** A square picture of one colour model; each test says how its samples lie. */
const picture = (more: Elements): Elements => ({
  '00080060': ['CS', 'OT'],
  '00280002': ['US', 1],
  '00280004': ['CS', 'MONOCHROME2'],
  '00280010': ['US', side],
  '00280011': ['US', side],
  '00280100': ['US', 8],
  '00280101': ['US', 8],
  '00280102': ['US', 7],
  '00280103': ['US', 0],
  ...more,
});
const sixteen: Elements = { '00280100': ['US', 16], '00280101': ['US', 16], '00280102': ['US', 15] };
const words = (value: (at: number) => number, count = pixels): Buffer => {
  const out = Buffer.alloc(count * 2);
  for (let at = 0; at < count; at += 1) out.writeUInt16LE(value(at) & 0xffff, at * 2);
  return out;
};
const bytes = (value: (at: number) => number, count = pixels): Buffer =>
  Buffer.from(Array.from({ length: count }, (_each, at) => value(at)));
const isLeft = (at: number): boolean => at % side < side / 2;

type Colour = readonly [red: number, green: number, blue: number];
/** What stands in the middle of the left half and of the right half. */
async function halves(file: Buffer, frame = 0): Promise<readonly [Colour, Colour]> {
  const { data, info } = await sharp(await previewOf(file, { frame }))
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (column: number): Colour => {
    const from = ((side / 2) * side + column) * info.channels;
    return [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
  };
  expect([info.width, info.height, info.channels]).toEqual([side, side, 3]);
  return [at(side / 4), at((side / 4) * 3)];
}
const near = (colour: Colour, wanted: number | Colour): void => {
  const target = typeof wanted === 'number' ? [wanted, wanted, wanted] : wanted;
  colour.forEach((each, index) => {
    expect(Math.abs(each - (target[index] ?? 0)), `${colour} for ${target}`).toBeLessThan(12);
  });
};
const seen = async (file: Buffer, left: number | Colour, right: number | Colour, frame = 0) => {
  const [one, other] = await halves(file, frame);
  near(one, left);
  near(other, right);
};
const read = (file: Uint8Array) => {
  const [reader] = dicomReaders();
  if (reader === undefined) throw new Error('no reader');
  return reader.read({ name: 'x', bytes: file, kind: 'dicom' }, usualLimits);
};

describe('grey values are shown as the header means them', () => {
  const ramp: Elements = { ...picture(sixteen), '7fe00010': ['OW', words((at) => (isLeft(at) ? 100 : 300))] };

  test('a falling rescale slope turns the picture around', async () => {
    const falling: Elements = { '00281052': ['DS', '0'], '00281053': ['DS', '-1'] };
    await seen(aDicomFile(ramp), 0, 255);
    await seen(aDicomFile({ ...ramp, ...falling }), 255, 0);
    await seen(aDicomFile({ ...ramp, ...falling, '00281050': ['DS', '-200'], '00281051': ['DS', '401'] }), 192, 64);
  });

  test('values far below one keep their window', async () => {
    const fine: Elements = {
      '00281052': ['DS', '0'],
      '00281053': ['DS', '0.001'],
      '00281050': ['DS', '0.2'],
      '00281051': ['DS', '0.4'],
    };
    await seen(aDicomFile({ ...ramp, ...fine }), 64, 191);
  });

  test('a window may be a sigmoid', async () => {
    const sigmoid: Elements = { '00281050': ['DS', '200'], '00281051': ['DS', '200'], '00281056': ['CS', 'SIGMOID'] };
    await seen(aDicomFile({ ...ramp, ...sigmoid }), 30, 225);
  });

  const table = (data: Buffer, bits: number): Elements => ({
    '00283002': ['US', [data.length / 2, 100, bits]],
    '00283006': ['OW', data],
  });
  const falling = table(
    words((at) => 1000 - at * 4, 201),
    10,
  );

  test('a table of the header is looked up, before and after the window', async () => {
    await seen(aDicomFile({ ...ramp, '00283010': ['SQ', [falling]] }), 249, 50);
    await seen(aDicomFile({ ...ramp, '00283000': ['SQ', [falling]] }), 255, 0);
    await seen(
      aDicomFile({ ...ramp, '00283000': ['SQ', [falling]], '00281050': ['DS', '1000'], '00281051': ['DS', '1600'] }),
      128,
      0,
    );
  });

  test('padding is black and does not stretch the rest', async () => {
    const padded = words((at) => (at < side * 2 ? 60_000 : isLeft(at) ? 100 : 300));
    await seen(aDicomFile({ ...ramp, '00280120': ['US', 60_000], '7fe00010': ['OW', padded] }), 0, 255);
  });

  test('a picture all of one value is as bright as that value', async () => {
    for (const [value, grey] of [
      [0, 0],
      [255, 255],
      [64, 64],
    ] as const)
      await seen(aDicomFile(picture({ '7fe00010': ['OB', bytes(() => value)] })), grey, grey);
  });

  test('each frame has its own window and slope', async () => {
    const group = (center: string, slope: string): Elements => ({
      '00289132': ['SQ', [{ '00281050': ['DS', center], '00281051': ['DS', '401'] }]],
      '00289145': ['SQ', [{ '00281052': ['DS', '0'], '00281053': ['DS', slope] }]],
    });
    const two = aDicomFile({
      ...ramp,
      '00280008': ['IS', '2'],
      '52009230': ['SQ', [group('200', '1'), group('400', '2')]],
      '7fe00010': ['OW', words((at) => (isLeft(at) ? 100 : 300), pixels * 2)],
    });
    await seen(two, 64, 192, 0);
    await seen(two, 0, 255, 1);
  });
});

/** The picture with one frame in a piece of its own behind an empty table of offsets. */
function inPieces(header: Elements, frame: Buffer, syntax: string): Buffer {
  const piece = (value: Buffer) => {
    const even = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)]);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(even.length, 4);
    return Buffer.concat([head, even]);
  };
  const head = Buffer.from([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const end = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
  return Buffer.concat([aDicomFile(header, syntax), head, piece(Buffer.alloc(0)), piece(frame), end]);
}

describe('samples of every width', () => {
  test('frames of single bits that do not end with a byte', async () => {
    // 15 x 15: each next frame begins one bit further on.
    const odd = side - 1;
    const count = odd * odd;
    const mask = Buffer.alloc(Math.ceil((count * 3) / 8));
    for (let frame = 0; frame < 3; frame += 1)
      for (let at = 0; at < count; at += 1)
        if (at % odd < odd / 2 === (frame !== 1)) {
          const bit = frame * count + at;
          mask[bit >>> 3] = (mask[bit >>> 3] ?? 0) | (1 << (bit & 7));
        }
    const file = aDicomFile(
      picture({
        '00280008': ['IS', '3'],
        '00280010': ['US', odd],
        '00280011': ['US', odd],
        '00280100': ['US', 1],
        '00280101': ['US', 1],
        '00280102': ['US', 0],
        '7fe00010': ['OB', mask],
      }),
    );
    expect((await read(file)).warnings.map(({ code }) => code)).not.toContain('dicom.truncated');
    for (const [frame, left] of [
      [0, 255],
      [1, 0],
      [2, 255],
    ] as const) {
      const { data, info } = await sharp(await previewOf(file, { frame }))
        .raw()
        .toBuffer({ resolveWithObject: true });
      const at = (column: number) => data[(7 * odd + column) * info.channels] ?? 0;
      expect([Math.round(at(3) / 255), Math.round(at(11) / 255)], `frame ${frame}`).toEqual([
        left / 255,
        1 - left / 255,
      ]);
    }
  });

  test('floating point, with what is no number in black', async () => {
    const values = Buffer.alloc(pixels * 4);
    for (let at = 0; at < pixels; at += 1)
      values.writeFloatLE(at < side ? Number.NaN : isLeft(at) ? -0.5 : 0.75, at * 4);
    const { '00280101': _stored, '00280102': _high, '00280103': _sign, ...bare } = picture({ '00280100': ['US', 32] });
    const file = aDicomFile({ ...bare, '7fe00008': ['OF', values] });
    await seen(file, 0, 255);
    // A window of one over fractions is no threshold.
    const group: Elements = { '00289132': ['SQ', [{ '00281050': ['DS', '0.5'], '00281051': ['DS', '1'] }]] };
    await seen(aDicomFile({ ...bare, '52009229': ['SQ', [group]], '7fe00008': ['OF', values] }), 0, 191);
    const reading = await read(file);
    expect(reading.facts?.['storedRange']).toEqual([-0.5, 0.75]);
    expect(reading.warnings.map(({ code }) => code)).not.toContain('dicom.pixels-not-shown');
  });

  test('frames that are deflated one by one, and pieces that are not packed', async () => {
    const plain = bytes((at) => (isLeft(at) ? 0 : 200));
    await seen(inPieces(picture({}), deflateRawSync(plain), '1.2.840.10008.1.2.8.1'), 0, 255);
    await seen(inPieces(picture({}), plain, '1.2.840.10008.1.2.1.98'), 0, 255);
    // Pieces where the syntax says there are none: noise, if shown as they lie.
    const secret = inPieces(picture({}), plain, '1.2.840.10008.1.2.1');
    expect((await read(secret)).warnings.map(({ code }) => code)).toContain('dicom.pixels-unreadable');
    await expect(previewOf(secret)).rejects.toMatchObject({ code: 'upload.unreadable-type' });
  });
});

describe('colours', () => {
  const red: Colour = [255, 0, 0];
  const blue: Colour = [0, 0, 255];
  const three: Elements = { '00280002': ['US', 3], '00280004': ['CS', 'RGB'] };
  const channel = (at: number, which: number, full: number) => ((isLeft(at) ? red : blue)[which] === 255 ? full : 0);

  test.each([0, 1])('of sixteen bits, planar configuration %i', async (planar) => {
    const data = words(
      (at) =>
        planar === 0
          ? channel(Math.floor(at / 3), at % 3, 65_535)
          : channel(at % pixels, Math.floor(at / pixels), 65_535),
      pixels * 3,
    );
    await seen(
      aDicomFile(picture({ ...three, ...sixteen, '00280006': ['US', planar], '7fe00010': ['OW', data] })),
      red,
      blue,
    );
  });

  test.each(['whole', 'halved'])('of brightness and two differences, %s', async (how) => {
    // The same red and blue in YCbCr (ITU-R BT.601, full range).
    const ybr = (at: number) => (isLeft(at) ? [76, 85, 255] : [29, 255, 107]);
    const data =
      how === 'whole'
        ? bytes((at) => ybr(Math.floor(at / 3))[at % 3] ?? 0, pixels * 3)
        : bytes((at) => {
            const [y = 0, b = 0, r = 0] = ybr(Math.floor(at / 4) * 2);
            return [y, y, b, r][at % 4] ?? 0;
          }, pixels * 2);
    const kind = { '00280004': ['CS', 'YBR_FULL_422'] } as const;
    await seen(aDicomFile(picture({ ...three, ...kind, '7fe00010': ['OB', data] })), red, blue);
  });

  test.each([8, 16])('of a palette, indices of %i bits', async (bits) => {
    const entries = (which: number) =>
      words((at) => ((at === 10 ? red : at === 20 ? blue : [0, 0, 0])[which] === 255 ? 0xff00 : 0), 32);
    const palette = Object.fromEntries(
      [0, 1, 2].flatMap((which) => [
        [`0028110${which + 1}`, ['US', [32, 0, 16]]],
        [`0028120${which + 1}`, ['OW', entries(which)]],
      ]),
    ) as Elements;
    const index = (at: number) => (isLeft(at) ? 10 : 20);
    const data: Elements =
      bits === 8 ? { '7fe00010': ['OB', bytes(index)] } : { ...sixteen, '7fe00010': ['OW', words(index)] };
    await seen(aDicomFile(picture({ '00280004': ['CS', 'PALETTE COLOR'], ...palette, ...data })), red, blue);
  });

  test('a JPEG that the header calls red, green and blue, and one that is', async () => {
    const paint = bytes((at) => (isLeft(Math.floor(at / 3)) ? red : blue)[at % 3] ?? 0, pixels * 3);
    const usual = await sharp(paint, { raw: { width: side, height: side, channels: 3 } })
      .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const syntax = '1.2.840.10008.1.2.4.50';
    await seen(inPieces(picture(three), usual, syntax), red, blue);
    // The same samples under the names 0, 1, 2: nothing says any more that they are not what the header says.
    const [frameAt, scanAt] = [usual.indexOf(Buffer.from([0xff, 0xc0])), usual.indexOf(Buffer.from([0xff, 0xda]))];
    const named = Buffer.from(usual);
    for (const part of [0, 1, 2]) {
      named[frameAt + 10 + part * 3] = part;
      named[scanAt + 5 + part * 2] = part;
    }
    await seen(inPieces(picture(three), named, syntax), [76, 85, 255], [29, 255, 107]);
    await seen(inPieces(picture({ ...three, '00280004': ['CS', 'YBR_FULL_422'] }), named, syntax), red, blue);
    // A frame of another size than the header's is not given to the decoder.
    const small = inPieces(picture({ ...three, '00280010': ['US', side / 2] }), usual, syntax);
    await expect(previewOf(small)).rejects.toMatchObject({ code: 'upload.unreadable-type' });
  });

  test('a palette that is written in stretches', async () => {
    // Ten dark ones, then a rise to full in ten steps.
    const rising = words((at) => [0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 10, 0xff00][at] ?? 0, 15);
    const dark = words((at) => [0, 1, 0, 1, 19, 0][at] ?? 0, 6);
    const palette = Object.fromEntries(
      [rising, dark, dark].flatMap((data, which) => [
        [`0028110${which + 1}`, ['US', [20, 0, 16]]],
        [`0028122${which + 1}`, ['OW', data]],
      ]),
    ) as Elements;
    const data = bytes((at) => (isLeft(at) ? 5 : 19));
    await seen(
      aDicomFile(picture({ '00280004': ['CS', 'PALETTE COLOR'], ...palette, '7fe00010': ['OB', data] })),
      [0, 0, 0],
      red,
    );
  });
});

describe('headers that are written wrongly', () => {
  const element = (group: number, number: number, vr: string, value: Buffer, isBig = false) => {
    const head = Buffer.alloc(8);
    const write = (each: number, at: number) => (isBig ? head.writeUInt16BE(each, at) : head.writeUInt16LE(each, at));
    write(group, 0);
    write(number, 2);
    head.write(vr, 4, 'latin1');
    write(value.length, 6);
    return Buffer.concat([head, value]);
  };

  test('blanks instead of a VR where the dictionary knows it; nothing where the next element is then lost', async () => {
    const plain = aDicomFile(picture({ '7fe00010': ['OB', bytes(() => 7)] }));
    const at = plain.indexOf(Buffer.from([0x28, 0x00, 0x03, 0x01]));
    const blank = (value: Buffer) =>
      Buffer.concat([plain.subarray(0, at), element(0x28, 0x102, '  ', value), plain.subarray(at)]);
    const without = plain.indexOf(Buffer.from([0x28, 0x00, 0x02, 0x01]));
    expect(without).toBeLessThan(at);
    const padding = Buffer.concat([
      plain.subarray(0, at + 10),
      element(0x28, 0x120, '  ', Buffer.from([7, 0])),
      plain.subarray(at + 10),
    ]);
    await seen(padding, 0, 0);
    const lost = blank(Buffer.from([7, 0]));
    lost.writeUInt16LE(5, at + 6);
    await expect(read(lost)).rejects.toMatchObject({ code: 'upload.damaged' });
  });

  test('a sequence of unknown kind is little endian also within big endian (CP-246)', async () => {
    const sequence = Buffer.concat([
      Buffer.from([0x00, 0x08, 0x11, 0x40, 0x55, 0x4e, 0, 0, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0xfe, 0xff, 0x00, 0xe0, 10, 0, 0, 0]),
      Buffer.from([0x08, 0x00, 0x50, 0x11, 2, 0, 0, 0, 0x31, 0]),
      Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
    ]);
    const big = Buffer.concat([
      aDicomFile({}, '1.2.840.10008.1.2.2'),
      element(0x08, 0x60, 'CS', Buffer.from('SR'), true),
      sequence,
      element(0x10, 0x10, 'PN', Buffer.from('LAM^SIU FONG'), true),
    ]);
    expect((await read(big)).patient?.names).toEqual(['LAM, SIU FONG']);
  });
});
