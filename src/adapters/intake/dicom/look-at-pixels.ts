import type { Warning } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Limits } from '#src/ports/readers.ts';
import { claimedSize, frameBits, framesOf, pixelsIn } from './frames.ts';
import type { InstanceFacts } from './geometry.ts';
import type { DicomFile } from './part10.ts';
import { pixelsOf, renewDecoder } from './pixels.ts';
import { tags } from './tags.ts';
import { numberOf, textOf } from './values.ts';

export type PixelLook = {
  readonly hasPixels: boolean;
  readonly warnings: readonly Warning[];
  readonly facts: Readonly<Record<string, unknown>>;
};

/** Kinds of object that never carry a picture, by modality. */
const withoutPicture = /^(?:SR|DOC|ECG|EPS|HD|KO|PR|RTPLAN|RTSTRUCT|RTRECORD|REG|AU|PLAN|SMR|FID|M3D)$/u;

/** Frames decoded to prove that they can be: the first ones, as many as these pixels allow. */
const provenPixels = 4_000_000;

/** Twenty times a long film of the heart; a file of single bits could hold a thousand million. */
const mostFrames = 100_000;

/** Decodes enough of the picture to know that it can be shown, and says so when it cannot. Refuses a picture of too many pixels or frames (`upload.too-complex`). */
export async function lookAtPixels(file: DicomFile, instance: InstanceFacts, limits: Limits): Promise<PixelLook> {
  const { dataset, syntax } = file;
  const warn = (code: string, message: string, hasPixels = false): PixelLook => ({
    hasPixels,
    facts: {},
    warnings: [{ code, message }],
  });
  const pixelData = pixelsIn(dataset);
  if (pixelData === undefined) {
    if (
      withoutPicture.test(instance.modality ?? '') ||
      dataset.elements.has(tags.encapsulated) ||
      dataset.elements.has(tags.directoryRecords)
    )
      return { hasPixels: false, warnings: [], facts: {} };
    return warn('dicom.no-pixels', 'There is no picture in this file; it is kept as an attachment');
  }
  const { rows, columns, frames } = instance;
  if (rows === undefined || columns === undefined || rows === 0 || columns === 0)
    return warn('dicom.no-pixels', 'The picture has no rows or columns; it is kept as an attachment');
  if (rows * columns > limits.pixels)
    throw new Refused('upload.too-complex', 'The picture has too many pixels', { limit: limits.pixels });
  if (frames > mostFrames)
    throw new Refused('upload.too-complex', 'The picture has too many frames', { limit: mostFrames });
  if (syntax.pixels === 'kept')
    return warn('dicom.pixels-not-shown', `Pictures packed as ${syntax.name} are kept and not shown`, true);
  const packed = framesOf(dataset);
  const warnings: Warning[] = [];
  const whole = Math.ceil((frameBits(dataset) * frames) / 8);
  const isShort = pixelData.fragments === undefined && pixelData.value.length < whole;
  if (packed.length < frames || isShort)
    warnings.push({
      code: packed.length < frames ? 'dicom.frames-missing' : 'dicom.truncated',
      message:
        packed.length < frames
          ? `${packed.length} of ${frames} frames are there`
          : `${pixelData.value.length} of ${whole} bytes of the picture are there`,
    });
  const lying = packed
    .map(claimedSize)
    .some((claimed) => claimed !== undefined && (claimed[0] !== rows || claimed[1] !== columns));
  if (lying || packed.length === 0)
    return {
      ...warn('dicom.pixels-unreadable', 'The picture is not of the size its header says', packed.length > 0),
    };
  const proven = await prove(file, packed.length);
  return { hasPixels: true, warnings: [...warnings, ...proven.warnings], facts: proven.facts };
}

async function prove({ dataset, syntax }: DicomFile, count: number): Promise<Pick<PixelLook, 'warnings' | 'facts'>> {
  const pixelsEach = (numberOf(dataset, tags.rows) ?? 0) * (numberOf(dataset, tags.columns) ?? 0);
  const many = Math.min(count, Math.max(1, Math.floor(provenPixels / Math.max(1, pixelsEach))));
  try {
    const pixels = await pixelsOf(dataset, syntax);
    if (pixels === undefined) return { warnings: [], facts: {} };
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let frame = 0; frame < many; frame += 1) {
      const stored = pixels.range(frame);
      if (stored === undefined) continue;
      [low, high] = [Math.min(low, stored[0]), Math.max(high, stored[1])];
    }
    // A mask of single bits has no range worth telling.
    const isGrey =
      Number.isFinite(low) &&
      (textOf(dataset, tags.photometric) ?? 'MONOCHROME2').startsWith('MONOCHROME') &&
      numberOf(dataset, tags.bitsAllocated) !== 1;
    return { warnings: [], facts: isGrey ? rangeFacts([low, high], dataset, many === count) : {} };
  } catch {
    // The decoder's own words may quote the file, so they stay here; the code says enough.
    renewDecoder();
    return { warnings: [{ code: 'dicom.pixels-unreadable', message: 'The picture cannot be decoded' }], facts: {} };
  }
}

function rangeFacts(
  range: readonly [number, number],
  dataset: DicomFile['dataset'],
  isAll: boolean,
): Record<string, unknown> {
  const slope = numberOf(dataset, tags.rescaleSlope) ?? 1;
  const intercept = numberOf(dataset, tags.rescaleIntercept) ?? 0;
  const has = dataset.elements.has(tags.rescaleIntercept);
  return {
    storedRange: range,
    ...(has ? { valueRange: range.map((each) => each * slope + intercept) } : {}),
    ...(isAll ? {} : { rangeOfFirstFrames: true }),
  };
}
