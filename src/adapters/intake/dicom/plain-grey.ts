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
    // A copy that starts at an even place, whatever it is a view of.
    const bytes = new Uint8Array(frame.subarray(0, pixels * (bits / 8)));
    const samples = bits === 8 ? bytes : new Uint16Array(bytes.buffer, 0, Math.floor(bytes.length / 2));
    if (samples.length !== pixels) return undefined;
    const stored = numberOf(dataset, tags.bitsStored) ?? bits;
    const high = numberOf(dataset, tags.highBit) ?? stored - 1;
    if (stored < 1 || stored > bits || high < stored - 1 || high >= bits) return undefined;
    const isSigned = numberOf(dataset, tags.pixelRepresentation) === 1;
    return new PlainGrey(samples, meanings(bits, stored, high, isSigned), photometric === 'MONOCHROME1');
  }

  range(): readonly [number, number] {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const meaning = this.#meaning;
    for (const sample of this.#samples) {
      const value = meaning[sample] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }

  /** Grey from 0 to 255 through a window (PS3.3 section C.11.2.1.2, linear). */
  through({ center, width }: StoredWindow): Uint8Array {
    const shade = Uint8ClampedArray.from(this.#meaning, (value) => {
      const share = width <= 1 ? Number(value > center - 0.5) : (value - (center - 0.5)) / (width - 1) + 0.5;
      return (this.#isInverted ? 1 - Math.min(1, Math.max(0, share)) : share) * 255;
    });
    const grey = new Uint8Array(this.#samples.length);
    for (let at = 0; at < grey.length; at += 1) grey[at] = shade[this.#samples[at] ?? 0] ?? 0;
    return grey;
  }
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
