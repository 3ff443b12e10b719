import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Refused } from '#src/domain/refused.ts';

/**
 * A sealed value: version (1), length of the key's id (1), the key's id, nonce (12), AES-256-GCM ciphertext, tag (16).
 * The label and the key's id are bound in, so that a sealed value opens only in its own place and with its own key.
 */
const version = 1;

export function sealValue(keyId: string, key: Uint8Array, label: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundIn(keyId, label));
  const name = Buffer.from(keyId, 'utf8');
  return Buffer.concat([
    Uint8Array.of(version, name.length),
    name,
    nonce,
    cipher.update(plain),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

export function keyIdOf(sealed: Uint8Array): string {
  const length = sealed[1];
  if (sealed[0] !== version || length === undefined || sealed.length < 2 + length + 28) throw tampered();
  return keyName(sealed.subarray(2, 2 + length));
}

export function openValue(key: Uint8Array, label: string, sealed: Uint8Array): Uint8Array {
  const keyId = keyIdOf(sealed);
  const start = 2 + Buffer.byteLength(keyId);
  const nonce = sealed.subarray(start, start + 12);
  const tag = sealed.subarray(sealed.length - 16);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(boundIn(keyId, label)).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed.subarray(start + 12, sealed.length - 16)), decipher.final()]);
  } catch {
    // The cipher says only that it does not fit; which of key, label or bytes was altered is not known.
    throw tampered();
  }
}

/** Key ids are plain words of ours; anything else on disk was altered, and is not carried into a query or a message. */
export function keyName(bytes: Uint8Array): string {
  const name = Buffer.from(bytes).toString('latin1');
  if (!/^[\w -]{1,64}$/.test(name)) throw tampered();
  return name;
}

const boundIn = (keyId: string, label: string): Uint8Array => Buffer.from(`${keyId}\n${label}`, 'utf8');

const tampered = (): Refused =>
  new Refused('vault.tampered', 'A sealed value does not open: it was altered, moved, or sealed with another key');
