import { fileTypeFromBuffer } from 'file-type';
import type { DocumentKind } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';
import { looksLikeTable } from './office/delimited.ts';
import { decodeText, isReadable } from './text/decode.ts';
import { isMail } from './text/mail.ts';
import { isHtml } from './text/markup.ts';

export type Sniffed = { readonly kind: DocumentKind; readonly mime: string };

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

/**
 * What a file is, by its bytes and never by its name. Refuses `upload.unsafe` programs, `upload.encrypted` locked Office files and
 * `upload.unreadable-type` what nobody here can read; damaged files keep their kind and are refused by their reader.
 */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
  const head = ascii(bytes, 0, 4100);
  if (isProgram(bytes, head)) throw new Refused('upload.unsafe', 'The file is a program');
  if (head.slice(128, 132) === 'DICM' || isBareDicom(bytes)) return { kind: 'dicom', mime: 'application/dicom' };
  // Some writers put junk before the header; readers look for it in the first kilobyte.
  if (head.slice(0, 1100).includes('%PDF-')) return { kind: 'pdf', mime: 'application/pdf' };
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return oldOffice(bytes);
  if (head.startsWith('#!AMR')) return { kind: 'audio', mime: 'audio/amr' };
  // The index of a TIFF often lies at its end, out of sight of the head.
  if (/^(?:II[*+]\0|MM\0[*+])/u.test(head)) return { kind: 'image', mime: 'image/tiff' };
  const packed = head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06') ? await packedKind(bytes) : undefined;
  if (packed !== undefined) return packed;
  const found = await fileTypeFromBuffer(bytes.subarray(0, 4100)).catch(() => undefined);
  const known = found && byMime.find(([pattern]) => pattern.test(found.mime));
  if (found && known)
    return { kind: known[1] === 'video' && isOnlySound(head, found.mime) ? 'audio' : known[1], mime: found.mime };
  if (found && !/xml|text|rtf|html/u.test(found.mime))
    throw new Refused('upload.unreadable-type', `The file is ${found.mime}`, { mime: found.mime });
  return words(bytes);
}

const byMime: readonly (readonly [RegExp, DocumentKind])[] = [
  [/^image\//, 'image'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
  [/^application\/ogg$/, 'audio'],
  [/^application\/dicom$/, 'dicom'],
];

const isOnlySound = (head: string, mime: string): boolean => mime === 'video/webm' && !head.includes('V_VP');

/** Windows, Unix and Mac programs, Java classes, scripts with an interpreter line, installers. */
function isProgram(bytes: Uint8Array, head: string): boolean {
  if (head.startsWith('MZ') && (head.includes('PE\0\0') || head.includes('This program') || bytes.length > 1024))
    return true;
  if (head.startsWith('\x7fELF') || /^(?:\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)/u.test(head))
    return true;
  return /^#!\s?\/(?:usr|bin)\//u.test(head) || head.startsWith('L\0\0\0\x01\x14\x02\0');
}

/** DICOM without its preamble: an element of a low group at the very start, explicit or implicit, in either byte order. */
function isBareDicom(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const little of [true, false]) {
    const group = view.getUint16(0, little);
    const element = view.getUint16(2, little);
    if (!(group === 0x0002 || group === 0x0008) || element > 0x0100) continue;
    if (/^(?:UL|UI|CS|OB|SH|LO|DA|TM|US|DT|PN)$/u.test(ascii(bytes, 4, 6))) return true;
    const length = view.getUint32(4, little);
    if (
      group === 0x0008 &&
      length > 0 &&
      length < 65 &&
      bytes.length > length + 16 &&
      view.getUint16(8 + length, little) === 0x0008
    )
      return true;
    if (group === 0x0008 && element === 0 && length === 4) return true;
  }
  return false;
}

function oldOffice(bytes: Uint8Array): Sniffed {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 4 * 1024 * 1024));
  const holds = (name: string) => all.includes(Buffer.from(name, 'utf16le'));
  if (holds('EncryptedPackage') || holds('EncryptionInfo'))
    throw new Refused('upload.encrypted', 'The document is locked with a password');
  if (holds('_VBA_PROJECT') || holds('Macros')) throw new Refused('upload.unsafe', 'The document holds macros');
  throw new Refused('upload.unreadable-type', 'Office files from before 2007 are not read', {
    mime: 'application/x-cfb',
  });
}

