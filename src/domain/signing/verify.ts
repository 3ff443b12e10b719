import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Reading a key takes longer than checking with it, and few keys check many signatures. */
const lately = new Map<string, KeyObject>();

/** An Ed25519 public key, only if it is written in the one way it can be written: a changed character is no other spelling. */
export function publicKeyFrom(spkiPem: string): KeyObject | undefined {
  const known = lately.get(spkiPem);
  if (known) return known;
  const read = readKey(spkiPem);
  if (read && lately.size >= 64) lately.clear();
  if (read) lately.set(spkiPem, read);
  return read;
}

function readKey(spkiPem: string): KeyObject | undefined {
  try {
    const key = createPublicKey(spkiPem);
    return key.asymmetricKeyType === 'ed25519' && key.export({ type: 'spki', format: 'pem' }) === spkiPem
      ? key
      : undefined;
  } catch {
    // What cannot be read is no key.
    return undefined;
  }
}

/** Does this Ed25519 signature (base64url) hold over these bytes? Anything unreadable, or spelled another way, does not. */
export function signatureHolds(key: string | KeyObject, bytes: Uint8Array, signature: string): boolean {
  const known = typeof key === 'string' ? publicKeyFrom(key) : key;
  const decoded = Buffer.from(signature, 'base64url');
  if (!known || decoded.length !== 64 || decoded.toString('base64url') !== signature) return false;
  return verify(null, bytes, known, decoded);
}
