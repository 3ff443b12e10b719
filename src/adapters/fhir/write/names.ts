import { createHash } from 'node:crypto';
import type { Reference } from 'fhir/r4.d.ts';

/** The place of the names below: RFC 9562 §5.5 asks for one; this one was drawn once, for copies by Baton. */
const space = Buffer.from('6f0b9a4e2d5c4b1f9e0a7c3d81b2f4a6', 'hex');

/** A name that is the same each time for the same thing, so that two copies of a record can be compared (UUID version 5, RFC 9562). */
export function nameOf(kind: string, id: string): string {
  const hash = createHash('sha1').update(space).update(`${kind}/${id}`).digest().subarray(0, 16);
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** How resources of one bundle point at each other where there is no server to ask (FHIR R4, Bundle, resolving references). */
export const urlOf = (name: string): string => `urn:uuid:${name}`;

export const pointer = (type: string, id: string, display?: string): Reference => ({
  reference: urlOf(nameOf(type, id)),
  type,
  ...(display === undefined ? {} : { display }),
});
