import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { WithoutPlace } from '#src/ports/without-place.ts';

/**
 * Blanks where a picture was taken, on its way in and before it is sealed: the GPS part of Exif and of XMP, in JPEG, TIFF, PNG, WebP, HEIC and AVIF. Nothing
 * else changes and no byte moves, so that the picture stays what the camera made. Other files pass as they are, without waiting for their end.
 * Exif: CIPA DC-008 (tag 0x8825 points to the GPS IFD).
 */
export const withoutPlace: WithoutPlace = (source) => {
  const hash = createHash('sha256');
  let came: string | undefined;
  const pass = async function* () {
    let waiting: Buffer[] | undefined = [];
    for await (const piece of source) {
      // A stream of bytes without an encoding gives buffers.
      const bytes = piece as Buffer;
      hash.update(bytes);
      if (!waiting) {
        yield bytes;
        continue;
      }
      waiting.push(bytes);
      const head = Buffer.concat(waiting.slice(0, 16));
      if (head.length < 16 || isPicture(head)) continue;
      yield* waiting;
      waiting = undefined;
    }
    came = hash.digest('hex');
    if (waiting) yield blankPlace(Buffer.concat(waiting));
  };
  return {
    bytes: Readable.from(pass(), { objectMode: false }),
    cameAs: () => came,
  };
};

function isPicture(head: Buffer): boolean {
  const start = head.toString('latin1', 0, 16);
  return (
    start.startsWith('\xff\xd8\xff') ||
    start.startsWith('\x89PNG') ||
    start.startsWith('II*\0') ||
    start.startsWith('MM\0*') ||
    (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') ||
    start.slice(4, 8) === 'ftyp'
  );
}

/** The picture without the place. The bytes given are changed. */
export function blankPlace(bytes: Buffer): Buffer {
  for (const start of tiffsIn(bytes)) blankGps(bytes, start);
  blankXmp(bytes);
  mendPng(bytes);
  return bytes;
}

const isTiff = (bytes: Buffer, at: number): boolean => {
  const mark = bytes.toString('latin1', at, at + 4);
  return mark === 'II*\0' || mark === 'MM\0*';
};

/** Wherever Exif lies: it is a small TIFF behind one of three marks, or the file is a TIFF itself. */
function tiffsIn(bytes: Buffer): readonly number[] {
  const found = isTiff(bytes, 0) ? [0] : [];
  for (const [mark, after] of [
    ['Exif\0\0', 6],
    ['eXIf', 4],
    ['EXIF', 8],
  ] as const)
    for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0; at = bytes.indexOf(mark, at + 4, 'latin1'))
      if (isTiff(bytes, at + after)) found.push(at + after);
  return found;
}

const sizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
};
const gpsPointer = 0x8825;
const mostEntries = 512;

function blankGps(bytes: Buffer, start: number): void {
  const little = bytes[start] === 0x49;
  const two = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const four = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const fits = (at: number, length: number): boolean => at >= start && at + length <= bytes.length;
  const entriesAt = (at: number): readonly number[] =>
    fits(at, 2)
      ? Array.from({ length: Math.min(two(at), mostEntries) }, (_one, n) => at + 2 + n * 12).filter((each) =>
          fits(each, 12),
        )
      : [];
  const seen = new Set<number>();
  const directories = fits(start + 4, 4) ? [start + four(start + 4)] : [];
  for (let at = directories.pop(); at !== undefined; at = directories.pop()) {
    if (seen.has(at) || seen.size > 64) continue;
    seen.add(at);
    const entries = entriesAt(at);
    for (const entry of entries)
      if (two(entry) === gpsPointer) {
        const gps = start + four(entry + 8);
        for (const one of entriesAt(gps)) {
          const length = (sizes[two(one + 2)] ?? 1) * four(one + 4);
          const value = start + four(one + 8);
          if (length > 4 && fits(value, length)) bytes.fill(0, value, value + length);
          bytes.fill(0, one, one + 12);
        }
        if (fits(gps, 2)) bytes.fill(0, gps, gps + 2);
      }
    const next = at + 2 + entries.length * 12;
    if (entries.length > 0 && fits(next, 4) && four(next) !== 0) directories.push(start + four(next));
  }
}

const afterGps = 200;

/** In XMP the place stands as text. Its figures become noughts; the text keeps its length. */
function blankXmp(bytes: Buffer): void {
  for (let at = bytes.indexOf('exif:GPS', 0, 'latin1'); at >= 0; at = bytes.indexOf('exif:GPS', at + 8, 'latin1')) {
    const end = endOfValue(bytes, at);
    for (let one = at; one < end; one += 1) {
      const code = bytes[one] ?? 0;
      if (code >= 0x30 && code <= 0x39) bytes[one] = 0x30;
    }
  }
}

function endOfValue(bytes: Buffer, at: number): number {
  const text = bytes.toString('latin1', at, at + afterGps);
  const value = /^exif:GPS\w+\s*(?:=\s*("[^"]*"|'[^']*')|>[^<]*)/u.exec(text);
  return at + (value?.[0].length ?? 8);
}

/** PNG guards each part with a sum of its own: the parts that may have changed get theirs anew. */
function mendPng(bytes: Buffer): void {
  if (bytes.toString('latin1', 1, 4) !== 'PNG') return;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'eXIf' || type === 'iTXt') bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end)), end);
    at = end + 4;
  }
}
