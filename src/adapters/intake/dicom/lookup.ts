import type { DataSet } from './elements.ts';
import { itemsOf } from './values.ts';

/** A lookup table: `first` is the value that its first entry stands for; what lies outside gets the nearest entry (PS3.3 section C.11.1.1.1). */
export type Lookup = { readonly first: number; readonly entries: Uint16Array; readonly bits: number };

/** The first table of a Modality LUT or VOI LUT Sequence; undefined where there is none, or one that is not whole. */
export function lookupIn(dataset: DataSet, sequence: string): Lookup | undefined {
  const item = itemsOf(dataset, sequence)[0];
  return item && lookupOf(item, '00283002', '00283006');
}

/** A table by the tags of its descriptor and its data. */
export function lookupOf(
  dataset: DataSet,
  descriptorTag: string,
  dataTag: string,
  segmentedTag?: string,
): Lookup | undefined {
  const { littleEndian } = dataset;
  // Three numbers of two bytes, whatever kind the writer called them: the first and last are never below nought.
  const descriptor = wordsOf(dataset.elements.get(descriptorTag)?.value, littleEndian);
  const [said = 0, start = 0, bits = 16] = descriptor;
  if (descriptor.length < 3) return undefined;
  const count = said === 0 ? 65_536 : said;
  const isSigned = dataset.elements.get(descriptorTag)?.vr === 'SS';
  const first = isSigned && start > 32_767 ? start - 65_536 : start;
  const value = dataset.elements.get(dataTag)?.value;
  const segmented = segmentedTag === undefined ? undefined : dataset.elements.get(segmentedTag)?.value;
  const entries =
    value === undefined
      ? segmented && unfolded(wordsOf(segmented, littleEndian), count)
      : entriesOf(value, count, littleEndian);
  return entries === undefined || entries.length < count ? undefined : { first, entries, bits };
}

/** Entries of eight bits may lie two in a word. */
const entriesOf = (value: Uint8Array, count: number, littleEndian: boolean): Uint16Array =>
  value.length < count * 2
    ? Uint16Array.from(value.subarray(0, count))
    : wordsOf(value, littleEndian).subarray(0, count);

function wordsOf(value: Uint8Array | undefined, littleEndian: boolean): Uint16Array {
  if (value === undefined) return new Uint16Array();
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return Uint16Array.from({ length: Math.floor(value.length / 2) }, (_each, at) =>
    view.getUint16(at * 2, littleEndian),
  );
}

/** Segmented tables (PS3.3 section C.7.9.2): stretches that are written out (0) or run evenly to a value (1). Others are not read. */
function unfolded(words: Uint16Array, count: number): Uint16Array | undefined {
  const out = new Uint16Array(count);
  let [at, to] = [0, 0];
  while (at + 1 < words.length && to < count) {
    const [kind, length] = [words[at] as number, words[at + 1] as number];
    if (kind === 0) {
      out.set(words.subarray(at + 2, at + 2 + Math.min(length, count - to)), to);
      at += 2 + length;
    } else if (kind === 1) {
      const [begin, end] = [out[to - 1] ?? 0, words[at + 2] ?? 0];
      for (let step = 1; step <= length && to + step <= count; step += 1)
        out[to + step - 1] = Math.round(begin + ((end - begin) * step) / length);
      at += 3;
    } else return undefined;
    to += length;
  }
  return to >= count ? out : undefined;
}

export const lookedUp = ({ first, entries }: Lookup, value: number): number =>
  entries[Math.min(entries.length - 1, Math.max(0, Math.round(value - first)))] as number;
