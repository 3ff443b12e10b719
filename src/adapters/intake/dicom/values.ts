import { decodeText } from './charsets.ts';
import type { DataSet, Element } from './elements.ts';

/** Values of a data set by tag, so that nobody else meets bytes. What is not there or not readable is undefined. */
const ownSets = new Set(['SH', 'LO', 'ST', 'LT', 'UC', 'UT', 'PN', 'UN']);

export function textOf(dataset: DataSet, tag: string): string | undefined {
  const element = dataset.elements.get(tag);
  if (element === undefined || element.items !== undefined) return undefined;
  const charsets = ownSets.has(element.vr) ? dataset.charsets : [];
  const text = decodeText(element.value, charsets).replace(/\0+$/u, '').replace(/\0/gu, ' ').trim();
  return text === '' ? undefined : text;
}

/** Several values of one element. Free text may hold a backslash of its own and is never cut (PS3.5 section 6.2). */
export function textsOf(dataset: DataSet, tag: string): readonly string[] {
  const vr = dataset.elements.get(tag)?.vr ?? '';
  const text = textOf(dataset, tag);
  if (text === undefined) return [];
  return ['ST', 'LT', 'UT'].includes(vr) ? [text] : text.split('\\').map((each) => each.trim());
}

export const itemsOf = (dataset: DataSet, tag: string): readonly DataSet[] => dataset.elements.get(tag)?.items ?? [];

export function numbersOf(dataset: DataSet, tag: string): readonly number[] {
  const element = dataset.elements.get(tag);
  if (element === undefined || element.items !== undefined) return [];
  const binary = binaryOf(element, dataset.littleEndian);
  if (binary !== undefined) return binary;
  const written = textsOf(dataset, tag).map((each) => (each === '' ? Number.NaN : Number(each)));
  return written.every(Number.isFinite) ? written : [];
}

export const numberOf = (dataset: DataSet, tag: string): number | undefined => numbersOf(dataset, tag)[0];

const sizes: Readonly<Record<string, number>> = {
  US: 2,
  SS: 2,
  UL: 4,
  SL: 4,
  FL: 4,
  FD: 8,
  OF: 4,
  OD: 8,
  UV: 8,
  SV: 8,
};

function binaryOf({ vr, value }: Element, littleEndian: boolean): readonly number[] | undefined {
  const size = sizes[vr];
  if (size === undefined) return undefined;
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  const count = Math.min(Math.floor(value.byteLength / size), 100_000);
  return Array.from({ length: count }, (_each, index) => {
    const at = index * size;
    switch (vr) {
      case 'US':
        return view.getUint16(at, littleEndian);
      case 'SS':
        return view.getInt16(at, littleEndian);
      case 'UL':
        return view.getUint32(at, littleEndian);
      case 'SL':
        return view.getInt32(at, littleEndian);
      case 'UV':
        return Number(view.getBigUint64(at, littleEndian));
      case 'SV':
        return Number(view.getBigInt64(at, littleEndian));
      case 'FL':
      case 'OF':
        return view.getFloat32(at, littleEndian);
      default:
        return view.getFloat64(at, littleEndian);
    }
  });
}

/** `2013-01-25` out of `20130125` or `2013.01.25`; `2013-01` and `2013` where the file says no more; nothing for what is no date. */
export function dateOf(dataset: DataSet, tag: string): string | undefined {
  const match = /^(\d{4})[.-]?(\d{2})?[.-]?(\d{2})?/u.exec(textOf(dataset, tag) ?? '');
  if (match === null) return undefined;
  const [, year = '', month, day] = match;
  if (year === '0000' || Number(month ?? '1') > 12 || Number(day ?? '1') > 31) return undefined;
  if (month === undefined || month === '00') return year;
  return day === undefined || day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`;
}
