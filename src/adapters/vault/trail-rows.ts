import type { PoolClient } from 'pg';
import type { Checkpoint } from '#src/domain/trail/checkpoint.ts';

/** What the trail reads of the store: a pool, or one connection inside a transaction. */
export type Asks = Pick<PoolClient, 'query'>;

/** A chain as all the tables know it: where its head stands, and how far entries and checkpoints reach. In a whole store the three agree. */
export type ChainRow = {
  readonly chain: string;
  readonly head: number;
  readonly link: Uint8Array;
  readonly reach: number;
};
export type EntryRow = { readonly seq: number; readonly body: string; readonly hash: Uint8Array };
export type CheckpointRow = Checkpoint & { readonly peaks: readonly string[] };

const batch = 2_000;

/** A chain whose head or whose entries were deleted is still listed, as long as anything remembers it. */
export async function chainRows(asks: Asks): Promise<readonly ChainRow[]> {
  const { rows } = await asks.query<{ chain: string; head: string; link: Uint8Array; reach: string }>(
    `select chain, coalesce(max(head), 0) as head, coalesce(max(link), ''::bytea) as link, max(reach) as reach from (
       select chain, seq as head, hash as link, seq as reach from chain_heads
       union all select chain, null, null, max(seq) from happenings group by chain
       union all select chain, null, null, max(size) from checkpoints group by chain) known
     group by chain having max(reach) > 0 order by chain collate "C"`,
  );
  return rows.map(({ chain, head, link, reach }) => ({ chain, head: Number(head), link, reach: Number(reach) }));
}

export async function* entryRows(asks: Asks, chain: string, from: number): AsyncGenerator<EntryRow> {
  for (let after = from; ; ) {
    const { rows } = await asks.query<{ seq: string; body: string; hash: Uint8Array }>(
      'select seq, body, hash from happenings where chain = $1 and seq > $2 order by seq limit $3',
      [chain, after, batch],
    );
    for (const { seq, body, hash } of rows) yield { seq: Number(seq), body, hash };
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = Number(last.seq);
  }
}

export async function checkpointRows(asks: Asks, chain: string): Promise<readonly CheckpointRow[]> {
  const { rows } = await asks.query<{
    size: string;
    root: string;
    link: string;
    at: Date;
    key_id: string;
    signature: string;
    peaks: string[] | null;
  }>('select size, root, link, at, key_id, signature, peaks from checkpoints where chain = $1 order by size', [chain]);
  return rows.map(({ size, root, link, at, key_id: keyId, signature, peaks }) => ({
    chain,
    size: Number(size),
    root,
    link,
    at: at.toISOString(),
    keyId,
    signature,
    peaks: peaks ?? [],
  }));
}

export async function keepCheckpoint(asks: Asks, one: CheckpointRow): Promise<void> {
  await asks.query(
    `insert into checkpoints (chain, size, root, link, at, key_id, signature, peaks) values ($1,$2,$3,$4,$5,$6,$7,$8)
     on conflict do nothing`,
    [one.chain, one.size, one.root, one.link, one.at, one.keyId, one.signature, one.peaks],
  );
}
