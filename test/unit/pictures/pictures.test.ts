import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { endScanning } from '#src/adapters/intake/ocr/scan.ts';
import { cleanCopy, pictureThumbnail } from '#src/adapters/intake/pictures/clean-copy.ts';
import { codesIn } from '#src/adapters/intake/pictures/codes.ts';
import { pictureReaders } from '#src/adapters/intake/pictures/readers.ts';
import { upright } from '#src/adapters/intake/pictures/upright.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { readingTools } from '#src/start/reading-tools.ts';

const folder = join(import.meta.dirname, '../../../../shared/samples/images');
const isHere = existsSync(folder);
if (!isHere) console.info('skipped: the sample files are not beside this repository');
const sample = (name: string) => readFileSync(join(folder, name));
const most = usualLimits.pixels;

const [reader] = pictureReaders(readingTools(new Date('2026-11-23T04:00:00Z')));
const read = (bytes: Uint8Array, limits = usualLimits) => {
  if (reader === undefined) throw new Error('no reader');
  return reader.read({ name: 'x', bytes, kind: 'image' }, limits);
};

afterAll(endScanning);

/** Left half dark, right half bright, with a place in its EXIF. */
const planted = (orientation: number) =>
  sharp({ create: { width: 120, height: 60, channels: 3, background: '#fff' } })
    .composite([{ input: { create: { width: 60, height: 60, channels: 3, background: '#000' } }, left: 0, top: 0 }])
    .jpeg({ quality: 95 })
    .withExif({
      IFD0: { Artist: 'PLANTED-ARTIST', Orientation: `${orientation}` },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '22/1 24/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '113/1 58/1 0/1' },
    })
    .withMetadata({ orientation })
    .toBuffer();

describe('the copy that is kept', () => {
  test('is upright and holds nothing but pixels', async () => {
    const original = await planted(6);
    expect((await sharp(original).metadata()).exif).toBeDefined();
    const copy = await cleanCopy(original, most);
    const meta = await sharp(copy.bytes).metadata();
    expect([meta.exif, meta.iptc, meta.xmp, meta.icc, meta.orientation]).toEqual(Array.from({ length: 5 }));
    expect(Buffer.from(copy.bytes).includes('PLANTED-ARTIST')).toBe(false);
    expect([copy.width, copy.height]).toEqual([60, 120]);
    const { data } = await sharp(copy.bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect((data[30 + 10 * 60] ?? 255) < 20 && (data[30 + 110 * 60] ?? 0) > 235).toBe(true);
  });

  test('a PNG stays without loss, a thumbnail is small', async () => {
    const png = await sharp({ create: { width: 900, height: 300, channels: 4, background: '#12345678' } })
      .png()
      .toBuffer();
    expect((await cleanCopy(png, most)).mime).toBe('image/png');
    const small = await sharp(await pictureThumbnail(png, most, 128)).metadata();
    expect([small.format, small.width, small.height]).toEqual(['jpeg', 128, 43]);
  });

  test.skipIf(!isHere)('of other people’s pictures', async () => {
    const gps = sample('exif-gps.jpg');
    expect((await sharp(gps).metadata()).exif).toBeDefined();
    const copy = await cleanCopy(gps, most);
    expect((await sharp(copy.bytes).metadata()).exif).toBeUndefined();
    expect(Buffer.from(copy.bytes).includes('NIKON')).toBe(false);
    const heic = await cleanCopy(sample('phone-1.heic'), most);
    expect([heic.mime, heic.width > 100]).toEqual(['image/jpeg', true]);
    const turned = await upright(sample('exif-rotated.jpg'), most);
    const raw = await sharp(sample('exif-rotated.jpg')).rotate(180).removeAlpha().raw().toBuffer();
    expect(Buffer.from(turned.data).equals(raw)).toBe(true);
  });
});

describe('what is no picture, or too much of one', () => {
  test('is refused with its reason', async () => {
    await expect(read(Buffer.from('\x89PNG\r\n\x1a\nnothing'))).rejects.toMatchObject({ code: 'upload.damaged' });
    const wide = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await expect(read(wide)).rejects.toMatchObject({ code: 'upload.too-complex' });
    await expect(
      read(Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), Buffer.alloc(200, 7)])),
    ).rejects.toMatchObject({
      code: 'upload.damaged',
    });
  });

  test('a picture without words is an image, and nothing is made up from it', async () => {
    const blank = await sharp({ create: { width: 400, height: 300, channels: 3, background: '#b87' } })
      .jpeg()
      .toBuffer();
    const reading = await read(blank);
    expect(reading.outcome).toBe('unsure');
    expect(reading.findings.map(({ type }) => type)).toEqual(['image']);
    expect(reading.warnings.map(({ code }) => code)).toEqual(['scan.no-text', 'identity.none']);
  });
});

describe.skipIf(!isHere)('prescriptions that other people made', () => {
  type Wanted = {
    readonly patient: string;
    readonly medications: readonly { name: string; dose: string; duration: string }[];
  };
  const expected: Readonly<Record<string, Wanted>> = isHere
    ? (JSON.parse(readFileSync(join(folder, '../expected.json'), 'utf8')) as { images: Record<string, Wanted> }).images
    : {};

  test.each(['prescription_1.png', 'prescription_2.png'])('%s', async (name) => {
    const { findings, patient } = await read(sample(name));
    const wanted = expected[name];
    const drugs = findings.flatMap((each) => (each.type === 'medication' ? [each] : []));
    expect(patient?.names).toEqual([wanted?.patient]);
    expect(drugs.map((each) => [each.name, each.dose?.replace(' ', ''), each.duration])).toEqual(
      wanted?.medications.map((each) => [each.name, each.dose, each.duration]),
    );
    for (const { source, confidence } of findings) {
      expect(source.box?.every((part) => part >= 0 && part <= 1)).toBe(true);
      expect(confidence).toBeLessThanOrEqual(0.93);
    }
  });
});

describe('codes on labels', () => {
  test('a QR code is read and shown where it is', async () => {
    const { renderSVG } = await import('uqr');
    const svg = renderSVG('HKID: A123456(3)', { pixelSize: 6 });
    const picture = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#fff' } })
      .composite([{ input: await sharp(Buffer.from(svg)).resize(200, 200).png().toBuffer(), left: 400, top: 300 }])
      .png()
      .toBuffer();
    const [code, ...others] = await codesIn(await upright(picture, most));
    expect(others).toEqual([]);
    expect(code).toMatchObject({ text: 'HKID: A123456(3)' });
    expect(code?.box[0]).toBeCloseTo(0.5, 1);
    const { findings } = await read(picture);
    expect(findings).toContainEqual(expect.objectContaining({ type: 'identity', name: 'hkid', value: 'A123456(3)' }));
  });
});
