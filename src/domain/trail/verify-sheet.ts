import { createHash, type KeyObject } from 'node:crypto';
import { publicKeyFrom, signatureHolds } from '../signing/verify.ts';
import { accountabilityOf, type Sheet, sheetText } from './accountability.ts';
import { canonical } from './canonical.ts';
import { type Checkpoint, checkpointText } from './checkpoint.ts';
import { leafHash } from './link.ts';
import { verifyConsistency, verifyInclusion } from './merkle.ts';
import type { FirstBad, Verdict, VerifyOptions } from './verify.ts';

/** The one text of a sheet: every byte of the file counts. */
export const writeSheet = (sheet: Sheet): string => `${canonical(sheet)}\n`;

/**
 * Verifies an accountability sheet from its text alone: the signature over all of it, each entry's place in its signed chain, and that the lines say what the entries say. With
 * remembered checkpoints the chain must go on from them; with trusted keys no other key vouches.
 */
export function verifySheet(text: string, { remembered = [], trusted }: VerifyOptions = {}): Verdict {
  const counts = { entries: 0, checkpoints: 0, chains: 0 };
  try {
    // Looked at part by part below; whatever has not the form of a sheet throws and is told as unreadable.
    const sheet = JSON.parse(text) as Sheet;
    if (sheet.kind !== 'baton-accountability' || sheet.version !== 1 || writeSheet(sheet) !== text)
      return broken(counts, '?', 0, 'the sheet is not written as Baton writes it');
    return lookInto(sheet, remembered, trusted);
  } catch {
    return broken(counts, '?', 0, 'the sheet cannot be read');
  }
}

type Counts = {
  readonly entries: number;
  readonly checkpoints: number;
  readonly chains: number;
  readonly key?: string;
};
const broken = (counts: Counts, chain: string, seq: number, why: string): Verdict => ({
  ok: false,
  ...counts,
  firstBad: { chain, seq, why } satisfies FirstBad,
});

function lookInto(sheet: Sheet, remembered: readonly Checkpoint[], trusted: readonly string[] | undefined): Verdict {
  const keys = new Map<string, KeyObject>();
  for (const { keyId, spkiPem } of sheet.keys) {
    const key = publicKeyFrom(spkiPem);
    if (key && (!trusted || trusted.some((pem) => pem.trim() === spkiPem.trim()))) keys.set(keyId, key);
  }
  const counts = { entries: sheet.entries.length, checkpoints: 0, chains: sheet.chains.length };
  const voucher = keys.get(sheet.keyId);
  if (!voucher) return broken(counts, '?', 0, 'the sheet is signed by a key that is not known');
  const key = createHash('sha256')
    .update(voucher.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  for (const chain of sheet.chains) {
    const why = chainWrong(chain, keys, remembered);
    if (why) return broken({ ...counts, key }, chain.checkpoint.chain, chain.checkpoint.size, why);
    counts.checkpoints += 1 + chain.earlier.length;
  }
  const chains = new Map(sheet.chains.map(({ checkpoint }) => [checkpoint.chain, checkpoint]));
  for (const { chain, seq, body, proof } of sheet.entries) {
    const top = chains.get(chain);
    const holds = top && verifyInclusion(leafHash(body), seq - 1, top.size, proof.map(bytes), bytes(top.root));
    if (!holds) return broken({ ...counts, key }, chain, seq, 'the entry does not stand in the signed chain');
    if (JSON.parse(body).referral !== sheet.referral)
      return broken({ ...counts, key }, chain, seq, 'the entry is about something else');
  }
  if (canonical(accountabilityOf(sheet.entries)) !== canonical(sheet.lines))
    return broken({ ...counts, key }, '?', 0, 'the lines do not say what the entries say');
  if (!signatureHolds(voucher, sheetText(sheet), sheet.signature))
    return broken({ ...counts, key }, '?', 0, 'the sheet is not what was signed');
  return { ok: true, ...counts, key };
}

function chainWrong(
  { checkpoint, earlier }: Sheet['chains'][number],
  keys: ReadonlyMap<string, KeyObject>,
  remembered: readonly Checkpoint[],
): string | undefined {
  for (const one of [checkpoint, ...earlier.map((older) => older.checkpoint)]) {
    const known = keys.get(one.keyId);
    if (!known || !signatureHolds(known, checkpointText(one), one.signature))
      return 'a checkpoint whose signature does not hold';
  }
  for (const { checkpoint: older, proof } of earlier)
    if (
      older.chain !== checkpoint.chain ||
      !verifyConsistency(older.size, checkpoint.size, bytes(older.root), bytes(checkpoint.root), proof.map(bytes))
    )
      return 'an earlier checkpoint is not the beginning of this one';
  for (const known of remembered.filter(({ chain }) => chain === checkpoint.chain)) {
    if (known.size > checkpoint.size) return 'an older copy: more entries were vouched for before';
    const here = [checkpoint, ...earlier.map((older) => older.checkpoint)].find(({ size }) => size === known.size);
    if (here && here.root !== known.root) return 'another history than was vouched for before';
  }
  return undefined;
}

const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex');
