import { createHash } from 'node:crypto';
import { canonical } from '../trail/canonical.ts';
import { trailOwner } from '../trail/checkpoint.ts';
import { type ExportedSignOff, type ShownKey, vouchedBytes } from './exported-sign-off.ts';
import { readSignOff } from './read-sign-off.ts';
import { wasInUse } from './signed-when.ts';
import { signingStatement } from './statement.ts';
import { signatureHolds } from './verify.ts';

/** Who signed what, when, with which key; or the first thing that is wrong with it. */
export type SignOffVerdict =
  | { readonly ok: true; readonly signOff: ExportedSignOff; readonly fingerprint: string; readonly trusted: boolean }
  | { readonly ok: false; readonly why: SignOffFault };

export const signOffFaults = {
  unreadable: 'the file is not written as Baton writes it',
  'voucher-key': 'the key that vouches is not one that was told as trusted',
  voucher: 'what the installation vouched for was changed',
  'voucher-time': 'the key that vouches was not in use then',
  content: 'the content is not what was signed',
  key: 'the signature names another key or another person than the key shown',
  signature: 'the signature does not hold over this content',
  'key-time': 'the key was not in use when it was signed with',
} as const;
export type SignOffFault = keyof typeof signOffFaults;

export type SignOffOptions = {
  /** Public keys (PEM) of the installation told by other means; without them the file's own key vouches. */
  readonly trusted?: readonly string[];
};

/** From the text of the file alone: no network, no store. */
export function verifySignOff(text: string, options: SignOffOptions = {}): SignOffVerdict {
  const signOff = readSignOff(text);
  if (!signOff) return { ok: false, why: 'unreadable' };
  const why = faultIn(signOff, options);
  return why
    ? { ok: false, why }
    : { ok: true, signOff, fingerprint: fingerprintOf(signOff.key), trusted: options.trusted !== undefined };
}

export function faultIn(signOff: ExportedSignOff, { trusted }: SignOffOptions = {}): SignOffFault | undefined {
  const { voucher, content, contentHash, signature, key, referral } = signOff;
  if (
    voucher.key.owner !== trailOwner ||
    (trusted && !trusted.some((pem) => pem.trim() === voucher.key.spkiPem.trim()))
  )
    return 'voucher-key';
  if (!signatureHolds(voucher.key.spkiPem, vouchedBytes(signOff), voucher.signature)) return 'voucher';
  if (!wasInUse(voucher.key, voucher.at)) return 'voucher-time';
  if (content && createHash('sha256').update(canonical(content), 'utf8').digest('hex') !== contentHash)
    return 'content';
  if (key.keyId !== signature.keyId || key.owner !== signature.by) return 'key';
  const statement = signingStatement(referral, { by: signature.by, at: new Date(signature.at), contentHash });
  if (!signatureHolds(key.spkiPem, statement, signature.signature)) return 'signature';
  return wasInUse(key, signature.at) ? undefined : 'key-time';
}

/** SHA-256 of the public key as it is written: what people compare. */
export const fingerprintOf = ({ spkiPem }: Pick<ShownKey, 'spkiPem'>): string =>
  createHash('sha256').update(spkiPem.trim(), 'utf8').digest('hex');
