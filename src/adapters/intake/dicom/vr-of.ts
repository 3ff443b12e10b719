import dcmjs from 'dcmjs';

/** What kind of value a tag holds where the file does not say (implicit writing), from the data dictionary of dcmjs (PS3.6). */
export function vrOf(tag: string): string {
  if (tag.endsWith('0000')) return 'UL';
  const group = Number.parseInt(tag.slice(0, 4), 16);
  if (group % 2 === 1) return /^00[1-9a-f]/u.test(tag.slice(4)) ? 'LO' : 'UN';
  const vr = dictionary()[`(${tag.slice(0, 4).toUpperCase()},${tag.slice(4).toUpperCase()})`]?.vr;
  if (vr === undefined) return 'UN';
  return either[vr] ?? vr;
}

const either: Readonly<Record<string, string>> = { xs: 'US', ox: 'OW', up: 'UL', lt: 'OW', na: 'UN', 'US or SS': 'US' };

const dictionary = () => dcmjs.data.DicomMetaDictionary.dictionary;
