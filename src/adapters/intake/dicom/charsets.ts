/**
 * Text of a data element by its Specific Character Set (PS3.3 section C.12.1.1.2, PS3.5 section 6.1 and annexes H to K).
 * A set that is not known is read as Latin 1 and told by `isKnownCharset`; bytes that fit no set become U+FFFD, never something else.
 */
const single: Readonly<Record<string, string>> = {
  '': 'latin1',
  'IR 6': 'latin1',
  'IR 100': 'iso-8859-1',
  'IR 101': 'iso-8859-2',
  'IR 109': 'iso-8859-3',
  'IR 110': 'iso-8859-4',
  'IR 144': 'iso-8859-5',
  'IR 127': 'iso-8859-6',
  'IR 126': 'iso-8859-7',
  'IR 138': 'iso-8859-8',
  'IR 148': 'windows-1254',
  'IR 203': 'iso-8859-15',
  'IR 166': 'windows-874',
  'IR 13': 'shift_jis',
  'IR 87': 'iso-2022-jp',
  'IR 159': 'x-jis-0212',
  'IR 149': 'euc-kr',
  'IR 58': 'gb18030',
  'IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gb18030',
  GB2312: 'gb18030',
  UTF8: 'utf-8',
};

const plain = (charset: string): string =>
  charset
    .toUpperCase()
    .replace(/^ISO[ _-]2022[ _-]/u, '')
    .replace(/^ISO[ _-]?(?=IR)/u, '')
    .replace(/^IR[ _-]?/u, 'IR ')
    .trim();

export const isKnownCharset = (charset: string): boolean => plain(charset) in single;

/** Escape sequences that change the set within a text, without the leading ESC (PS3.3 tables C.12-3 and C.12-4). */
const escapes: readonly (readonly [string, string])[] = [
  ['(B', 'latin1'],
  ['(J', 'shift_jis'],
  [')I', 'shift_jis'],
  ['-A', 'iso-8859-1'],
  ['-B', 'iso-8859-2'],
  ['-C', 'iso-8859-3'],
  ['-D', 'iso-8859-4'],
  ['-L', 'iso-8859-5'],
  ['-G', 'iso-8859-6'],
  ['-F', 'iso-8859-7'],
  ['-H', 'iso-8859-8'],
  ['-M', 'windows-1254'],
  ['-b', 'iso-8859-15'],
  ['-T', 'windows-874'],
  ['$B', 'iso-2022-jp'],
  ['$(D', 'x-jis-0212'],
  ['$)C', 'euc-kr'],
  ['$)A', 'gb18030'],
];

const escape = 0x1b;

export function decodeText(bytes: Uint8Array, charsets: readonly string[]): string {
  const base = single[plain(charsets[0] ?? '')] ?? 'latin1';
  // The multi-byte sets without escapes own the whole text: 0x5C inside a pair is no backslash.
  if (base === 'utf-8' || (base === 'gb18030' && !bytes.includes(escape)) || !bytes.includes(escape))
    return run(bytes, base);
  let text = '';
  let at = 0;
  let now = base;
  while (at < bytes.length) {
    const next = nextSwitch(bytes, at, now);
    text += run(bytes.subarray(at, next), now);
    if (next >= bytes.length) break;
    if (bytes[next] === escape) {
      const found = escapes.find(([mark]) => startsWith(bytes, next + 1, mark));
      at = next + 1 + (found?.[0].length ?? 0);
      now = found?.[1] ?? now;
    } else {
      // A delimiter of names or values brings back the first set (PS3.5 section 6.1.2.5.3).
      text += String.fromCharCode(bytes[next] ?? 0);
      at = next + 1;
      now = base;
    }
  }
  return text;
}

const delimiters = new Set([0x5c, 0x5e, 0x3d, 0x0a, 0x0d, 0x0c]);

function nextSwitch(bytes: Uint8Array, from: number, now: string): number {
  const isPaired = now === 'iso-2022-jp' || now === 'x-jis-0212';
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === escape || (!isPaired && delimiters.has(byte))) return at;
    at += 1;
  }
  return at;
}

const startsWith = (bytes: Uint8Array, at: number, mark: string): boolean =>
  [...mark].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

function run(bytes: Uint8Array, set: string): string {
  if (bytes.length === 0) return '';
  if (set === 'latin1')
    return bytes.some((each) => each > 0x7f) ? guessed(bytes) : Buffer.from(bytes).toString('latin1');
  if (set === 'iso-2022-jp')
    return new TextDecoder(set).decode(Buffer.concat([Buffer.from([escape, 0x24, 0x42]), bytes]));
  if (set === 'x-jis-0212') return new TextDecoder('euc-jp').decode(withHighBits(bytes));
  return new TextDecoder(set).decode(bytes);
}

/** JIS X 0212 as EUC-JP writes it: 0x8F before each pair, both bytes with the high bit. */
function withHighBits(bytes: Uint8Array): Uint8Array {
  const pairs: number[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2)
    pairs.push(0x8f, (bytes[at] ?? 0) | 0x80, (bytes[at + 1] ?? 0) | 0x80);
  return Uint8Array.from(pairs);
}

/** Nobody said which set, yet there are bytes beyond ASCII: UTF-8 when it is valid UTF-8 (chance hits are rare), else Latin 1. */
function guessed(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}
