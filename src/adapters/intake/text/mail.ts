import type { Embedded } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';
import { decodeText } from './decode.ts';
import { plainWords } from './markup.ts';

/** A mail as it lies in a file: its words, and what was attached. */
export type Mail = { readonly words: string; readonly attached: readonly Embedded[] };

const mostParts = 200;
const deepest = 8;

const namesOfMail =
  /^(?:return-path|received|delivered-to|message-id|mime-version|from|to|subject|date|content-type|x-[\w-]+):/iu;

/** Headers of a mail stand at its very start (RFC 5322 §2.2): one of them first, and enough of them to be no letter that begins with "From:". */
export function isMail(words: string): boolean {
  const [head = ''] = words.slice(0, 20_000).split(/\r?\n\r?\n/u, 1);
  if (!namesOfMail.test(head)) return false;
  return (
    /^mime-version:\s*1/imu.test(head) || (/^message-id:\s*</imu.test(head) && /^(?:from|received):/imu.test(head))
  );
}

/** Opens a mail (RFC 5322, 2045 to 2047, 2231). Refuses `upload.too-complex` with more parts than any mail has, `upload.encrypted` when it is locked. */
export function openMail(bytes: Uint8Array): Mail {
  const parts = partsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'), 0);
  if (parts.length > mostParts)
    throw new Refused('upload.too-complex', `${parts.length} parts in one mail`, { limit: mostParts });
  if (parts.some(({ type }) => type === 'application/pkcs7-mime' || type === 'application/pgp-encrypted'))
    throw new Refused('upload.encrypted', 'The mail is locked');
  const said = parts.filter(isWords);
  // Of the same words in two forms the plain one is read.
  const plain = said.filter(({ type }) => type === 'text/plain');
  return {
    words: (plain.length > 0 ? plain : said).map(wordsOf).join('\n\n'),
    attached: parts
      .filter((part) => !isWords(part))
      .map((part, index) => ({
        name: part.name ?? `attachment-${index + 1}`,
        bytes: new Uint8Array(bodyOf(part)),
        mime: part.type,
      })),
  };
}

type Part = {
  readonly type: string;
  readonly charset: string | undefined;
  readonly encoding: string;
  readonly name: string | undefined;
  readonly isAttached: boolean;
  /** As it stands in the file, one character for one byte. */
  readonly body: string;
};

const isWords = ({ type, isAttached, name }: Part): boolean =>
  (type === 'text/plain' || type === 'text/html') && !isAttached && name === undefined;

function partsOf(raw: string, depth: number): Part[] {
  if (depth > deepest)
    throw new Refused('upload.nested-too-deep', 'A mail in mails too many times', { limit: deepest });
  const end = /\r?\n\r?\n/u.exec(raw);
  const head = (end ? raw.slice(0, end.index) : raw).replace(/\r?\n[ \t]+/gu, ' ');
  const body = end ? raw.slice(end.index + end[0].length) : '';
  const kind = headerOf(head, 'content-type') ?? 'text/plain';
  const disposition = headerOf(head, 'content-disposition') ?? '';
  const type = kind.split(';')[0]?.trim().toLowerCase() ?? 'text/plain';
  const boundary = valueOf(kind, 'boundary');
  if (type.startsWith('multipart/') && boundary)
    return between(body, boundary).flatMap((one) => partsOf(one, depth + 1));
  const name = valueOf(disposition, 'filename') ?? valueOf(kind, 'name');
  return [
    {
      type,
      charset: valueOf(kind, 'charset'),
      encoding: (headerOf(head, 'content-transfer-encoding') ?? '').toLowerCase(),
      name: name === undefined ? undefined : (name.split(/[\\/]/u).at(-1) ?? name).slice(0, 200),
      isAttached: /^\s*attachment/iu.test(disposition),
      body,
    },
  ];
}

const headerOf = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, 'imu').exec(head)?.[1]?.trim();

/** A parameter of a header, quoted or not, in its plain or its encoded form. */
function valueOf(header: string, name: string): string | undefined {
  const encoded = new RegExp(`;\\s*${name}\\*(?:0\\*)?=\\s*"?([\\w-]*)'[^']*'([^";\\s]+)`, 'iu').exec(header);
  if (encoded) return inCharset(Buffer.from(percentless(encoded[2] ?? ''), 'latin1'), encoded[1] || 'utf-8');
  const plain = new RegExp(`;\\s*${name}=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'iu').exec(header);
  const said = plain?.[1]?.replace(/\\(.)/gu, '$1') ?? plain?.[2];
  return said === undefined ? undefined : spoken(said);
}

const percentless = (said: string): string =>
  said.replace(/%([\da-f]{2})/giu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** `=?utf-8?B?…?=` (RFC 2047); whatever else is not ASCII is what the writer typed. */
function spoken(said: string): string {
  if (!said.includes('=?')) return inCharset(Buffer.from(said, 'latin1'), undefined);
  return said
    .replace(/\?=\s+=\?/gu, '?==?')
    .replace(/=\?([\w-]+)\?([bq])\?([^?]*)\?=/giu, (_all, charset: string, how: string, text: string) =>
      inCharset(
        how.toLowerCase() === 'b'
          ? Buffer.from(text, 'base64')
          : Buffer.from(quotedless(text.replace(/_/gu, ' ')), 'latin1'),
        charset,
      ),
    );
}

const quotedless = (text: string): string =>
  text
    .replace(/[ \t]+(?=\r?\n)/gu, '')
    .replace(/=\r?\n/gu, '')
    .replace(/=([\da-f]{2})/giu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const inCharset = (bytes: Uint8Array, charset: string | undefined): string => decodeText(bytes, charset).text;

/** What stands before the first line and after the last is for programs that know no parts; a mail that was cut off has no last line. */
function between(body: string, boundary: string): string[] {
  const line = `--${boundary}`.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  const marks = [...body.matchAll(new RegExp(`(?:^|\\r?\\n)${line}(--)?[ \\t]*(?:\\r?\\n|$)`, 'gu'))];
  return marks.flatMap((mark, index) => {
    if (mark[1] !== undefined) return [];
    return [body.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? body.length)];
  });
}

function bodyOf({ encoding, body }: Part): Buffer {
  if (encoding === 'base64') return Buffer.from(body.replace(/[^A-Za-z\d+/=]/gu, ''), 'base64');
  return Buffer.from(encoding === 'quoted-printable' ? quotedless(body) : body, 'latin1');
}

const wordsOf = (part: Part): string => {
  const text = inCharset(bodyOf(part), part.charset);
  return part.type === 'text/html' ? plainWords(text) : text;
};
