import { fileTypeFromBuffer } from 'file-type';
import type { DocumentKind } from '#src/domain/intake/document.ts';
import type { UploadKind } from '#src/domain/referral/content.ts';
import type { FileKinds, FileLook } from '#src/ports/file-look.ts';
import { sniff } from '../intake/sniff.ts';

const byMime: readonly (readonly [RegExp, UploadKind])[] = [
  [/^image\/(jpeg|png|heic|heif|tiff|webp|gif|bmp)$/, 'photo'],
  [/^application\/pdf$/, 'pdf'],
  [/^application\/dicom$/, 'dicom'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
  [/wordprocessingml/, 'word'],
  [/spreadsheetml/, 'spreadsheet'],
  [/^application\/zip$/, 'archive'],
];

/**
 * Looks at the bytes, never at the name: the clinical forms that file-type does not know first, then file-type, then plain text, then what the readers
 * themselves take (old Chinese encodings, UTF-16, RTF, FHIR as XML, a PDF behind junk). What nobody reads has no kind and is refused by the deed, with words.
 */
export const fileKinds: FileKinds = {
  look: async (head) => {
    const known = clinical(head);
    if (known) return known;
    const found = await general(head);
    if (found?.kind) return found;
    return (
      (found ? undefined : text(head)) ??
      (await asReadersSee(head)) ??
      found ?? { kind: undefined, mime: 'application/octet-stream' }
    );
  },
};

const byReader: Readonly<Partial<Record<DocumentKind, UploadKind>>> = {
  text: 'text',
  csv: 'text',
  hl7: 'hl7',
  cda: 'cda',
  fhir: 'fhir',
  pdf: 'pdf',
  dicom: 'dicom',
};

async function asReadersSee(head: Uint8Array): Promise<FileLook | undefined> {
  try {
    const { kind, mime } = await sniff(head);
    return byReader[kind] && { kind: byReader[kind], mime };
  } catch {
    // No reader takes it: it has no kind.
    return undefined;
  }
}

function clinical(head: Uint8Array): FileLook | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length >= 132 && bytes.toString('latin1', 128, 132) === 'DICM')
    return { kind: 'dicom', mime: 'application/dicom' };
  if (looksLikeBareDicom(bytes)) return { kind: 'dicom', mime: 'application/dicom' };
  // The index of a TIFF often lies at its end, out of sight of the head.
  if (/^(?:II[*+]\0|MM\0[*+])/u.test(bytes.toString('latin1', 0, 4))) return { kind: 'photo', mime: 'image/tiff' };
  const start = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^(\x0b)?(MSH|FHS|BHS)\|/.test(start)) return { kind: 'hl7', mime: 'application/hl7-v2' };
  if (/^\{[\s\S]{0,400}"resourceType"\s*:/.test(start)) return { kind: 'fhir', mime: 'application/fhir+json' };
  if (/^(<\?xml[\s\S]{0,800})?<(\w+:)?ClinicalDocument[\s>]/.test(start))
    return { kind: 'cda', mime: 'application/cda+xml' };
  if (bytes.toString('latin1', 0, 6) === '#!AMR\n' || bytes.toString('latin1', 0, 9) === '#!AMR-WB\n')
    return { kind: 'audio', mime: 'audio/amr' };
  return undefined;
}

/** DICOM without its preamble: a group 0002 or 0008 element at the very start, with a plausible value representation. */
function looksLikeBareDicom(bytes: Buffer): boolean {
  if (bytes.length < 8) return false;
  const group = bytes.readUInt16LE(0);
  const representation = bytes.toString('latin1', 4, 6);
  return (
    (group === 0x0002 || group === 0x0008) &&
    bytes.readUInt16LE(2) < 0x0100 &&
    /^(UL|UI|CS|OB|SH|LO|DA|TM)$/.test(representation)
  );
}

async function general(head: Uint8Array): Promise<FileLook | undefined> {
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (!found) return undefined;
  const kind = byMime.find(([pattern]) => pattern.test(found.mime))?.[1];
  // A recorder's WebM holds only sound; browsers still call the container video.
  if (found.mime === 'video/webm' && !Buffer.from(head).includes('V_VP')) return { kind: 'audio', mime: 'audio/webm' };
  return { kind, mime: found.mime };
}

function text(head: Uint8Array): FileLook | undefined {
  try {
    // The head may end in the middle of a character: a stream does not mind.
    const words = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // Control characters other than blanks and line ends mean that this is no text.
    return words.length > 0 && !/[\u0000-\u0008\u000e-\u001f]/.test(words)
      ? { kind: 'text', mime: 'text/plain' }
      : undefined;
  } catch {
    return undefined;
  }
}
