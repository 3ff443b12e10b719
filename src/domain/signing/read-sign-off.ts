import { canonical } from '../trail/canonical.ts';
import type { ExportedSignOff } from './exported-sign-off.ts';

type Shape = { readonly [name: string]: 'string' | 'number' | 'string?' | 'object?' | 'string|null' | Shape };

const named: Shape = { en: 'string', zhHant: 'string' };
const key: Shape = { keyId: 'string', owner: 'string', spkiPem: 'string', from: 'string', until: 'string|null' };
const shape: Shape = {
  kind: 'string',
  version: 'number',
  referral: { id: 'string', code: 'string', contentVersion: 'number', from: 'string', to: 'string', urgency: 'string' },
  content: 'object?',
  contentHash: 'string',
  signature: { by: 'string', at: 'string', keyId: 'string', signature: 'string', via: 'string' },
  key,
  signer: { name: named, registration: 'string?' },
  institution: { id: 'string', name: named },
  trail: 'object?',
  voucher: { at: 'string', key, signature: 'string' },
};

/** Strict: a value that has not exactly these parts, or a file that is spelled in another way, is no exported sign-off. */
export function readSignOff(text: string): ExportedSignOff | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: no exported sign-off.
    return undefined;
  }
  return `${canonical(value)}\n` === text ? asSignOff(value) : undefined;
}

export function asSignOff(value: unknown): ExportedSignOff | undefined {
  if (!fits(value, shape)) return undefined;
  // Every part was looked at one line above.
  const read = value as unknown as ExportedSignOff;
  return read.kind === 'baton-sign-off' && read.version === 1 ? read : undefined;
}

/** Is this text meant to be one, however broken? */
export const looksLikeSignOff = (beginning: string): boolean =>
  /^\s*\{/.test(beginning) && /"kind":\s*"baton-sign-off"|"contentHash"/.test(beginning);

function fits(value: unknown, wanted: Shape): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  // An object has named parts, whatever they are.
  const parts = value as Readonly<Record<string, unknown>>;
  return (
    Object.keys(parts).every((name) => Object.hasOwn(wanted, name)) &&
    Object.entries(wanted).every(([name, kind]) => isA(parts[name], kind))
  );
}

function isA(part: unknown, kind: Shape[string]): boolean {
  if (typeof kind === 'object') return fits(part, kind);
  if (kind === 'string|null') return part === null || typeof part === 'string';
  if (kind.endsWith('?')) return part === undefined || (typeof part === kind.slice(0, -1) && part !== null);
  return typeof part === kind;
}
