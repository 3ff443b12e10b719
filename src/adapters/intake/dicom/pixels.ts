import imaging from 'dcmjs-imaging';
import { bytesOfBits, sixteenOfTwelve } from './bits.ts';
import { renewCodecs, unpacked, wakeCodecs } from './codecs.ts';
import { colourOf } from './colour.ts';
import { DeepGrey } from './deep-grey.ts';
import type { DataSet } from './elements.ts';
import { framesOf, pixelsIn } from './frames.ts';
import { colourModel } from './jpeg-colours.ts';
import { PlainGrey } from './plain-grey.ts';
import { unpackRle } from './rle.ts';
import { shadeOf, type Wish } from './shading.ts';
import { tags } from './tags.ts';
import { isRle, type TransferSyntax } from './transfer-syntaxes.ts';
import { numberOf, textOf } from './values.ts';

/** One frame as it is shown: grey or RGBA. */
export type Shown = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 4;
  readonly data: Uint8Array;
};

/** The pixels of one object, decoded a frame at a time. */
export type Pixels = {
  readonly count: number;
  /** Shows frame `frame`, from 0. Throws what the decoder throws. */
  show(frame: number, wish?: Wish): Shown;
  /** The range of the values stored in a frame; undefined for colours. */
  range(frame: number): readonly [number, number] | undefined;
};

/** Undefined when there is nothing that could be shown. Throws what the decoder throws. */
export async function pixelsOf(dataset: DataSet, syntax: TransferSyntax): Promise<Pixels | undefined> {
  const frames = framesOf(dataset, syntax);
  if (frames.length === 0 || syntax.pixels === 'kept') return undefined;
  if (isPackedInSecret(dataset, syntax))
    throw new RangeError('pixels are packed although the syntax says they are not');
  const isGrey =
    (textOf(dataset, tags.photometric) ?? 'MONOCHROME2').startsWith('MONOCHROME') &&
    (numberOf(dataset, tags.samplesPerPixel) ?? 1) === 1;
  if (syntax.pixels === 'native' || isRle(syntax))
    return isGrey ? plainGrey(dataset, syntax, frames) : plainColour(dataset, syntax, frames);
  await wakeCodecs();
  if (isGrey) return greyOf(dataset, frames.length, (frame) => unpackedGrey(dataset, syntax, frameOf(frames, frame)));
  const model = colourModel(textOf(dataset, tags.photometric) ?? '', syntax.uid, frameOf(frames, 0));
  if (model !== undefined)
    return coloursOf(dataset, frames.length, (frame) =>
      colourOf(dataset, unpacked(dataset, syntax.uid, frameOf(frames, frame)), { model }),
    );
  if (!imaging.NativePixelDecoder.isInitialized()) {
    imaging.log.setLevel('silent');
    await imaging.NativePixelDecoder.initializeAsync();
  }
  return strangeColours(new imaging.DicomImage(elementsFor(dataset, frames), syntax.uid), frames.length);
}

/** Pieces of a packing that the syntax does not name: shown as they lie they would be noise. */
const isPackedInSecret = (dataset: DataSet, syntax: TransferSyntax): boolean =>
  syntax.pixels === 'native' && !syntax.isInFragments && pixelsIn(dataset)?.fragments !== undefined;

type Grey = Pick<PlainGrey, 'range' | 'through'>;

function greyOf(dataset: DataSet, count: number, grey: (frame: number) => Grey): Pixels {
  const [width, height] = [numberOf(dataset, tags.columns) ?? 0, numberOf(dataset, tags.rows) ?? 0];
  return {
    count,
    range: (frame) => grey(frame).range(),
    show: (frame, wish = {}) => {
      const picture = grey(frame);
      const shade = shadeOf(dataset, frame, (isPadding) => picture.range(isPadding), wish);
      return { width, height, channels: 1, data: picture.through(shade) };
    },
  };
}

const plainGrey = (dataset: DataSet, syntax: TransferSyntax, frames: readonly Uint8Array[]): Pixels =>
  greyOf(dataset, frames.length, (frame) => greyIn(dataset, plainFrame(dataset, syntax, frameOf(frames, frame))));

function greyIn(dataset: DataSet, frame: Uint8Array): Grey {
  const pixels = (numberOf(dataset, tags.rows) ?? 0) * (numberOf(dataset, tags.columns) ?? 0);
  if (!dataset.elements.has(tags.pixelData))
    return DeepGrey.of(frame, dataset.elements.has(tags.floatPixelData) ? 'float' : 'double', pixels);
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  if (bits === 1) return PlainGrey.ofMask(bytesOfBits(frame, pixels));
  if (bits === 32)
    return DeepGrey.of(frame, numberOf(dataset, tags.pixelRepresentation) === 1 ? 'signed' : 'unsigned', pixels);
  const grey = PlainGrey.of(dataset, bits === 12 ? sixteenOfTwelve(frame, pixels) : frame);
  if (grey === undefined) throw new RangeError(`samples of ${bits} bits`);
  return grey;
}

