import sharp from 'sharp';
import { Refused } from '#src/domain/refused.ts';
import { drawEcg } from './ecg-drawing.ts';
import type { DataSet } from './elements.ts';
import { instanceFacts, type Window } from './geometry.ts';
import { openDicom } from './part10.ts';
import { pixelsOf, renewDecoder, type Shown } from './pixels.ts';
import { ctPresets } from './series.ts';
import { isVoltage, waveformGroups } from './waveform.ts';

export type PreviewWish = {
  /** The longer side in pixels; smaller pictures are not blown up. */
  readonly size?: number;
  /** In the unit of the picture (HU for CT). Without it the header's first window or its table, the soft-tissue preset for CT, or the whole range. */
  readonly window?: Pick<Window, 'center' | 'width'>;
  /** Which frame, from 0; the middle one when not said. */
  readonly frame?: number;
};

/** A JPEG to look at: of a picture with its window, of an ECG drawn to scale. Refuses `upload.unreadable-type` where nothing can be shown. */
export async function previewOf(
  bytes: Uint8Array,
  { size = 512, window, frame }: PreviewWish = {},
): Promise<Uint8Array> {
  const { dataset, syntax } = openDicom(bytes);
  const drawing = drawingOf(dataset);
  if (drawing !== undefined)
    return sharp(Buffer.from(drawing), { density: 150 })
      .resize({ width: size * 2, withoutEnlargement: true })
      .jpeg()
      .toBuffer();
  const facts = instanceFacts(dataset, syntax.uid);
  const usual = facts.modality === 'CT' ? { usual: ctPresets[1] } : {};
  try {
    const pixels = await pixelsOf(dataset, syntax);
    if (pixels === undefined) throw nothingToShow();
    const which = Math.min(frame ?? Math.floor(pixels.count / 2), pixels.count - 1);
    return await toJpeg(pixels.show(which, { ...(window === undefined ? {} : { window }), ...usual }), size);
  } catch (error) {
    if (error instanceof Refused) throw error;
    renewDecoder();
    throw nothingToShow();
  }
}

const nothingToShow = () => new Refused('upload.unreadable-type', 'There is nothing in this file that can be shown');

const toJpeg = ({ data, width, height, channels }: Shown, size: number): Promise<Uint8Array> => {
  const picture = sharp(data, { raw: { width, height, channels } });
  const small = Math.max(width, height) > size ? picture.resize({ width: size, height: size, fit: 'inside' }) : picture;
  // Letters and colours of an ultrasound are one pixel wide: each pixel keeps its own colour.
  return (channels === 4 ? small.removeAlpha() : small.toColourspace('b-w'))
    .jpeg({ quality: 85, chromaSubsampling: '4:4:4' })
    .toBuffer();
};

/** The longest recording of an ECG object as SVG, to scale; undefined when the file holds none. */
export function ecgOf(bytes: Uint8Array): string | undefined {
  return drawingOf(openDicom(bytes).dataset);
}

function drawingOf(dataset: DataSet): string | undefined {
  if (!dataset.elements.has('54000100')) return undefined;
  const [longest] = waveformGroups(dataset)
    .filter(({ channels, hz }) => hz > 0 && channels.some(({ unit }) => isVoltage(unit)))
    .toSorted((one, other) => other.samples - one.samples);
  // What is measured in another unit has no height on this paper.
  return longest && drawEcg({ ...longest, channels: longest.channels.filter(({ unit }) => isVoltage(unit)) });
}
