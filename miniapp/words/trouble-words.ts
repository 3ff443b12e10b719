import type { Key, Speech } from './words.ts';

/** The sentence for a refusal. A code this page does not know yet is said honestly as a surprise. */
export function troubleWords({ say, has }: Speech, code: string): string {
  const key = `trouble.${code}`;
  // Every `trouble.` sentence is without gaps; a test holds them to it.
  return has(key) ? (say as (key: Key) => string)(key) : say('trouble.door.surprise');
}
