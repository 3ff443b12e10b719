import type { DataSet } from './elements.ts';
import type { StoredWindow } from './pixels.ts';
import { tags } from './tags.ts';
import { numberOf, textOf } from './values.ts';

/** A frame of grey values of 8 or 16 bits that lies plain, little endian: shown without a decoder, which is many times faster. */
export class PlainGrey {
  readonly #samples: Uint8Array | Uint16Array;
  /** What each stored pattern of bits means as a number (PS3.5 section 8.1.1: bits stored, high bit, sign). */
  readonly #meaning: Float64Array;
  readonly #isInverted: boolean;

  private constructor(samples: Uint8Array | Uint16Array, meaning: Float64Array, isInverted: boolean) {
    this.#samples = samples;
    this.#meaning = meaning;
    this.#isInverted = isInverted;
  }

  /** Undefined for what is not plain grey of 8 or 16 bits. */
  static of(dataset: DataSet, frame: Uint8Array): PlainGrey | undefined {
    const photometric = textOf(dataset, tags.photometric) ?? 'MONOCHROME2';
    const bits = numberOf(dataset, tags.bitsAllocated);
    const isGrey = photometric.startsWith('MONOCHROME') && (numberOf(dataset, tags.samplesPerPixel) ?? 1) === 1;
    if (!isGrey || (bits !== 8 && bits !== 16)) return undefined;
    const pixels = (numberOf(dataset, tags.rows) ?? 0) * (numberOf(dataset, tags.columns) ?? 0);
    const samples = samplesIn(frame.subarray(0, pixels * (bits / 8)), bits);
    if (samples.length !== pixels) return undefined;
    const stored = numberOf(dataset, tags.bitsStored) ?? bits;
    const high = numberOf(dataset, tags.highBit) ?? stored - 1;
    if (stored < 1 || stored > bits || high < stored - 1 || high >= bits) return undefined;
    const isSigned = numberOf(dataset, tags.pixelRepresentation) === 1;
    return new PlainGrey(samples, meanings(bits, stored, high, isSigned), photometric === 'MONOCHROME1');
  }

  range(): readonly [number, number] {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    const samples = this.#samples;
    const meaning = this.#meaning;
    // By index: a quarter of a million values for each slice, and an iterator would take ten times as long.
    for (let at = 0; at < samples.length; at += 1) {
      const value = meaning[samples[at] as number] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }

  /** Grey from 0 to 255 through a window (PS3.3 section C.11.2.1.2, linear). */
  through(window: StoredWindow): Uint8Array {
    const shade = shades(this.#meaning, window, this.#isInverted);
    const samples = this.#samples;
    const grey = new Uint8Array(samples.length);
    for (let at = 0; at < grey.length; at += 1) grey[at] = shade[samples[at] as number] as number;
    return grey;
  }
}

/** Two bytes are read together at even places only: a frame that starts at an odd one is copied. */
function samplesIn(frame: Uint8Array, bits: 8 | 16): Uint8Array | Uint16Array {
  if (bits === 8) return frame;
  const bytes = frame.byteOffset % 2 === 0 ? frame : new Uint8Array(frame);
  return new Uint16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 2));
}

type Shades = { readonly of: Float64Array; readonly key: string; readonly table: Uint8ClampedArray };
/** The last ones: the slices of a series are looked at through one window. */
let lately: readonly Shades[] = [];

function shades(meaning: Float64Array, { center, width }: StoredWindow, isInverted: boolean): Uint8ClampedArray {
  const key = `${center} ${width} ${isInverted}`;
  const there = lately.find((one) => one.of === meaning && one.key === key);
  if (there) return there.table;
  const table = new Uint8ClampedArray(meaning.length);
  for (let pattern = 0; pattern < table.length; pattern += 1) {
    const value = meaning[pattern] as number;
    const share = width <= 1 ? Number(value > center - 0.5) : (value - (center - 0.5)) / (width - 1) + 0.5;
    table[pattern] = (isInverted ? 1 - Math.min(1, Math.max(0, share)) : share) * 255;
  }
  lately = [{ of: meaning, key, table }, ...lately.slice(0, 3)];
  return table;
}

const made = new Map<string, Float64Array>();

function meanings(bits: number, stored: number, high: number, isSigned: boolean): Float64Array {
  const key = `${bits} ${stored} ${high} ${isSigned}`;
  const there = made.get(key);
  if (there !== undefined) return there;
  const [shift, mask, sign] = [high + 1 - stored, 2 ** stored - 1, 2 ** (stored - 1)];
  const table = Float64Array.from({ length: 2 ** bits }, (_each, pattern) => {
    const value = (pattern >>> shift) & mask;
    return isSigned && value >= sign ? value - 2 ** stored : value;
  });
  if (made.size > 16) made.clear();
  made.set(key, table);
  return table;
}
