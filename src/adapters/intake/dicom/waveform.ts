import { Refused } from '#src/domain/refused.ts';
import type { DataSet } from './elements.ts';
import { itemsOf, numberOf, textOf } from './values.ts';

/** One channel in millivolts, or in the unit it was given where that is no voltage. */
export type Channel = {
  readonly lead: string;
  readonly values: Float32Array;
  readonly sensitivity: number;
  readonly unit: string;
};

/** Channels recorded together (PS3.3 section C.10.9). */
export type WaveformGroup = {
  readonly label: string;
  readonly hz: number;
  readonly samples: number;
  readonly channels: readonly Channel[];
  /** Fewer samples are there than the header says, or some were not recorded. */
  readonly isShort: boolean;
};

const most = { channels: 64, samples: 20_000_000 };

export function waveformGroups(dataset: DataSet): WaveformGroup[] {
  return itemsOf(dataset, '54000100').map((group, index) => {
    const [count, said, hz] = [
      numberOf(group, '003a0005') ?? 0,
      numberOf(group, '003a0010') ?? 0,
      numberOf(group, '003a001a') ?? 0,
    ];
    if (count > most.channels || count * said > most.samples)
      throw new Refused('upload.too-complex', 'The waveform has too many samples', { limit: most.samples });
    const read = samplesOf(group);
    const samples = Math.min(said, count === 0 ? 0 : Math.floor(read.length / count));
    const channels = itemsOf(group, '003a0200')
      .slice(0, count)
      .map((definition, channel) => channelOf(definition, channel, count, read, samples));
    const label = textOf(group, '003a0020') ?? `${index + 1}`;
    const isShort = samples < said || channels.length < count || hasGaps(read, samples * count);
    return { label, hz, samples, channels, isShort };
  });
}

type Samples = {
  readonly length: number;
  readonly at: (index: number) => number;
  /** What stands where nothing was recorded. */
  readonly padding?: number;
};

function hasGaps({ at, padding }: Samples, count: number): boolean {
  if (padding === undefined) return false;
  for (let index = 0; index < count; index += 1) if (at(index) === padding) return true;
  return false;
}

/** Samples lie interleaved: all channels at one moment, then the next moment. */
function samplesOf(group: DataSet): Samples {
  const samples = kindOfSamples(group, group.elements.get('54001010')?.value ?? new Uint8Array());
  const written = group.elements.get('5400100a')?.value;
  return written === undefined || written.length === 0
    ? samples
    : { ...samples, padding: kindOfSamples(group, written).at(0) };
}

function kindOfSamples(group: DataSet, bytes: Uint8Array): Samples {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { littleEndian } = group;
  const kind = textOf(group, '54001006') ?? 'SS';
  const bits = numberOf(group, '54001004') ?? (kind.endsWith('B') ? 8 : 16);
  const size = bits / 8;
  const length = Math.floor(bytes.length / size);
  switch (bits) {
    case 8:
      return { length, at: (index) => (kind === 'SB' ? view.getInt8(index) : view.getUint8(index)) };
    case 16:
      return {
        length,
        at: (index) =>
          kind === 'US' ? view.getUint16(index * 2, littleEndian) : view.getInt16(index * 2, littleEndian),
      };
    case 32:
      return {
        length,
        at: (index) =>
          kind === 'UL' ? view.getUint32(index * 4, littleEndian) : view.getInt32(index * 4, littleEndian),
      };
    default:
      throw new Refused('upload.unknown-encoding', `Waveform samples of ${bits} bits cannot be read here`, { bits });
  }
}

/** Value = sample x sensitivity x correction + baseline, which has the unit of the channel (PS3.3 section C.10.9.1.4). Padding is nought, and told as missing. */
function channelOf(definition: DataSet, channel: number, count: number, read: Samples, samples: number): Channel {
  const sensitivity = numberOf(definition, '003a0210') ?? 1;
  const correction = numberOf(definition, '003a0212') ?? 1;
  const baseline = numberOf(definition, '003a0213') ?? 0;
  const unit = textOf(itemsOf(definition, '003a0211')[0] ?? definition, '00080100') ?? '';
  const perUnit = toMillivolts[unit.toLowerCase()] ?? 1;
  const [scale, offset] = [sensitivity * correction * perUnit, baseline * perUnit];
  const values = new Float32Array(samples);
  for (let index = 0; index < samples; index += 1) {
    const sample = read.at(index * count + channel);
    values[index] = sample === read.padding ? 0 : sample * scale + offset;
  }
  return { lead: leadName(definition, channel), values, sensitivity, unit };
}

const toMillivolts: Readonly<Record<string, number>> = { uv: 0.001, µv: 0.001, mv: 1, v: 1000, nv: 0.000001 };
export const isVoltage = (unit: string): boolean => unit.toLowerCase() in toMillivolts;

/** The last number of the codes of SCP-ECG (`5.6.3-9-61`) and MDC (`2:61`), which agree (PS3.16 CID 3001). */
const leadByNumber: Readonly<Record<string, string>> = {
  '1': 'I',
  '2': 'II',
  '3': 'V1',
  '4': 'V2',
  '5': 'V3',
  '6': 'V4',
  '7': 'V5',
  '8': 'V6',
  '61': 'III',
  '62': 'aVR',
  '63': 'aVL',
  '64': 'aVF',
};

function leadName(definition: DataSet, channel: number): string {
  const source = itemsOf(definition, '003a0208')[0];
  const meaning = source === undefined ? undefined : textOf(source, '00080104');
  const words = meaning ?? textOf(definition, '003a0203') ?? '';
  const [, minus = '', named] = /(?<![\w-])(-?)(aVR|aVL|aVF|V[1-9]R?|III|II|I)\b/iu.exec(words) ?? [];
  // Turned upside down (Cabrera) it is another lead, with another name.
  const isTurned = minus !== '' || /\b(?:inverted|negative|reversed)\b/iu.test(words);
  if (named !== undefined)
    return `${isTurned ? '-' : ''}${named}`
      .replace(/^(-?)av/iu, '$1aV')
      .replace(/^(-?)v/u, '$1V')
      .replace(/[rlf]$/u, (letter) => letter.toUpperCase());
  const number = /(?:^2:|-)(\d+)$/u.exec(source === undefined ? '' : (textOf(source, '00080100') ?? ''))?.[1];
  return leadByNumber[number ?? ''] ?? textOf(definition, '003a0203') ?? meaning ?? `${channel + 1}`;
}
