import type { Happening, What } from '../happening.ts';
import type { ClinicianId } from '../ids.ts';
import { canonical } from './canonical.ts';
import type { Checkpoint } from './checkpoint.ts';

/** The questions a sheet answers: who was told, who saw, who answered, who was refused, and what else was done. */
export const sheetParts = ['told', 'seen', 'answered', 'refused', 'done'] as const;
export type SheetPart = (typeof sheetParts)[number];

export type SheetLine = {
  readonly part: SheetPart;
  readonly at: string;
  /** A person's id, or `baton` and what moved it. */
  readonly who: string;
  readonly what: What;
  readonly ground?: string;
  /** Whom, how, to which state: whatever the entry says besides, in the entry's own codes. */
  readonly more: Readonly<Record<string, string | number | boolean>>;
  readonly chain: string;
  readonly seq: number;
};

/** One entry with what shows that it stands in the signed chain. Proofs and hashes are hex. */
export type SheetEntry = {
  readonly chain: string;
  readonly seq: number;
  readonly body: string;
  readonly proof: readonly string[];
};
export type SheetChain = {
  readonly checkpoint: Checkpoint;
  /** Earlier signed sizes, each shown to be the beginning of the checkpoint's tree. */
  readonly earlier: readonly { readonly checkpoint: Checkpoint; readonly proof: readonly string[] }[];
};
export type SheetName = { readonly en: string; readonly zhHant: string };

/** One page that says who answered for what in one referral, and proves it without the rest of the trail. */
export type Sheet = {
  readonly kind: 'baton-accountability';
  readonly version: 1;
  readonly at: string;
  readonly referral: string;
  readonly code: string;
  /** How the directory named people and places that day. */
  readonly names: Readonly<Record<string, SheetName>>;
  readonly lines: readonly SheetLine[];
  readonly entries: readonly SheetEntry[];
  readonly chains: readonly SheetChain[];
  readonly keys: readonly { readonly keyId: string; readonly spkiPem: string }[];
  readonly keyId: string;
  readonly signature: string;
};

/** The exact bytes a sheet's signature covers. */
export const sheetText = ({ signature: _signature, ...said }: Omit<Sheet, 'signature'> & { signature?: string }) =>
  Buffer.from(`baton accountability v1\n${canonical(said)}`, 'utf8');

const told = new Set<What>(['told', 'patient-told', 'escalated', 'sign-off-asked']);
const seen = new Set<What>(['seen', 'record-opened', 'phone-shown', 'emergency-opened', 'emergency-widened']);
const refused = new Set<What>(['refused', 'sign-off-refused', 'upload-refused']);
const answers = new Set<string>(['accepted', 'declined', 'redirected', 'booked', 'answered', 'closed']);

function partOf(happening: Happening): SheetPart {
  const { what } = happening;
  if (told.has(what)) return 'told';
  if (seen.has(what)) return 'seen';
  if (refused.has(what)) return 'refused';
  if (what === 'consultation')
    return happening.step === 'answered' ? 'answered' : happening.step === 'taken-back' ? 'done' : 'told';
  if (what === 'signed' || (what === 'moved' && 'person' in happening.by && answers.has(happening.to)))
    return 'answered';
  return 'done';
}

export const doerOf = (by: Happening['by']): ClinicianId | string => ('person' in by ? by.person : `baton ${by.baton}`);

const common = new Set(['at', 'by', 'institution', 'referral', 'patient', 'ground', 'what']);
/** Long proofs of a sign-off stay in the entry itself. */
const long = new Set(['signature', 'contentHash', 'keyId', 'sha256']);

/** What one entry says, for the sheet. `body` is the canonical text of a happening. */
export function sheetLine({ chain, seq, body }: Pick<SheetEntry, 'chain' | 'seq' | 'body'>): SheetLine {
  // The body is the canonical text of a Happening; dates in it are ISO text.
  const said = JSON.parse(body) as Happening & { readonly at: Date | string };
  const more = Object.entries(said).filter(
    (part): part is [string, string | number | boolean] =>
      !common.has(part[0]) && !long.has(part[0]) && ['string', 'number', 'boolean'].includes(typeof part[1]),
  );
  return {
    part: partOf(said),
    at: String(said.at),
    who: doerOf(said.by),
    what: said.what,
    ...(said.ground ? { ground: said.ground } : {}),
    more: Object.fromEntries(more),
    chain,
    seq,
  };
}

/** The lines of a sheet in the order in which things happened. */
export const accountabilityOf = (
  entries: readonly Pick<SheetEntry, 'chain' | 'seq' | 'body'>[],
): readonly SheetLine[] =>
  entries
    .map(sheetLine)
    .sort((a, b) =>
      a.at < b.at ? -1 : a.at > b.at ? 1 : a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : a.seq - b.seq,
    );
