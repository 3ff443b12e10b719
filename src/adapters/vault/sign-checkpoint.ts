import type { Pool } from 'pg';
import { Refused } from '#src/domain/refused.ts';
import { checkpointText, trailOwner } from '#src/domain/trail/checkpoint.ts';
import { firstPrev, leafHash, linkOver } from '#src/domain/trail/link.ts';
import { GrowingTree } from '#src/domain/trail/merkle.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Signer } from '#src/ports/vault.ts';
import {
  type Asks,
  type ChainRow,
  type CheckpointRow,
  entryRows,
  keepCheckpoint,
  lastCheckpoint,
} from './trail-rows.ts';

export type TrailParts = { readonly pool: Pool; readonly signer: Signer; readonly clock: Clock };

/** The id of the trail's key, made at the first need, and the moment to sign with: a clock set back must not sign before its key was there. */
export async function signingNow({
  signer,
  clock,
}: Pick<TrailParts, 'signer' | 'clock'>): Promise<{ keyId: string; at: Date }> {
  const now = clock.now();
  const { keyId } = await signer.sign(trailOwner, new Uint8Array(), now);
  const from = (await signer.publicKey(keyId))?.from ?? now;
  return { keyId, at: from > now ? from : now };
}

/**
 * The checkpoint over the present end of a chain as `asks` sees it: the one that is kept, or a new one. Only what came after the last checkpoint is
 * read. What does not link up to the head is never signed: `trail.broken`.
 */
export async function checkpointOf(parts: TrailParts, asks: Asks, row: ChainRow): Promise<CheckpointRow> {
  const { chain, head, reach } = row;
  const broken = (seq: number) =>
    new Refused(
      'trail.broken',
      `Chain ${chain} is broken near entry ${seq}: export the trail and verify it to see where`,
      { chain, seq },
    );
  if (head < reach) throw broken(head + 1);
  const last = await lastCheckpoint(asks, chain);
  // Another instance was quicker, and has signed even more.
  if (last && last.size > head) return last;
  if (last?.size === head) {
    if (last.link !== hex(row.link)) throw broken(head);
    return last;
  }
  const tree = resumed(last);
  let link: Uint8Array = tree.size > 0 && last ? Buffer.from(last.link, 'hex') : firstPrev;
  for await (const { seq, body, hash } of entryRows(asks, chain, tree.size)) {
    // Entries written since the head was looked at wait for the next checkpoint.
    if (tree.size === head) break;
    const leaf = leafHash(body);
    link = linkOver(link, tree.size + 1, leaf);
    if (seq !== tree.size + 1 || hex(link) !== hex(hash)) throw broken(tree.size + 1);
    tree.add(leaf);
  }
  if (tree.size !== head || hex(link) !== hex(row.link)) throw broken(tree.size + 1);
  const { keyId, at } = await signingNow(parts);
  const unsigned = { chain, size: head, root: hex(tree.root()), link: hex(link), at: at.toISOString() };
  const signed = await parts.signer.sign(trailOwner, checkpointText(unsigned), at);
  const made = { ...unsigned, ...signed, peaks: tree.peaks.map(hex) };
  // The key of the trail was changed while it signed: once more, with the new one and its own moment.
  if (signed.keyId !== keyId) return checkpointOf(parts, asks, row);
  // Apart from the transaction `asks` may be in: a signed word about committed entries is true whatever becomes of that.
  await keepCheckpoint(parts.pool, made);
  return made;
}

/** The tree goes on from the kept peaks only if they lead to the root that was signed; otherwise it is built again from the first entry. */
function resumed(last: CheckpointRow | undefined): GrowingTree {
  if (!last || last.peaks.length === 0) return new GrowingTree();
  try {
    const peaks = last.peaks.map((peak) => Buffer.from(peak, 'hex'));
    const tree = GrowingTree.from(last.size, peaks);
    return hex(tree.root()) === last.root ? tree : new GrowingTree();
  } catch {
    // Peaks that fit no tree of this size were altered; the entries themselves will say.
    return new GrowingTree();
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
