import type { ExportedSignOff } from '../signing/exported-sign-off.ts';
import { asSignOff } from '../signing/read-sign-off.ts';
import { wasInUse } from '../signing/signed-when.ts';
import { signatureHolds } from '../signing/verify.ts';
import {
  faultIn,
  fingerprintOf,
  type SignOffFault,
  type SignOffOptions,
  signOffFaults,
} from '../signing/verify-sign-off.ts';
import { trailOwner } from '../trail/checkpoint.ts';
import { hashOf, type LetterSeal, sealedBytes, takeApart } from './sealed-letter.ts';

export const faultsOfLetter = {
  ...signOffFaults,
  unsealed: 'it carries no seal of Baton, or one that was cut or moved',
  'letter-changed': 'the letter was changed after it was made',
  'letter-seal': 'the seal of the letter does not hold',
} as const;

export type LetterVerdict =
  | {
      readonly ok: true;
      readonly signOff: ExportedSignOff;
      readonly fingerprint: string;
      readonly trusted: boolean;
      readonly sha256: string;
      readonly exported: { readonly at: string; readonly reader: string; readonly institution: string };
    }
  | { readonly ok: false; readonly why: SignOffFault | 'unsealed' | 'letter-changed' | 'letter-seal' };

/** A letter from its bytes alone: every byte is covered, by the seal or by the one way the seal is written. */
export function verifyLetter(file: Uint8Array, options: SignOffOptions = {}): LetterVerdict {
  const apart = takeApart(file);
  const seal = apart && asSeal(apart.seal);
  if (!apart || !seal) return { ok: false, why: 'unsealed' };
  const { signOff, key, sha256, at, reader, institution } = seal;
  if (hashOf(apart.pdf) !== sha256) return { ok: false, why: 'letter-changed' };
  const isVoucher = key.owner === trailOwner && key.spkiPem === signOff.voucher.key.spkiPem;
  if (!isVoucher || !signatureHolds(key.spkiPem, sealedBytes(seal), seal.signature) || !wasInUse(key, at))
    return { ok: false, why: 'letter-seal' };
  const why = faultIn(signOff, options);
  if (why) return { ok: false, why };
  return {
    ok: true,
    signOff,
    fingerprint: fingerprintOf(signOff.key),
    trusted: options.trusted !== undefined,
    sha256,
    exported: { at, reader, institution },
  };
}

function asSeal(value: unknown): LetterSeal | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // Each part is looked at below, and the signature covers them all.
  const seal = value as Partial<LetterSeal>;
  const isWhole =
    seal.kind === 'baton-letter' &&
    seal.version === 1 &&
    [seal.sha256, seal.at, seal.reader, seal.institution, seal.signature].every((part) => typeof part === 'string') &&
    typeof seal.key?.spkiPem === 'string' &&
    typeof seal.key.from === 'string' &&
    asSignOff(seal.signOff) !== undefined;
  return isWhole ? (seal as LetterSeal) : undefined;
}
