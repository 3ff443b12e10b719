import type { DataSet } from './elements.ts';
import { type Window, windowsAndRescale } from './geometry.ts';
import { type Lookup, lookedUp, lookupIn } from './lookup.ts';
import { tags } from './tags.ts';
import { numberOf, textOf } from './values.ts';

type PlainWindow = Pick<Window, 'center' | 'width'>;
/** From a stored value to a grey from 0 (black) to 255. Two of one `key` do the same; one without a key is alone. */
export type Shade = { readonly key?: string; readonly of: (stored: number) => number };
export type Wish = {
  /** In the unit of the picture, before what the header says. */
  readonly window?: PlainWindow;
  /** In the unit of the picture, where the header says nothing. */
  readonly usual?: PlainWindow;
};
/** From a value in its unit to a share from nought (black) to one; shares outside are cut by whoever asks. */
type Voi = { readonly key?: string; readonly of: (value: number) => number };

/**
 * How the grey values of a frame are shown (PS3.4 annex N): Modality LUT or rescaling, then the window that was wished, that of the header with its function, its
 * VOI LUT, the usual window, or the whole `range` of what is stored; MONOCHROME1 is turned around; padding is black.
 */
export function shadeOf(
  dataset: DataSet,
  frame: number,
  range: (isPadding?: (stored: number) => boolean) => readonly [low: number, high: number],
  { window, usual }: Wish,
): Shade {
  const facts = windowsAndRescale(dataset, frame);
  const table = lookupIn(dataset, tags.modalityLut);
  const { slope, intercept } = facts.rescale ?? { slope: 1, intercept: 0 };
  const meant = table
    ? (stored: number) => lookedUp(table, stored)
    : (stored: number) => stored * (slope === 0 ? 1 : slope) + intercept;
  const isWhole = dataset.elements.has(tags.pixelData) && Number.isInteger(slope) && Number.isInteger(intercept);
  const padding = paddingOf(dataset);
  const isPadding = (stored: number) => padding !== undefined && stored >= padding[0] && stored <= padding[1];
  const voi =
    (window && windowed(window, isWhole)) ??
    headerVoi(dataset, facts.windows[0], isWhole, facts.function) ??
    (usual && windowed(usual, isWhole)) ??
    wholeOf(dataset, inUnits(padding === undefined ? range() : range(isPadding), table, meant), meant);
  const isTurned = textOf(dataset, tags.photometric) === 'MONOCHROME1';
  return {
    ...(table || voi.key === undefined ? {} : { key: `${voi.key} ${slope} ${intercept} ${isTurned} ${padding}` }),
    of: (stored) => {
      if (isPadding(stored)) return 0;
      const share = Math.min(1, Math.max(0, voi.of(meant(stored))));
      return (isTurned ? 1 - share : share) * 255;
    },
  };
}

/** PS3.3 section C.11.2: a window is taken before a table, as either alone says enough. */
function headerVoi(
  dataset: DataSet,
  window: PlainWindow | undefined,
  isWhole: boolean,
  how: string | undefined,
): Voi | undefined {
  if (window) return windowed(window, isWhole, how);
  const table = lookupIn(dataset, tags.voiLut);
  if (table === undefined) return undefined;
  const most = 2 ** Math.min(16, table.bits) - 1;
  return { of: (value) => lookedUp(table, value) / most };
}

/** PS3.3 sections C.11.2.1.2 and C.11.2.1.3. A window of one or less over fractions has a meaning in its exact form alone. */
function windowed({ center, width }: PlainWindow, isWhole: boolean, how = 'LINEAR'): Voi {
  const key = `${center} ${width} ${how} ${isWhole}`;
  if (how === 'SIGMOID') return { key, of: (value) => 1 / (1 + Math.exp((-4 * (value - center)) / width)) };
  if (how === 'LINEAR_EXACT' || width < 1 || (width === 1 && !isWhole))
    return { key, of: (value) => (value - center) / width + 0.5 };
  if (width === 1) return { key, of: (value) => Number(value > center - 0.5) };
  return { key, of: (value) => (value - (center - 0.5)) / (width - 1) + 0.5 };
}

/** The darkest black and the brightest white. Where all are the same, as bright as their share of what could be stored. */
function wholeOf(dataset: DataSet, [low, high]: readonly [number, number], meant: (stored: number) => number): Voi {
  const [from, to] = fixedRange(dataset) ?? (high > low ? [low, high] : storable(dataset, meant));
  const length = to - from;
  return { key: `${from}..${to}`, of: (value) => (length === 0 ? 0 : (value - from) / length) };
}

/** A segmentation is a mask of nought or one, or of shares up to a most (PS3.3 section C.8.20.2): its parts are as bright in each frame. */
function fixedRange(dataset: DataSet): readonly [number, number] | undefined {
  if (numberOf(dataset, tags.bitsAllocated) === 1) return [0, 1];
  if (textOf(dataset, tags.segmentationType) !== 'FRACTIONAL') return undefined;
  return [0, numberOf(dataset, tags.mostFractional) ?? 255];
}

function storable(dataset: DataSet, meant: (stored: number) => number): readonly [number, number] {
  const bits = numberOf(dataset, tags.bitsStored) ?? numberOf(dataset, tags.bitsAllocated) ?? 8;
  const isSigned = numberOf(dataset, tags.pixelRepresentation) === 1;
  const ends = isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
  const [low = 0, high = 0] = ends.map(meant);
  return low < high ? [low, high] : [high, low];
}

function inUnits(
  [low, high]: readonly [number, number],
  table: Lookup | undefined,
  meant: (stored: number) => number,
): readonly [number, number] {
  if (table === undefined) return meant(low) <= meant(high) ? [meant(low), meant(high)] : [meant(high), meant(low)];
  // A table may rise and fall: all that is between counts.
  const from = Math.max(0, Math.floor(low - table.first));
  const used = table.entries.subarray(
    Math.min(from, table.entries.length - 1),
    Math.max(from + 1, Math.ceil(high - table.first) + 1),
  );
  return [
    used.reduce((least, each) => Math.min(least, each), 65_535),
    used.reduce((most, each) => Math.max(most, each), 0),
  ];
}

/** Pixel Padding Value and its Range Limit (PS3.3 section C.7.5.1.1.2), in stored values. */
function paddingOf(dataset: DataSet): readonly [number, number] | undefined {
  const isSigned = numberOf(dataset, tags.pixelRepresentation) === 1;
  const signed = (value: number) =>
    isSigned && value > 32_767 ? value - 65_536 : !isSigned && value < 0 ? value + 65_536 : value;
  const value = numberOf(dataset, tags.padding);
  // Of a map of labels it is the label of what belongs to nothing, which is dark already.
  if (value === undefined || textOf(dataset, tags.segmentationType) !== undefined) return undefined;
  const limit = numberOf(dataset, tags.paddingLimit) ?? value;
  const [one, other] = [signed(value), signed(limit)];
  return one <= other ? [one, other] : [other, one];
}
