import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export type Target = { readonly referral?: string; readonly hotline?: string };
type Chosen = Pick<File, 'size' | 'lastModified'> & { readonly path: string };

/**
 * The same file for the same place has the same key, so that choosing it again after a reload goes on where it stopped. Only a
 * fingerprint leaves the page: names of files sometimes hold names of people. Without a referral the day is part of it, since the
 * draft that was meant is today's.
 */
export function uploadKey({ path, size, lastModified }: Chosen, { referral, hotline }: Target, today: string): string {
  const place = referral ? `r:${referral}` : `h:${hotline ?? ''}:${today}`;
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([path, size, lastModified, place])))).slice(0, 48);
}