function unpackedGrey(dataset: DataSet, syntax: TransferSyntax, frame: Uint8Array): Grey {
  const data = unpacked(dataset, syntax.uid, frame);
  // A decoder gives single bits as a byte each.
  if (numberOf(dataset, tags.bitsAllocated) === 1) return PlainGrey.ofMask(data);
  const grey = PlainGrey.of(dataset, data, true);
  if (grey === undefined) throw new RangeError('the decoder gave another number of samples');
  return grey;
}

function plainColour(dataset: DataSet, syntax: TransferSyntax, frames: readonly Uint8Array[]): Pixels {
  const isPlanar = !isRle(syntax) && numberOf(dataset, tags.planar) === 1;
  return coloursOf(dataset, frames.length, (frame) =>
    colourOf(dataset, plainFrame(dataset, syntax, frameOf(frames, frame)), { isPlanar }),
  );
}

function coloursOf(dataset: DataSet, count: number, paint: (frame: number) => Uint8Array | undefined): Pixels {
  const [width, height] = [numberOf(dataset, tags.columns) ?? 0, numberOf(dataset, tags.rows) ?? 0];
  return shownOnly(count, (frame) => {
    const data = paint(frame);
    if (data === undefined) throw new RangeError('colours that are not known');
    return { width, height, channels: 4, data };
  });
}

/** Models of colour that are rare: retired ones, and those with more than three samples. */
const strangeColours = (image: InstanceType<typeof imaging.DicomImage>, count: number): Pixels =>
  shownOnly(count, (frame) => {
    const { width, height, pixels } = image.render({ frame, renderOverlays: false });
    return { width, height, channels: 4, data: new Uint8Array(pixels) };
  });

/** Colours have no range; asking for it proves that they can be shown. */
const shownOnly = (count: number, show: (frame: number) => Shown): Pixels => ({
  count,
  show,
  range: (frame) => {
    show(frame);
    return undefined;
  },
});

/** After a decoder has fallen, its memory cannot be trusted; the next object gets a new one. */
export const renewDecoder = (): void => {
  renewCodecs();
  if (imaging.NativePixelDecoder.isInitialized()) imaging.NativePixelDecoder.release();
};

function frameOf(frames: readonly Uint8Array[], frame: number): Uint8Array {
  const bytes = frames[frame];
  if (bytes === undefined) throw new RangeError(`there is no frame ${frame}`);
  return bytes;
}

function elementsFor(dataset: DataSet, frames: readonly Uint8Array[]): Record<string, unknown> {
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  return {
    Rows: numberOf(dataset, tags.rows),
    Columns: numberOf(dataset, tags.columns),
    NumberOfFrames: frames.length,
    BitsAllocated: bits,
    BitsStored: numberOf(dataset, tags.bitsStored) ?? bits,
    HighBit: numberOf(dataset, tags.highBit) ?? bits - 1,
    PixelRepresentation: numberOf(dataset, tags.pixelRepresentation) ?? 0,
    SamplesPerPixel: numberOf(dataset, tags.samplesPerPixel) ?? 1,
    PlanarConfiguration: numberOf(dataset, tags.planar) ?? 0,
    PhotometricInterpretation: textOf(dataset, tags.photometric) ?? 'MONOCHROME2',
    _vrMap: { PixelData: bits > 8 ? 'OW' : 'OB' },
    PixelData: frames.map((each) => each.buffer.slice(each.byteOffset, each.byteOffset + each.byteLength)),
  };
}

/** One frame of those that need no decoder, little endian. */
function plainFrame(dataset: DataSet, syntax: TransferSyntax, frame: Uint8Array): Uint8Array {
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  const pixels = (numberOf(dataset, tags.rows) ?? 0) * (numberOf(dataset, tags.columns) ?? 0);
  const samples = numberOf(dataset, tags.samplesPerPixel) ?? 1;
  // Single bits are packed eight to a byte, also where the bytes are packed once more.
  if (isRle(syntax)) return unpackRle(frame, bits === 1 ? Math.ceil(pixels / 8) : pixels, Math.ceil(bits / 8), samples);
  const size = dataset.elements.has(tags.pixelData) ? bits / 8 : dataset.elements.has(tags.floatPixelData) ? 4 : 8;
  return syntax.littleEndian || size <= 1 ? frame : turn(frame, size);
}

function turn(bytes: Uint8Array, size: number): Uint8Array {
  const copy = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % size)));
  if (size === 2) return copy.swap16();
  if (size === 8) return copy.swap64();
  return size === 4 ? copy.swap32() : copy;
}
