import { createHash } from 'node:crypto';
import type { ExportedSignOff, ShownKey } from '../signing/exported-sign-off.ts';
import { canonical } from '../trail/canonical.ts';

/**
 * How a letter carries its proof: the sign-off stands in the PDF as an attachment and once more, with the service's signature over every byte above, in one
 * comment line at the end. The file stays an ordinary PDF: the line that says where its table begins is repeated below.
 */
export type LetterSeal = {
  readonly kind: 'baton-letter';
  readonly version: 1;
  /** SHA-256 (hex) of the PDF above the seal. */
  readonly sha256: string;
  readonly at: string;
  /** For whom it was made: the id of the reader and of the institution they read for. */
  readonly reader: string;
  readonly institution: string;
  readonly signOff: ExportedSignOff;
  readonly key: ShownKey;
  readonly signature: string;
};

export const sealedBytes = ({ signature: _itself, ...seal }: LetterSeal): Uint8Array =>
  Buffer.from(`baton letter v1\n${canonical(seal)}`, 'utf8');

const mark = '%BATON-SEAL ';

export const hashOf = (pdf: Uint8Array): string => createHash('sha256').update(pdf).digest('hex');

/** The PDF with its seal. */
export function withSeal(pdf: Uint8Array, seal: LetterSeal): Uint8Array {
  const line = `${mark}${Buffer.from(canonical(seal), 'utf8').toString('base64url')}\n`;
  return Buffer.concat([pdf, Buffer.from(line, 'latin1'), tailOf(pdf)]);
}

/** `startxref`, the place, `%%EOF`: the last three lines of the PDF, repeated below the seal so that every reader finds them. */
function tailOf(pdf: Uint8Array): Buffer {
  const end = Buffer.from(pdf.subarray(Math.max(0, pdf.length - 64))).toString('latin1');
  const tail = /startxref\r?\n\d+\r?\n%%EOF\r?\n?$/.exec(end)?.[0];
  if (!tail) throw new TypeError('a PDF ends with its startxref');
  return Buffer.from(tail.endsWith('\n') ? tail : `${tail}\n`, 'latin1');
}

/** The PDF above its seal and what the seal says; nothing when it is not sealed exactly as `withSeal` does. */
export function takeApart(file: Uint8Array): { readonly pdf: Uint8Array; readonly seal: unknown } | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const at = bytes.lastIndexOf(mark);
  const end = bytes.indexOf('\n', at);
  if (at < 0 || end < 0) return undefined;
  const coded = bytes.subarray(at + mark.length, end).toString('latin1');
  const text = Buffer.from(coded, 'base64url').toString('utf8');
  try {
    const seal: unknown = JSON.parse(text);
    const pdf = bytes.subarray(0, at);
    // Only the one spelling counts, and below the seal stands what must stand there and no more.
    const isOurs =
      canonical(seal) === text &&
      Buffer.from(text, 'utf8').toString('base64url') === coded &&
      bytes.subarray(end + 1).equals(tailOf(pdf));
    return isOurs ? { pdf, seal } : undefined;
  } catch {
    // No JSON, or no PDF above it: no letter of ours.
    return undefined;
  }
}
