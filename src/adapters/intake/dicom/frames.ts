import type { DataSet } from './elements.ts';
import { tags } from './tags.ts';
import { numberOf, textOf } from './values.ts';

/** Bytes that one uncompressed frame takes. */
export const frameBytes = (dataset: DataSet): number => {
  const value = (tag: string, usual: number) => numberOf(dataset, tag) ?? usual;
  // Two neighbours share their colour in 4:2:2, so a pixel takes two samples of its three (PS3.3 section C.7.6.3.1.2).
  const samples = textOf(dataset, tags.photometric) === 'YBR_FULL_422' ? 2 : value(tags.samplesPerPixel, 1);
  const bits = value(tags.rows, 0) * value(tags.columns, 0) * samples * value(tags.bitsAllocated, 8);
  return Math.ceil(bits / 8);
};

/** The frames of an object as they are packed: one piece of bytes each. Fewer than the header says when the file is short. */
export function framesOf(dataset: DataSet): readonly Uint8Array[] {
  const pixelData = dataset.elements.get(tags.pixelData);
  if (pixelData === undefined) return [];
  const said = Math.max(1, Math.trunc(numberOf(dataset, tags.frames) ?? 1));
  if (pixelData.fragments !== undefined) return packedFrames(pixelData.fragments, said);
  const size = frameBytes(dataset);
  if (size === 0) return [];
  const frames: Uint8Array[] = [];
  for (let at = 0; at < pixelData.value.length && frames.length < said; at += size) {
    const piece = pixelData.value.subarray(at, at + size);
    // A last frame that is cut short is shown with black where nothing came.
    frames.push(piece.length === size ? piece : padded(piece, size));
  }
  return frames;
}

const padded = (piece: Uint8Array, size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  whole.set(piece);
  return whole;
};

/** Fragments to frames (PS3.5 section A.4): one each, or by the offset table, or where a new picture begins. */
function packedFrames(
  [table = new Uint8Array(), ...pieces]: readonly Uint8Array[],
  said: number,
): readonly Uint8Array[] {
  if (said === 1) return pieces.length === 0 ? [] : [Buffer.concat(pieces)];
  if (pieces.length <= said) return pieces;
  const starts = startsIn(table);
  const groups: Uint8Array[][] = [];
  let at = 0;
  for (const piece of pieces) {
    const begins = starts.size > 1 ? starts.has(at) : beginsPicture(piece);
    if (begins || groups.length === 0) groups.push([piece]);
    else groups.at(-1)?.push(piece);
    at += piece.length + 8;
  }
  return groups.slice(0, said).map((group) => Buffer.concat(group));
}

function startsIn(table: Uint8Array): ReadonlySet<number> {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return new Set(
    Array.from({ length: Math.floor(table.byteLength / 4) }, (_each, index) => view.getUint32(index * 4, true)),
  );
}

/** JPEG family, JPEG 2000 family, JPEG XL. */
const beginsPicture = ([first, second, third]: Uint8Array): boolean =>
  (first === 0xff && second === 0xd8) ||
  (first === 0xff && second === 0x4f && third === 0xff) ||
  (first === 0xff && second === 0x0a);

/** Rows and columns that a packed frame itself claims, where its format is known: a frame that lies about its size is not decoded. */
export function claimedSize(frame: Uint8Array): readonly [rows: number, columns: number] | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length > 24 && view.getUint32(0) === 0xff4fff51)
    return [view.getUint32(12) - view.getUint32(20), view.getUint32(8) - view.getUint32(16)];
  if (frame.length < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 < frame.length) {
    const marker = view.getUint16(at);
    const isFrame =
      (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) || marker === 0xfff7;
    if (isFrame) return [view.getUint16(at + 5), view.getUint16(at + 7)];
    if (marker < 0xff00 || marker === 0xffda) return undefined;
    at += marker === 0xffff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
