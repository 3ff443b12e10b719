import { refuse } from '../refusal.ts';
import { asWire, isWire } from '../wire.ts';

/** What a card holds: DingTalk keeps strings only. */
export type Values = Readonly<Record<string, string>>;

/** What came in: the strings that are kept, and the names of values that were no strings and show as blank. */
export type Taken = { readonly values: Values; readonly notStrings: readonly string[] };

// the sizes are those of the card guide's page on creating a card
const KEY_BYTES = 100;
const VALUE_BYTES = 1024;
const TOTAL_BYTES = 100 * 1024;

const bytes = (value: string): number => Buffer.byteLength(value, 'utf8');

export function takeValues(holder: unknown): Taken {
  const map = asWire(asWire(holder).cardParamMap);
  const values: Record<string, string> = {};
  const notStrings: string[] = [];
  let total = 0;
  for (const [key, value] of Object.entries(map)) {
    const kept = typeof value === 'string' ? value : '';
    if (typeof value !== 'string') notStrings.push(key);
    if (bytes(key) > KEY_BYTES) refuse('param.invalid', `the key ${key.slice(0, 20)}… is longer than 100 bytes`);
    if (bytes(kept) > VALUE_BYTES) refuse('param.invalid', `the value of ${key} is longer than 1 KB`);
    total += bytes(key) + bytes(kept);
    values[key] = kept;
  }
  if (total > TOTAL_BYTES) refuse('param.invalid', 'the card data is larger than 100 KB');
  return { values, notStrings };
}

/** Without "by key" an update forgets everything it does not mention: the fault most often met in the field. */
export const updated = (before: Values, incoming: Values, byKey: boolean): Values =>
  byKey ? { ...before, ...incoming } : incoming;

export const hasValues = (holder: unknown): boolean => isWire(holder) && isWire(holder.cardParamMap);
