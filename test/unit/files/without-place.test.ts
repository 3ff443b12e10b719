import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { blankPlace, withoutPlace } from '#src/adapters/files/without-place.ts';

/** 22°20'N 114°10'E, with who made it and how it is to be turned. */
const exif = {
  IFD0: { Make: 'Camera', Orientation: '6' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '22/1 20/1 7/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '114/1 10/1 9/1',
    GPSDateStamp: '2026:11:23',
  },
};
const xmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="22,20.123N"><exif:GPSLongitude>114,10.456E</exif:GPSLongitude></rdf:Description></rdf:RDF></x:xmpmeta>';
const plain = () => sharp({ create: { width: 64, height: 48, channels: 3, background: '#8899aa' } });

test.each(['jpeg', 'png', 'webp'] as const)('a %s loses where it was taken, and nothing else', async (form) => {
  const photo = await plain().withExif(exif).withXmp(xmp).toFormat(form).toBuffer();
  const before = await sharp(photo).metadata();
  expect(photo.includes('2026:11:23')).toBe(true);

  const kept = await buffer(withoutPlace(Readable.from([photo])).bytes);

  expect(kept.length).toBe(photo.length);
  expect(kept.includes('2026:11:23')).toBe(false);
  expect(kept.includes('22,20.123N')).toBe(false);
  expect(kept.includes('114,10.456E')).toBe(false);
  const after = await sharp(kept).metadata();
  expect({ orientation: after.orientation, width: after.width, exif: after.exif?.includes('Camera') }).toEqual({
    orientation: before.orientation,
    width: before.width,
    exif: true,
  });
  expect(await sharp(kept).raw().toBuffer()).toEqual(await sharp(photo).raw().toBuffer());
});

test('a TIFF loses it too', async () => {
  const { exif: inside } = await sharp(await plain().withExif(exif).jpeg().toBuffer()).metadata();
  const tiff = Buffer.from(inside?.subarray(inside.indexOf('II*')) ?? []);
  expect(tiff.includes('2026:11:23')).toBe(true);
  const kept = await buffer(withoutPlace(Readable.from([tiff])).bytes);
  expect([kept.includes('2026:11:23'), kept.includes('Camera')]).toEqual([false, true]);
});

test('what came is known by its own sum, piece by piece or whole', async () => {
  const photo = await plain().withExif(exif).jpeg().toBuffer();
  const pieces = Array.from({ length: Math.ceil(photo.length / 7) }, (_one, n) => photo.subarray(n * 7, n * 7 + 7));
  const { bytes, cameAs } = withoutPlace(Readable.from(pieces.map((piece) => Buffer.from(piece))));
  const kept = await buffer(bytes);
  expect(cameAs()).toBe(createHash('sha256').update(photo).digest('hex'));
  expect(kept.includes('2026:11:23')).toBe(false);
});

test('whatever else comes passes as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 8 }), async (pieces) => {
      const whole = Buffer.concat([Buffer.from('%PDF-1.7 Exif\0\0II*\0'), ...pieces]);
      const { bytes } = withoutPlace(
        Readable.from([whole.subarray(0, 5), whole.subarray(5)].filter((one) => one.length > 0)),
      );
      expect(await buffer(bytes)).toEqual(whole);
    }),
  );
});

test('pictures that lie about their parts are let through without a fall', async () => {
  const photo = await plain().withExif(exif).jpeg().toBuffer();
  fc.assert(
    fc.property(fc.integer({ min: 2, max: photo.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
      const spoiled = Buffer.from(photo);
      spoiled[at] = value;
      expect(blankPlace(spoiled).length).toBe(photo.length);
    }),
    { numRuns: 2_000 },
  );
});
