import type { DataSet } from './elements.ts';
import { type Lookup, lookedUp, lookupOf } from './lookup.ts';
import { tags } from './tags.ts';
import { numberOf, textOf } from './values.ts';

/** Red, green, blue and full opacity for each pixel. */
type Painted = Uint8Array;

export type How = {
  /** The samples of each colour lie together. */
  readonly isPlanar?: boolean;
  /** What the samples mean, where that is not what the header says. */
  readonly model?: string;
};

/** A frame in colours that lies plain, of 8, 16 or 32 bits (PS3.3 section C.7.6.3.1.2). Undefined for what this is not. */
export function colourOf(dataset: DataSet, frame: Uint8Array, { isPlanar = false, model }: How): Painted | undefined {
  const kind = model ?? textOf(dataset, tags.photometric) ?? '';
  const pixels = (numberOf(dataset, tags.rows) ?? 0) * (numberOf(dataset, tags.columns) ?? 0);
  if (kind === 'PALETTE COLOR') return fromPalette(dataset, frame, pixels);
  const isYbr = kind === 'YBR_FULL' || kind === 'YBR_FULL_422';
  if (numberOf(dataset, tags.samplesPerPixel) !== 3 || (kind !== 'RGB' && !isYbr)) return undefined;
  const size = (numberOf(dataset, tags.bitsAllocated) ?? 8) / 8;
  if (size !== 1 && size !== 2 && size !== 4) return undefined;
  const isHalved = kind === 'YBR_FULL_422' && frame.length < pixels * 3 * size;
  const sample = samplesOf(dataset, frame, size);
  const out = new Uint8Array(pixels * 4).fill(255);
  for (let at = 0; at < pixels; at += 1) {
    const [one, two, three] = isHalved
      ? [(at >>> 1) * 4 + (at & 1), (at >>> 1) * 4 + 2, (at >>> 1) * 4 + 3]
      : isPlanar
        ? [at, at + pixels, at + pixels * 2]
        : [at * 3, at * 3 + 1, at * 3 + 2];
    if (isYbr) paintYbr(out, at * 4, sample(one), sample(two), sample(three));
    else {
      out[at * 4] = sample(one);
      out[at * 4 + 1] = sample(two);
      out[at * 4 + 2] = sample(three);
    }
  }
  return out;
}

/** Samples as shares of 255, by the bits that are used. */
function samplesOf(dataset: DataSet, frame: Uint8Array, size: 1 | 2 | 4): (index: number) => number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const bits = numberOf(dataset, tags.bitsStored) ?? size * 8;
  if (size === 1 && bits === 8) return (index) => frame[index] ?? 0;
  const low = Math.max(0, (numberOf(dataset, tags.highBit) ?? bits - 1) + 1 - bits);
  const most = 2 ** bits - 1;
  const read = {
    1: (index: number) => view.getUint8(index),
    2: (index: number) => view.getUint16(index * 2, true),
    4: (index: number) => view.getUint32(index * 4, true),
  }[size];
  const count = Math.floor(frame.length / size);
  return (index) => (index < count ? Math.min(255, (Math.floor(read(index) / 2 ** low) / most) * 255) : 0);
}

function paintYbr(out: Uint8Array, at: number, y: number, blue: number, red: number): void {
  const cut = (value: number) => Math.min(255, Math.max(0, Math.round(value)));
  out[at] = cut(y + 1.402 * (red - 128));
  out[at + 1] = cut(y - 0.344136 * (blue - 128) - 0.714136 * (red - 128));
  out[at + 2] = cut(y + 1.772 * (blue - 128));
}

function fromPalette(dataset: DataSet, frame: Uint8Array, pixels: number): Painted | undefined {
  const tables = ([1, 2, 3] as const).map((which) =>
    lookupOf(dataset, `0028110${which}`, `0028120${which}`, `0028122${which}`),
  );
  const [red, green, blue] = tables;
  const size = (numberOf(dataset, tags.bitsAllocated) ?? 8) / 8;
  if (!red || !green || !blue || (size !== 1 && size !== 2)) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const mask = 2 ** (numberOf(dataset, tags.bitsStored) ?? size * 8) - 1;
  const out = new Uint8Array(pixels * 4).fill(255);
  const shades = [red, green, blue].map(eightBits);
  for (let at = 0; at < pixels; at += 1) {
    const index = (size === 1 ? (frame[at] ?? 0) : view.getUint16(at * 2, true)) & mask;
    shades.forEach((shade, colour) => {
      out[at * 4 + colour] = shade(index);
    });
  }
  return out;
}

/** Some writers put entries of eight bits into words of sixteen and call them sixteen. */
function eightBits(table: Lookup): (index: number) => number {
  const most = table.entries.reduce((highest, each) => Math.max(highest, each), 0);
  const shift = table.bits > 8 && most > 255 ? 8 : 0;
  return (index) => lookedUp(table, index) >>> shift;
}
