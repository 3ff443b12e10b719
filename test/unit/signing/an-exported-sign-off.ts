import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { contentHash, signedPart } from '#src/domain/signing/content-hash.ts';
import { type ExportedSignOff, type ShownKey, vouchedBytes } from '#src/domain/signing/exported-sign-off.ts';
import { signingStatement } from '#src/domain/signing/statement.ts';
import { trailOwner } from '#src/domain/trail/checkpoint.ts';
import { lam } from '#test/builders/a-house.ts';
import { aContent, aReferral, later, noon } from '#test/builders/a-referral.ts';

type Pair = { readonly shown: ShownKey; readonly secret: KeyObject };

export function aKey(keyId: string, owner: string, more: Partial<ShownKey> = {}): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spkiPem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  return { shown: { keyId, owner, spkiPem, from: noon.toISOString(), until: null, ...more }, secret: privateKey };
}

export const lamsKey = aKey('key-lam', lam.id);
export const trailKey = aKey('key-trail', trailOwner);

/** A sign-off as it is exported, signed for real; `n` makes each one different. */
export function anExportedSignOff(
  n = 0,
  { signer = lamsKey, voucher = trailKey, at = later(1) } = {},
): ExportedSignOff {
  const content = aContent({ reason: `Chest pain for ${n} hours` });
  const referral = aReferral({ code: `B7K-${n}`, contentVersion: 1 + (n % 7) });
  const hash = contentHash(content);
  const signature = sign(null, signingStatement(referral, { by: lam.id, at, contentHash: hash }), signer.secret);
  const { id, code, contentVersion, from, to, urgency } = referral;
  const unsigned: ExportedSignOff = {
    kind: 'baton-sign-off',
    version: 1,
    referral: { id, code, contentVersion, from, to, urgency },
    content: signedPart(content),
    contentHash: hash,
    signature: {
      by: lam.id,
      at: at.toISOString(),
      keyId: signer.shown.keyId,
      signature: signature.toString('base64url'),
      via: 'card',
    },
    key: signer.shown,
    signer: { name: lam.name },
    institution: { id: 'tmh', name: { en: 'Tuen Mun Hospital', zhHant: '屯門醫院' } },
    voucher: { at: later(2).toISOString(), key: voucher.shown, signature: '' },
  };
  return vouch(unsigned, voucher.secret);
}

export const vouch = (said: ExportedSignOff, secret: KeyObject): ExportedSignOff => ({
  ...said,
  voucher: { ...said.voucher, signature: sign(null, vouchedBytes(said), secret).toString('base64url') },
});
