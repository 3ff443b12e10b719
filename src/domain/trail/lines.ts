import { canonical } from './canonical.ts';
import type { Checkpoint } from './checkpoint.ts';

/**
 * One line of an exported trail (JSON lines), in this order: header, keys, contents, then chain by chain the entries, each checkpoint right after
 * the last entry it covers, and the end. What stands below the contents is exactly what the contents say, so that what is missing has a place.
 */
export type TrailLine =
  | { readonly kind: 'header'; readonly format: 'baton-trail'; readonly version: 1; readonly at: string }
  | KeyLine
  | ContentsLine
  | EntryLine
  | CheckpointLine
  | { readonly kind: 'end' };

/** From and until say when a key was in use, by the clock of who kept it. */
export type KeyLine = {
  readonly kind: 'key';
  readonly keyId: string;
  readonly owner: string;
  readonly spkiPem: string;
  readonly from: string;
  readonly until: string | null;
};
/** Signed by the trail's key, over all lines above and this plan of those below. */
export type ContentsLine = {
  readonly kind: 'contents';
  readonly chains: readonly ChainPlan[];
  readonly keyId: string;
  readonly signature: string;
};
export type ChainPlan = {
  readonly chain: string;
  readonly entries: number;
  /** The sizes its checkpoints were signed at, rising; the last covers all entries. */
  readonly checkpoints: readonly number[];
};
/** `body` is the canonical text of the happening, exactly as it was hashed. */
export type EntryLine = {
  readonly kind: 'entry';
  readonly chain: string;
  readonly seq: number;
  readonly body: string;
  readonly link: string;
};
export type CheckpointLine = { readonly kind: 'checkpoint' } & Checkpoint;

export const writeLine = (line: TrailLine): string => JSON.stringify(line);

/** The exact bytes the signature of the contents covers; `above` is the SHA-256 (hex) of the lines above, each with its line break. */
export const contentsText = (above: string, chains: readonly ChainPlan[]): Uint8Array =>
  Buffer.from(`baton trail contents v1\n${canonical({ above, chains })}`, 'utf8');

type Kind = 'string' | 'number' | 'object';
const parts: { readonly [Name in TrailLine['kind']]: Readonly<Record<string, readonly Kind[]>> } = {
  header: { format: ['string'], version: ['number'], at: ['string'] },
  key: { keyId: ['string'], owner: ['string'], spkiPem: ['string'], from: ['string'], until: ['string', 'object'] },
  contents: { chains: ['object'], keyId: ['string'], signature: ['string'] },
  entry: { chain: ['string'], seq: ['number'], body: ['string'], link: ['string'] },
  checkpoint: {
    chain: ['string'],
    size: ['number'],
    root: ['string'],
    link: ['string'],
    at: ['string'],
    keyId: ['string'],
    signature: ['string'],
  },
  end: {},
};

/** Strict: a line that is not written exactly as `writeLine` writes it (parts, their order, their kinds, no blanks) is no line of ours. */
export function readLine(text: string): TrailLine | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    // Not JSON: the caller says so, with its place.
    return undefined;
  }
  if (typeof line !== 'object' || line === null || JSON.stringify(line) !== text) return undefined;
  const [[first, kind] = [], ...rest] = Object.entries(line);
  if (first !== 'kind' || !isKind(kind)) return undefined;
  const wanted = Object.entries(parts[kind]);
  const fits =
    rest.length === wanted.length &&
    wanted.every(
      ([name, kinds], place) => rest[place]?.[0] === name && kinds.some((one) => one === typeof rest[place]?.[1]),
    );
  // Every part was looked at against its kind; the two parts with an inside are looked into here.
  const known = line as TrailLine;
  return fits && insideFits(known) ? known : undefined;
}

const isKind = (kind: unknown): kind is TrailLine['kind'] => typeof kind === 'string' && Object.hasOwn(parts, kind);

function insideFits(line: TrailLine): boolean {
  if (line.kind === 'header') return line.format === 'baton-trail' && line.version === 1;
  if (line.kind === 'key') return line.until === null || typeof line.until === 'string';
  if (line.kind !== 'contents') return true;
  return Array.isArray(line.chains) && line.chains.every(isPlan);
}

function isPlan(plan: unknown): plan is ChainPlan {
  if (typeof plan !== 'object' || plan === null) return false;
  if (!('chain' in plan && 'entries' in plan && 'checkpoints' in plan)) return false;
  const { chain, entries, checkpoints } = plan;
  return (
    typeof chain === 'string' &&
    isCount(entries) &&
    Array.isArray(checkpoints) &&
    checkpoints.every((size, place) => isCount(size) && size > (place === 0 ? 0 : Number(checkpoints[place - 1]))) &&
    checkpoints.at(-1) === entries
  );
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;
