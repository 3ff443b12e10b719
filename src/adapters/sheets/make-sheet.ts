import type { ReferralId } from '#src/domain/ids.ts';
import {
  accountabilityOf,
  type Sheet,
  type SheetChain,
  type SheetEntry,
  sheetText,
} from '#src/domain/trail/accountability.ts';
import { type Checkpoint, trailOwner } from '#src/domain/trail/checkpoint.ts';
import { leafHash } from '#src/domain/trail/link.ts';
import { Prover } from '#src/domain/trail/prove.ts';
import type { Sheets } from '#src/ports/sheets.ts';
import { checkpointOf, signingNow, type TrailParts } from '../vault/sign-checkpoint.ts';
import { type Asks, chainRows, checkpointRows, entryRows } from '../vault/trail-rows.ts';

/** So many earlier checkpoints a chain are shown to be beginnings of the newest. */
const earlierShown = 20;

/** Everything the trail holds of one referral, with proofs, from one view of the store. A chain is read once, however many entries it shows. */
export const makeSheet =
  (parts: TrailParts): Sheets['of'] =>
  async ({ referral, code }, namesOf) => {
    const client = await parts.pool.connect();
    try {
      await signingNow(parts);
      await client.query('begin isolation level repeatable read, read only');
      const { rows } = await client.query<{ chain: string; seq: string; body: string }>(
        'select chain, seq, body from happenings where referral = $1 order by chain, seq',
        [referral],
      );
      const found = rows.map(({ chain, seq, body }) => ({ chain, seq: Number(seq), body }));
      const chains: SheetChain[] = [];
      const entries: SheetEntry[] = [];
      for (const chain of new Set(found.map((one) => one.chain))) {
        const mine = found.filter((one) => one.chain === chain);
        const proved = await prove(
          parts,
          client,
          chain,
          mine.map(({ seq }) => seq - 1),
        );
        chains.push(proved.chain);
        for (const one of mine) entries.push({ ...one, proof: proved.proofOf(one.seq - 1) });
      }
      return await signed(parts, { referral, code, entries, chains, names: namesOf(namedIn(entries)) });
    } finally {
      // Nothing was written here.
      const lost = await client.query('rollback').then(
        () => false,
        () => true,
      );
      client.release(lost);
    }
  };

async function prove(parts: TrailParts, asks: Asks, chain: string, indexes: readonly number[]) {
  const row = (await chainRows(asks)).find((one) => one.chain === chain);
  if (!row) throw new Error(`chain ${chain} has entries and no head`);
  const { peaks: _peaks, ...checkpoint } = await checkpointOf(parts, asks, row);
  const older = (await checkpointRows(asks, chain)).filter(({ size }) => size < checkpoint.size).slice(-earlierShown);
  const prover = new Prover(
    checkpoint.size,
    indexes,
    older.map(({ size }) => size),
  );
  for await (const { seq, body } of entryRows(asks, chain, 0)) {
    if (seq > checkpoint.size) break;
    prover.add(leafHash(body));
  }
  const { inclusion, consistency } = prover.proofs();
  return {
    chain: {
      checkpoint,
      earlier: older.map(({ peaks: _older, ...one }) => ({
        checkpoint: one,
        proof: (consistency.get(one.size) ?? []).map(hex),
      })),
    } satisfies SheetChain,
    proofOf: (index: number) => (inclusion.get(index) ?? []).map(hex),
  };
}

type Said = Pick<Sheet, 'code' | 'entries' | 'chains' | 'names'> & { readonly referral: ReferralId };

async function signed(parts: TrailParts, said: Said): Promise<Sheet> {
  const { keyId, at } = await signingNow(parts);
  const used = new Set<string>([keyId]);
  const seen = (one: Checkpoint): void => void used.add(one.keyId);
  for (const { checkpoint, earlier } of said.chains)
    [checkpoint, ...earlier.map((one) => one.checkpoint)].forEach(seen);
  const keys = [];
  for (const id of used) {
    const key = await parts.signer.publicKey(id);
    if (key) keys.push({ keyId: id, spkiPem: key.spkiPem });
  }
  const unsigned = {
    kind: 'baton-accountability' as const,
    version: 1 as const,
    at: at.toISOString(),
    ...said,
    lines: accountabilityOf(said.entries),
    keys,
    keyId,
  };
  const { signature, keyId: signedBy } = await parts.signer.sign(trailOwner, sheetText(unsigned), at);
  if (signedBy !== keyId) throw new Error('the key of the trail changed while it signed: ask again');
  return { ...unsigned, signature };
}

/** Every id of a person or place an entry speaks of. */
const namedIn = (entries: readonly SheetEntry[]): readonly string[] => [
  ...new Set(
    accountabilityOf(entries).flatMap(({ who, chain, more }) => [
      who,
      chain,
      ...['asked', 'to', 'person', 'whom'].flatMap((part) => (typeof more[part] === 'string' ? [more[part]] : [])),
    ]),
  ),
];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
