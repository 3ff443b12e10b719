import type { Shade } from './shading.ts';

/** A frame of grey values of 32 bits or in floating point. */
export class DeepGrey {
  readonly #values: ArrayLike<number>;

  private constructor(values: ArrayLike<number>) {
    this.#values = values;
  }

  /** Little endian. Throws `RangeError` where fewer are there than `pixels`. */
  static of(frame: Uint8Array, kind: 'float' | 'double' | 'signed' | 'unsigned', pixels: number): DeepGrey {
    const bytes = new Uint8Array(frame).buffer;
    switch (kind) {
      case 'float':
        return new DeepGrey(new Float32Array(bytes, 0, pixels));
      case 'double':
        return new DeepGrey(new Float64Array(bytes, 0, pixels));
      case 'signed':
        return new DeepGrey(new Int32Array(bytes, 0, pixels));
      default:
        return new DeepGrey(new Uint32Array(bytes, 0, pixels));
    }
  }

  /** Of what is a number and is not left out; two noughts where nothing is. */
  range(isLeftOut: (value: number) => boolean = () => false): readonly [number, number] {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = 0; at < this.#values.length; at += 1) {
      const value = this.#values[at] as number;
      if (!Number.isFinite(value) || isLeftOut(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low > high ? [0, 0] : [low, high];
  }

  /** What is no number is black. */
  through({ of }: Shade): Uint8Array {
    const grey = new Uint8ClampedArray(this.#values.length);
    for (let at = 0; at < grey.length; at += 1) {
      const value = this.#values[at] as number;
      grey[at] = Number.isNaN(value) ? 0 : of(value);
    }
    return new Uint8Array(grey.buffer);
  }
}