/** A zip is a Word or Excel file when it holds their parts. The names stand in the clear, first in the files and last in the index. */
async function packedKind(bytes: Uint8Array): Promise<Sniffed | undefined> {
  const names = `${ascii(bytes, 0, 20_000)}${ascii(bytes, Math.max(0, bytes.length - 200_000), bytes.length)}`;
  if (names.includes('[Content_Types].xml') || names.includes('word/document') || names.includes('xl/workbook')) {
    if (/vbaProject\.bin|\/activeX\//u.test(names)) throw new Refused('upload.unsafe', 'The document holds macros');
    if (names.includes('word/'))
      return { kind: 'word', mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' };
    if (names.includes('xl/'))
      return { kind: 'spreadsheet', mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
    if (names.includes('ppt/'))
      throw new Refused('upload.unreadable-type', 'Slides are not read', { mime: 'application/vnd.ms-powerpoint' });
  }
  if (names.includes('META-INF/MANIFEST.MF') || names.includes('AndroidManifest.xml'))
    throw new Refused('upload.unsafe', 'The archive is a program');
  return { kind: 'archive', mime: 'application/zip' };
}

function words(bytes: Uint8Array): Sniffed {
  const sample = bytes.subarray(0, 64 * 1024);
  const { text } = decodeText(cutWhole(sample, bytes));
  const start = text.replace(/^\uFEFF/u, '').trimStart();
  if (/^\u000b?(?:MSH|FHS|BHS)[^\p{L}\d\s]/u.test(start)) return { kind: 'hl7', mime: 'application/hl7-v2' };
  if (/^[[{]/u.test(start) && /"resourceType"\s*:/u.test(start.slice(0, 20_000)))
    return { kind: 'fhir', mime: 'application/fhir+json' };
  const data = /^[[{]/u.test(start) ? jsonIn(bytes) : undefined;
  if (data === 'resource') return { kind: 'fhir', mime: 'application/fhir+json' };
  if (data === 'other')
    throw new Refused('upload.unreadable-type', 'JSON that is no FHIR', { mime: 'application/json' });
  if (start.startsWith('<')) {
    const root = rootOf(start);
    if (root?.name === 'ClinicalDocument') return { kind: 'cda', mime: 'application/cda+xml' };
    if (root?.space === 'http://hl7.org/fhir') return { kind: 'fhir', mime: 'application/fhir+xml' };
    if (root !== undefined && isDocumentPart(root.name, start)) return { kind: 'cda', mime: 'application/cda+xml' };
    if (root !== undefined && !isHtml(root.name) && (start.startsWith('<?xml') || endsWith(root.name, bytes)))
      throw new Refused('upload.unreadable-type', `XML of ${root.name.slice(0, 40)}`, { mime: 'application/xml' });
  }
  if (!isReadable(text))
    throw new Refused('upload.unreadable-type', 'The file is nothing we know', { mime: 'application/octet-stream' });
  return !isMail(text) && looksLikeTable(text)
    ? { kind: 'csv', mime: 'text/csv' }
    : { kind: 'text', mime: 'text/plain' };
}

/** A section that was cut out of a clinical document: it says what it is by its templates, and names no patient. */
const isDocumentPart = (root: string, start: string): boolean =>
  /^(?:section|component|structuredBody)$/u.test(root) &&
  /<(?:\w+:)?templateId\s[^>]*root\s*=\s*["']2\.16\.840\.1\.113883\./u.test(start);

/** Markup from its first sign to its last: not words that happen to begin with an angle bracket. */
const endsWith = (root: string, bytes: Uint8Array): boolean =>
  new RegExp(`</(?:[\\w.-]+:)?${root.replaceAll('.', '\\.')}\\s*>\\s*(?:<!--[\\s\\S]*-->\\s*)?$`, 'u').test(
    decodeText(bytes.subarray(Math.max(0, bytes.length - 4_096))).text,
  );

/** Some servers write `resourceType` last: then the whole has to be looked at. Data of another kind is not read as if it were a note; what is cut or broken is shown as the words it is. */
function jsonIn(bytes: Uint8Array): 'resource' | 'other' | undefined {
  try {
    const whole: unknown = JSON.parse(decodeText(bytes).text.replace(/^\uFEFF/u, ''));
    if (typeof whole !== 'object' || whole === null) return undefined;
    return 'resourceType' in whole && typeof whole.resourceType === 'string' ? 'resource' : 'other';
  } catch {
    return undefined;
  }
}

/** A head cut in the middle of a character would look like another encoding: it is cut at a line end. */
function cutWhole(sample: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (sample.length === bytes.length) return sample;
  const wide = sample[0] === 0xff || sample[0] === 0xfe;
  if (wide) return sample.subarray(0, sample.length - (sample.length % 2));
  const end = sample.lastIndexOf(0x0a);
  if (end > 1000) return sample.subarray(0, end + 1);
  let at = sample.length;
  while (at > 0 && ((sample[at - 1] ?? 0) & 0xc0) === 0x80) at -= 1;
  return sample.subarray(0, Math.max(at - 1, 1));
}

function rootOf(xml: string): { name: string; space?: string } | undefined {
  const bare = xml.replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\])?[^>]*>/gu, '').trimStart();
  const match = /^<(?:([\w.-]+):)?([\w.-]+)([^>]*)/u.exec(bare);
  if (match === null) return undefined;
  const [, prefix, name = '', attributes = ''] = match;
  const space = new RegExp(
    prefix === undefined ? `xmlns\\s*=\\s*["']([^"']+)` : `xmlns:${prefix}\\s*=\\s*["']([^"']+)`,
    'u',
  ).exec(attributes)?.[1];
  return { name, ...(space === undefined ? {} : { space }) };
}
