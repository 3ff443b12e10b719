import { createHash, hash } from 'node:crypto';

/** What the first link of a chain hangs on. */
export const firstPrev: Uint8Array = new Uint8Array(32);

/** RFC 6962 leaf: the hash of one entry's canonical text, apart from every hash of hashes by its leading 0x00. */
export const leafHash = (canonicalBody: string): Uint8Array => hash('sha256', `\0${canonicalBody}`, 'buffer');

/** One link: SHA-256 over 0x02, the link before, the place in the chain (8 bytes, big endian) and the leaf. */
export function linkOver(prev: Uint8Array, seq: number, leaf: Uint8Array): Uint8Array {
  const place = new Uint8Array(8);
  new DataView(place.buffer).setBigUint64(0, BigInt(seq));
  return createHash('sha256').update(Uint8Array.of(2)).update(prev).update(place).update(leaf).digest();
}

export const linkHash = (prev: Uint8Array, seq: number, canonicalBody: string): Uint8Array =>
  linkOver(prev, seq, leafHash(canonicalBody));
