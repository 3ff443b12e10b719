import { inflateRawSync } from 'node:zlib';
import { alignedBits } from './bits.ts';
import type { DataSet, Element } from './elements.ts';
import { tags } from './tags.ts';
import { isDeflatedFrames, type TransferSyntax } from './transfer-syntaxes.ts';
import { numberOf, textOf } from './values.ts';

/** Where the pixels lie: as whole numbers, or in floating point (PS3.3 section C.7.6.24). */
export const pixelsIn = ({ elements }: DataSet): Element | undefined =>
  elements.get(tags.pixelData) ?? elements.get(tags.floatPixelData) ?? elements.get(tags.doublePixelData);

const saidFrames = (dataset: DataSet): number => Math.max(1, Math.trunc(numberOf(dataset, tags.frames) ?? 1));

/** Bits that one uncompressed frame takes. Frames of single bits need not end with a byte. */
export function frameBits(dataset: DataSet): number {
  const value = (tag: string, usual: number) => numberOf(dataset, tag) ?? usual;
  const pixels = value(tags.rows, 0) * value(tags.columns, 0);
  const { elements } = dataset;
  if (!elements.has(tags.pixelData)) return pixels * (elements.has(tags.floatPixelData) ? 32 : 64);
  const whole = pixels * value(tags.samplesPerPixel, 1) * value(tags.bitsAllocated, 8);
  // Two neighbours share their colour in 4:2:2, so a pixel takes two samples of its three (PS3.3 section C.7.6.3.1.2); some writers leave all three there.
  const isHalved = textOf(dataset, tags.photometric) === 'YBR_FULL_422' && value(tags.samplesPerPixel, 1) === 3;
  const there = elements.get(tags.pixelData)?.value.length ?? 0;
  return isHalved && there * 8 < whole * saidFrames(dataset) ? (whole / 3) * 2 : whole;
}

/** The frames of an object as they are packed: one piece of bytes each. Fewer than the header says when the file is short. Throws where a frame cannot be inflated. */
export function framesOf(dataset: DataSet, syntax?: TransferSyntax): readonly Uint8Array[] {
  const pixelData = pixelsIn(dataset);
  if (pixelData === undefined) return [];
  const said = saidFrames(dataset);
  const bits = frameBits(dataset);
  const size = Math.ceil(bits / 8);
  if (pixelData.fragments !== undefined) {
    const packed = packedFrames(pixelData.fragments, said);
    return syntax !== undefined && isDeflatedFrames(syntax) ? packed.map((each) => inflated(each, size)) : packed;
  }
  if (size === 0) return [];
  const frames: Uint8Array[] = [];
  const value = inOrder(dataset, pixelData);
  for (let at = 0; at < value.length * 8 && frames.length < said; at += bits) {
    const piece = bits % 8 === 0 ? value.subarray(at / 8, at / 8 + size) : alignedBits(value, at, bits);
    // A last frame that is cut short is shown with black where nothing came.
    frames.push(padded(piece, size));
  }
  return frames;
}

/** Big endian turns words of two bytes, also where each holds two samples of eight bits (PS3.5 section 8.1.1). */
function inOrder(dataset: DataSet, { vr, value }: Element): Uint8Array {
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  if (dataset.littleEndian || vr !== 'OW' || bits > 8) return value;
  return Buffer.from(value.subarray(0, value.length - (value.length % 2))).swap16();
}

/** A frame that grows beyond its size is not of this picture; one byte more may stand behind it to make it even. */
const inflated = (frame: Uint8Array, size: number): Uint8Array =>
  padded(inflateRawSync(frame, { maxOutputLength: size + 2 }).subarray(0, size), size);

const padded = (piece: Uint8Array, size: number): Uint8Array => {
  if (piece.length === size) return piece;
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
