import { createPublicKey, verify } from 'node:crypto';
import type { ClinicianId } from '../ids.ts';
import type { Referral } from '../referral/referral.ts';
import { canonical } from '../trail/canonical.ts';

/** The exact bytes a clinician's signature covers: what was signed, for whom, by whom, when. */
export const signingStatement = (
  referral: Referral,
  { by, at, contentHash }: { readonly by: ClinicianId; readonly at: Date; readonly contentHash: string },
): Uint8Array =>
  Buffer.from(
    `baton sign-off v1\n${canonical({ referral: referral.id, code: referral.code, contentVersion: referral.contentVersion, contentHash, by, at, from: referral.from, to: referral.to, urgency: referral.urgency })}`,
    'utf8',
  );

/** Does this Ed25519 signature hold over these bytes? Anything unreadable does not. */
export function signatureHolds(spkiPem: string, bytes: Uint8Array, signature: string): boolean {
  try {
    return verify(null, bytes, createPublicKey(spkiPem), Buffer.from(signature, 'base64url'));
  } catch {
    // A key that cannot be read verifies nothing.
    return false;
  }
}
