import type { DocumentKind } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';

/** Actions by which a PDF starts programs, runs script, or opens what lies in it by itself. */
const pdfActions: readonly (readonly [RegExp, string])[] = [
  [/\/Launch\b/u, 'starts a program'],
  [/\/(?:JavaScript|JS)\b\s*(?:\(|<|\d|\/)/u, 'runs script'],
];

/** The file every scanner of malware is tested with (eicar.org); put together here so that this source is not taken for it. */
const testFile = ['X5O!P%@AP[4', 'PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('\\');

/**
 * The stated rules of quarantine for what the scanner does not know: a PDF that launches or scripts. Programs, macros and entities are refused where
 * they are met. Names in a PDF may be written with `#4a` for `J`; they are read through. Refuses `upload.unsafe`.
 */
export function quarantine(kind: DocumentKind, bytes: Uint8Array): void {
  if (Buffer.from(bytes.subarray(0, 128)).includes(testFile))
    throw new Refused('upload.unsafe', 'It is the file by which scanners are tested');
  if (kind !== 'pdf') return;
  const plain = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    // What lies in streams is data, not structure.
    .replace(/stream\r?\n[\s\S]*?endstream/gu, '')
    .replace(/#([0-9a-f]{2})/giu, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const [, why] = pdfActions.find(([pattern]) => pattern.test(plain)) ?? [];
  if (why !== undefined) throw new Refused('upload.unsafe', `The PDF ${why}`);
}
