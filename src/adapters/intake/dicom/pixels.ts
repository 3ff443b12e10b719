import imaging from 'dcmjs-imaging';
import type { DataSet } from './elements.ts';
import { framesOf } from './frames.ts';
import { PlainGrey } from './plain-grey.ts';
import { unpackRle } from './rle.ts';
import { tags } from './tags.ts';
import type { TransferSyntax } from './transfer-syntaxes.ts';
import { numberOf, numbersOf, textOf } from './values.ts';

/** One frame as it is shown: grey or RGBA, and the range of the values stored behind it (grey pictures shown without a window only). */
export type Shown = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 4;
  readonly data: Uint8Array;
  readonly stored?: readonly [number, number];
};

/** Window in stored values, before any rescaling. */
export type StoredWindow = { readonly center: number; readonly width: number };

/** The pixels of one object, decoded a frame at a time. */
export type Pixels = {
  readonly count: number;
  /** Shows frame `frame`, from 0. Without a window grey values are spread over their own range. Throws what the decoder throws. */
  show(frame: number, window?: StoredWindow): Shown;
  /** The range of the values stored in a frame; undefined for colours. */
  range(frame: number): readonly [number, number] | undefined;
};

/** Undefined when there is nothing that could be shown. Throws what the decoder throws. */
export async function pixelsOf(dataset: DataSet, syntax: TransferSyntax): Promise<Pixels | undefined> {
  const frames = framesOf(dataset);
  if (frames.length === 0 || syntax.pixels === 'kept') return undefined;
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  const plain = plainFrames(dataset, syntax, frames, bits, numberOf(dataset, tags.samplesPerPixel) ?? 1);
  const [first] = plain ?? [];
  if (plain !== undefined && first !== undefined && PlainGrey.of(dataset, first) !== undefined)
    return plainGrey(dataset, plain);
  if (!imaging.NativePixelDecoder.isInitialized()) {
    imaging.log.setLevel('silent');
    await imaging.NativePixelDecoder.initializeAsync();
  }
  return decoded(
    new imaging.DicomImage(elementsFor(dataset, syntax, plain, frames), nameForDecoder(syntax)),
    frames.length,
  );
}

function plainGrey(dataset: DataSet, frames: readonly Uint8Array[]): Pixels {
  const [width, height] = [numberOf(dataset, tags.columns) ?? 0, numberOf(dataset, tags.rows) ?? 0];
  const grey = (frame: number): PlainGrey => {
    const bytes = frames[frame];
    const picture = bytes === undefined ? undefined : PlainGrey.of(dataset, bytes);
    if (picture === undefined) throw new RangeError(`there is no frame ${frame}`);
    return picture;
  };
  return {
    count: frames.length,
    range: (frame) => grey(frame).range(),
    show: (frame, window) => {
      const picture = grey(frame);
      const [low, high] = window === undefined ? picture.range() : [0, 0];
      const whole = { center: (low + high) / 2 + 0.5, width: Math.max(2, high - low + 1) };
      const data = picture.through(window ?? whole);
      return { width, height, channels: 1, data, ...(window === undefined ? { stored: [low, high] as const } : {}) };
    },
  };
}

function decoded(image: InstanceType<typeof imaging.DicomImage>, count: number): Pixels {
  const show = (frame: number, window?: StoredWindow): Shown => {
    const wish = window === undefined ? {} : { windowLevel: new imaging.WindowLevel(window.width, window.center) };
    const { width, height, pixels, windowLevel: used } = image.render({ frame, renderOverlays: false, ...wish });
    const range =
      window !== undefined || used === undefined
        ? {}
        : { stored: [used.getLevel() - used.getWindow() / 2, used.getLevel() + used.getWindow() / 2] as const };
    return { width, height, channels: 4, data: new Uint8Array(pixels), ...range };
  };
  return { count, show, range: (frame) => show(frame).stored };
}

/** After a decoder has fallen, its memory cannot be trusted; the next object gets a new one. */
export const renewDecoder = (): void => {
  if (imaging.NativePixelDecoder.isInitialized()) imaging.NativePixelDecoder.release();
};

/** Big endian, deflated and RLE are handed over as plain little endian: we have turned them already. */
const nameForDecoder = (syntax: TransferSyntax): string =>
  syntax.pixels === 'native' || isRle(syntax) ? '1.2.840.10008.1.2.1' : syntax.uid;
const isRle = ({ uid }: TransferSyntax): boolean => uid === '1.2.840.10008.1.2.5';

function elementsFor(
  dataset: DataSet,
  syntax: TransferSyntax,
  plain: readonly Uint8Array[] | undefined,
  frames: readonly Uint8Array[],
): Record<string, unknown> {
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  const samples = numberOf(dataset, tags.samplesPerPixel) ?? 1;
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
