import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { signingStatement } from '#src/domain/signing/statement.ts';
import { publicKeyFrom, signatureHolds } from '#src/domain/signing/verify.ts';
import { cheung, lam, tmh, twc } from '#test/builders/a-house.ts';
import { aReferral, later, noon } from '#test/builders/a-referral.ts';

const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};
const lams = keyPair();
const signedBy = (key: typeof lams, bytes: Uint8Array): string =>
  sign(null, bytes, key.privateKey).toString('base64url');
const said = { by: lam.id, at: noon, contentHash: 'ab'.repeat(32) };

test('a good signature holds, for whoever has only the public key', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(signatureHolds(lams.pem, bytes, signedBy(lams, bytes))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a signature over other words, by another hand, or with any character changed does not hold', () => {
  const another = keyPair();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.constantFrom(...'AQgwZz09_-'), (bytes, at, letter) => {
      const good = signedBy(lams, bytes);
      const other = Buffer.from(bytes);
      other[at % other.length] = (other[at % other.length] ?? 0) ^ 1;
      expect(signatureHolds(lams.pem, other, good)).toBe(false);
      expect(signatureHolds(another.pem, bytes, good)).toBe(false);
      expect(signatureHolds(lams.pem, bytes, signedBy(another, bytes))).toBe(false);
      const spelled = [...good].with(at % good.length, letter).join('');
      expect(signatureHolds(lams.pem, bytes, spelled)).toBe(spelled === good);
    }),
    { numRuns: 200 },
  );
});

test('what is no signature or no Ed25519 key proves nothing', () => {
  const bytes = Buffer.from('words');
  const good = signedBy(lams, bytes);
  for (const signature of ['', 'x', `${good}A`, good.slice(1), `${good}=`, ` ${good}`])
    expect(signatureHolds(lams.pem, bytes, signature)).toBe(false);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' });
  for (const pem of ['', 'x', rsa.toString(), lams.pem.trim(), `${lams.pem} `]) {
    expect(publicKeyFrom(pem)).toBeUndefined();
    expect(signatureHolds(pem, bytes, good)).toBe(false);
  }
});

test('the statement binds what is signed, from where, to where, how urgent, by whom and when', () => {
  const referral = aReferral();
  const statement = signingStatement(referral, said).toString();
  const others: readonly Partial<Referral>[] = [
    { id: id<ReferralId>('ref-2') },
    { code: 'B7K-42R' },
    { contentVersion: 2 },
    { from: twc },
    { to: tmh },
    { urgency: 'routine' },
  ];
  for (const other of others) expect(signingStatement(aReferral(other), said).toString()).not.toBe(statement);
  for (const other of [{ by: cheung.id }, { at: later(1) }, { contentHash: 'cd'.repeat(32) }])
    expect(signingStatement(referral, { ...said, ...other }).toString()).not.toBe(statement);
});

test('the statement names nobody but the signer, and stays the same while the referral goes on', () => {
  const statement = Buffer.from(signingStatement(aReferral(), said)).toString('utf8');
  expect(statement).not.toContain('patient');
  expect(statement).toBe(
    Buffer.from(signingStatement(aReferral({ version: 9, patient: id<PatientId>('merged') }), said)).toString('utf8'),
  );
});
