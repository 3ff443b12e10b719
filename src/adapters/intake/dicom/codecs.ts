import codecs from 'dcmjs-codecs';
import type { DataSet } from './elements.ts';
import { claimedSize } from './frames.ts';
import { tags } from './tags.ts';
import { numberOf, textOf } from './values.ts';

const { Context, NativeCodecs, log } = codecs;

/** Wakes the decoders, once; after `renewCodecs` anew. */
export async function wakeCodecs(): Promise<void> {
  if (NativeCodecs.isInitialized()) return;
  log.setLevel('silent');
  await NativeCodecs.initializeAsync();
}

/** After a decoder has fallen, its memory cannot be trusted; the next object gets a new one. */
export const renewCodecs = (): void => {
  if (NativeCodecs.isInitialized()) NativeCodecs.release();
};

/** One packed frame as it is stored: little endian, in the bits allocated, low bits used, the samples of a pixel together. Throws what the decoder throws, and before it for a frame of another size. */
export function unpacked(dataset: DataSet, syntax: string, frame: Uint8Array): Uint8Array {
  const claimed = claimedSize(frame);
  if (claimed && (claimed[0] !== numberOf(dataset, tags.rows) || claimed[1] !== numberOf(dataset, tags.columns)))
    throw new RangeError('the frame is of another size than the header says');
  const bits = numberOf(dataset, tags.bitsAllocated) ?? 8;
  const context = new Context({
    width: numberOf(dataset, tags.columns) ?? 0,
    height: numberOf(dataset, tags.rows) ?? 0,
    bitsAllocated: bits,
    bitsStored: numberOf(dataset, tags.bitsStored) ?? bits,
    samplesPerPixel: numberOf(dataset, tags.samplesPerPixel) ?? 1,
    pixelRepresentation: numberOf(dataset, tags.pixelRepresentation) ?? 0,
    planarConfiguration: 0,
    photometricInterpretation: textOf(dataset, tags.photometric) ?? 'MONOCHROME2',
    encodedBuffer: frame,
  });
  const data = decoderFor(syntax)(context, { convertColorspaceToRgb: false }).getDecodedBuffer();
  if (data === undefined) throw new RangeError('the decoder gave nothing');
  return data;
}

type Decode = (typeof NativeCodecs)['decodeJpeg'];

/** By the last part of the UID (PS3.6 table A-1). */
function decoderFor(syntax: string): Decode {
  const which = syntax.split('.').at(-1) ?? '';
  if (/^(?:50|51|57|70)$/u.test(which)) return (context, how) => NativeCodecs.decodeJpeg(context, how);
  if (/^8[01]$/u.test(which)) return (context, how) => NativeCodecs.decodeJpegLs(context, how);
  if (/^9[0-3]$/u.test(which)) return (context, how) => NativeCodecs.decodeJpeg2000(context, how);
  if (/^20[1-3]$/u.test(which)) return (context, how) => NativeCodecs.decodeHtJpeg2000(context, how);
  if (/^11[0-2]$/u.test(which)) return (context, how) => NativeCodecs.decodeJpegXl(context, how);
  throw new RangeError('no decoder for this syntax');
}
