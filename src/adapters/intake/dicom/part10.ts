import { inflateRawSync } from 'node:zlib';
import { Refused } from '#src/domain/refused.ts';
import { type DataSet, type Parsed, parseElements } from './elements.ts';
import { tags } from './tags.ts';
import { nameOfUnread, type TransferSyntax, transferSyntax } from './transfer-syntaxes.ts';
import { textOf } from './values.ts';
import { vrOf } from './vr-of.ts';

export type DicomFile = {
  readonly meta: DataSet;
  readonly dataset: DataSet;
  readonly syntax: TransferSyntax;
  /** Where the file ends too early: the tag that was being read. */
  readonly cutAt?: string;
};

/** A deflated data set may grow to this; more is a bomb. */
const mostInflated = 512 * 1024 * 1024;

const hasMarker = (bytes: Uint8Array): boolean =>
  bytes.length >= 132 && Buffer.from(bytes.subarray(128, 132)).toString('latin1') === 'DICM';

/**
 * Opens a DICOM file (PS3.10 section 7). Refuses with a code: no marker or damage (`upload.damaged`), no transfer syntax or
 * one that nobody here can read (`upload.unknown-encoding`, by name).
 */
export function openDicom(bytes: Uint8Array, mostBytes = mostInflated): DicomFile {
  if (!hasMarker(bytes))
    throw new Refused('upload.damaged', 'The DICM marker that a DICOM file carries behind its preamble is missing');
  const meta = readMeta(bytes);
  const uid = textOf(meta.dataset, tags.transferSyntax)?.replace(/[^\d.]/gu, '');
  if (uid === undefined || uid === '')
    throw new Refused('upload.unknown-encoding', 'The file does not say its transfer syntax');
  const syntax = transferSyntax(uid);
  if (syntax === undefined) {
    const name = nameOfUnread(uid);
    throw new Refused('upload.unknown-encoding', `The transfer syntax is ${name}, which cannot be read here`, {
      syntax: name,
    });
  }
  if (meta.cutAt !== undefined) throw new Refused('upload.damaged', 'The DICOM file ends inside its header');
  const body = syntax.deflated === true ? inflated(bytes.subarray(meta.end), mostBytes) : bytes;
  const parsed = parseElements(body, syntax.deflated === true ? 0 : meta.end, actual(body, syntax, meta.end), vrOf);
  return {
    meta: meta.dataset,
    dataset: parsed.dataset,
    syntax,
    ...(parsed.cutAt === undefined ? {} : { cutAt: parsed.cutAt }),
  };
}

/** The file meta information: group 2, always explicit and little endian (PS3.10 section 7.1). */
function readMeta(bytes: Uint8Array): Parsed {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = 132;
  // Its length is often wrong, so the group ends where another group begins.
  while (end + 8 <= bytes.length && view.getUint16(end, true) === 2) {
    const vr = Buffer.from(bytes.subarray(end + 4, end + 6)).toString('latin1');
    const isLong = vr === 'OB' || vr === 'UN' || vr === 'UT' || vr === 'OW';
    if (isLong && end + 12 > bytes.length) break;
    end += isLong ? 12 + view.getUint32(end + 8, true) : 8 + view.getUint16(end + 6, true);
  }
  const stop = Math.min(end, bytes.length);
  const parsed = parseElements(bytes.subarray(0, stop), 132, { explicit: true, littleEndian: true }, vrOf);
  return { ...parsed, end: stop, ...(end > bytes.length ? { cutAt: '00020000' } : {}) };
}

/** Some writers say explicit and write implicit: the first element tells (its VR would be two capital letters). */
function actual(body: Uint8Array, syntax: TransferSyntax, end: number): { explicit: boolean; littleEndian: boolean } {
  const at = syntax.deflated === true ? 0 : end;
  const written = Buffer.from(body.subarray(at + 4, at + 6)).toString('latin1');
  const { littleEndian } = syntax;
  if (body.length < at + 8) return { explicit: syntax.explicit, littleEndian };
  if (syntax.explicit && (body[at + 6] ?? 1) === 0 && (body[at + 7] ?? 1) === 0 && !/^[A-Z]{2}$/u.test(written))
    return { explicit: false, littleEndian };
  if (!syntax.explicit && /^(?:AE|AS|CS|DA|IS|LO|PN|SH|TM|UI|UL|US)$/u.test(written))
    return { explicit: true, littleEndian };
  return { explicit: syntax.explicit, littleEndian };
}

function inflated(bytes: Uint8Array, mostBytes: number): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    if (error instanceof RangeError)
      throw new Refused('upload.too-complex', 'The deflated DICOM data set grows beyond the limit', {
        limit: mostBytes,
      });
    throw new Refused('upload.damaged', 'The deflated DICOM data set cannot be unpacked');
  }
}
