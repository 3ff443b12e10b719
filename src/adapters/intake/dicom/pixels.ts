import imaging from 'dcmjs-imaging';
import type { DataSet } from './elements.ts';
import { framesOf } from './frames.ts';
import { unpackRle } from './rle.ts';
import { tags } from './tags.ts';
import type { TransferSyntax } from './transfer-syntaxes.ts';
import { numberOf, numbersOf, textOf } from './values.ts';

/** One frame as it is shown: RGBA, and the range of the values stored behind it (grey pictures only). */
export type Shown = {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
  readonly stored?: readonly [number, number];
};

/** Window in stored values, before any rescaling. */
export type StoredWindow = { readonly center: number; readonly width: number };

/** The pixels of one object, decoded a frame at a time. */
export class Pixels {
  readonly #image: InstanceType<typeof imaging.DicomImage>;
  readonly count: number;

  private constructor(image: InstanceType<typeof imaging.DicomImage>, count: number) {
    this.#image = image;
    this.count = count;
  }

  /** Undefined when there is nothing that could be shown. Throws what the decoder throws. */
  static async of(dataset: DataSet, syntax: TransferSyntax): Promise<Pixels | undefined> {
    const frames = framesOf(dataset);
    if (frames.length === 0 || syntax.pixels === 'kept') return undefined;
    if (!imaging.NativePixelDecoder.isInitialized()) {
      imaging.log.setLevel('silent');
      await imaging.NativePixelDecoder.initializeAsync();
    }
    const elements = elementsFor(dataset, syntax, frames);
    return new Pixels(new imaging.DicomImage(elements, nameForDecoder(syntax)), frames.length);
  }

  /** Decodes frame `frame` (from 0). Without a window grey values are spread over their own range. */
  show(frame = 0, window?: StoredWindow): Shown {
    const windowLevel =
      window === undefined ? {} : { windowLevel: new imaging.WindowLevel(window.width, window.center) };
    const {
      width,
      height,
      pixels,
      windowLevel: used,
    } = this.#image.render({ frame, renderOverlays: false, ...windowLevel });
    const range =
      window !== undefined || used === undefined
        ? {}
        : { stored: [used.getLevel() - used.getWindow() / 2, used.getLevel() + used.getWindow() / 2] as const };
    return { width, height, rgba: new Uint8Array(pixels), ...range };
  }
}

/** After a decoder has fallen, its memory cannot be trusted; the next object gets a new one. */
export const renewDecoder = (): void => {
  if (imaging.NativePixelDecoder.isInitialized()) imaging.NativePixelDecoder.release();
};

/** Big endian, deflated and RLE are handed over as plain little endian: we have turned them already. */
const nameForDecoder = (syntax: TransferSyntax): string =>
  syntax.pixels === 'native' || isRle(syntax) ? '1.2.840.10008.1.2.1' : syntax.uid;
const isRle = ({ uid }: TransferSyntax): boolean => uid === '1.2.840.10008.1.2.5';

function elementsFor(dataset: DataSet, syntax: TransferSyntax, frames: readonly Uint8Array[]): Record<string, unknown> {
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  const samples = numberOf(dataset, tags.samplesPerPixel) ?? 1;
  const plain = plainFrames(dataset, syntax, frames, bits, samples);
  const data = plain === undefined ? frames : [Buffer.concat(plain)];
  return {
    Rows: numberOf(dataset, tags.rows),
    Columns: numberOf(dataset, tags.columns),
    NumberOfFrames: frames.length,
    BitsAllocated: bits,
    BitsStored: numberOf(dataset, tags.bitsStored) ?? bits,
    HighBit: numberOf(dataset, tags.highBit) ?? bits - 1,
    PixelRepresentation: numberOf(dataset, tags.pixelRepresentation) ?? 0,
    SamplesPerPixel: samples,
    PlanarConfiguration: isRle(syntax) ? 0 : (numberOf(dataset, tags.planar) ?? 0),
    PhotometricInterpretation: textOf(dataset, tags.photometric) ?? 'MONOCHROME2',
    _vrMap: { PixelData: bits > 8 ? 'OW' : 'OB' },
    PixelData: data.map((each) => each.buffer.slice(each.byteOffset, each.byteOffset + each.byteLength)),
    ...paletteOf(dataset),
  };
}

function plainFrames(
  dataset: DataSet,
  syntax: TransferSyntax,
  frames: readonly Uint8Array[],
  bits: number,
  samples: number,
): readonly Uint8Array[] | undefined {
  const pixels = (numberOf(dataset, tags.rows) ?? 0) * (numberOf(dataset, tags.columns) ?? 0);
  if (isRle(syntax)) return frames.map((each) => unpackRle(each, pixels, Math.ceil(bits / 8), samples));
  if (syntax.pixels !== 'native') return undefined;
  return !syntax.littleEndian && bits > 8 ? frames.map((each) => turn(each, bits / 8)) : frames;
}

function paletteOf(dataset: DataSet): Record<string, unknown> {
  if (textOf(dataset, tags.photometric) !== 'PALETTE COLOR') return {};
  return Object.fromEntries(
    (['Red', 'Green', 'Blue'] as const).flatMap((colour, index) => {
      const data = dataset.elements.get(`0028120${index + 1}`)?.value ?? new Uint8Array();
      return [
        [`${colour}PaletteColorLookupTableDescriptor`, [...numbersOf(dataset, `0028110${index + 1}`)]],
        [
          `${colour}PaletteColorLookupTableData`,
          [data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)],
        ],
      ];
    }),
  );
}

function turn(bytes: Uint8Array, size: number): Uint8Array {
  const copy = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % size)));
  if (size === 2) return copy.swap16();
  return size === 4 ? copy.swap32() : copy;
}
