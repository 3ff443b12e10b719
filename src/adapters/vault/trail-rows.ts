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
  readonly covered: number;
};
export type EntryRow = { readonly seq: number; readonly body: string; readonly hash: Uint8Array };
export type CheckpointRow = Checkpoint & { readonly peaks: readonly string[] };

export type PublicKeyRow = {
  readonly keyId: string;
  readonly owner: string;
  readonly spkiPem: string;
  readonly from: Date;
  readonly until: Date | null;
};

const batch = 2_000;

/** A chain whose head or whose last entries were deleted is still listed as long as it was, if a head or a checkpoint remembers it. */
export async function chainRows(asks: Asks): Promise<readonly ChainRow[]> {
  const { rows } = await asks.query<{ chain: string; head: string; link: Uint8Array; reach: string; covered: string }>(
    `select known.chain, coalesce(h.seq, 0) as head, coalesce(h.hash, ''::bytea) as link, coalesce(c.size, 0) as covered,
       greatest(h.seq, e.seq, c.size) as reach
     from (select chain from chain_heads union select chain from checkpoints) known
     left join chain_heads h on h.chain = known.chain
     left join lateral (select max(seq) as seq from happenings where chain = known.chain) e on true
     left join lateral (select max(size) as size from checkpoints where chain = known.chain) c on true
     where greatest(h.seq, e.seq, c.size) > 0 order by known.chain collate "C"`,
  );
  return rows.map(({ chain, head, link, reach, covered }) => ({
    chain,
    head: Number(head),
    link,
    reach: Number(reach),
    covered: Number(covered),
  }));
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

type Row = {
  readonly size: string;
  readonly root: string;
  readonly link: string;
  readonly at: Date;
  readonly key_id: string;
  readonly signature: string;
  readonly peaks: string[] | null;
};
const columns = 'size, root, link, at, key_id, signature, peaks';
const checkpointIn = (chain: string, { size, at, key_id: keyId, peaks, ...same }: Row): CheckpointRow => ({
  ...same,
  chain,
  size: Number(size),
  at: at.toISOString(),
  keyId,
  peaks: peaks ?? [],
});

export async function checkpointRows(asks: Asks, chain: string): Promise<readonly CheckpointRow[]> {
  const { rows } = await asks.query<Row>(`select ${columns} from checkpoints where chain = $1 order by size`, [chain]);
  return rows.map((row) => checkpointIn(chain, row));
}

export async function lastCheckpoint(asks: Asks, chain: string): Promise<CheckpointRow | undefined> {
  const { rows } = await asks.query<Row>(
    `select ${columns} from checkpoints where chain = $1 order by size desc limit 1`,
    [chain],
  );
  return rows[0] && checkpointIn(chain, rows[0]);
}

export async function keepCheckpoint(asks: Asks, one: CheckpointRow): Promise<void> {
  await asks.query(
    `insert into checkpoints (chain, size, root, link, at, key_id, signature, peaks) values ($1,$2,$3,$4,$5,$6,$7,$8)
     on conflict do nothing`,
    [one.chain, one.size, one.root, one.link, one.at, one.keyId, one.signature, one.peaks],
  );
}

/** All that ever signed: the trail's own keys, and the clinicians', whose sign-offs stand in the entries. */
export async function publicKeyRows(asks: Asks): Promise<readonly PublicKeyRow[]> {
  const { rows } = await asks.query<PublicKeyRow>(
    'select id as "keyId", owner, public_pem as "spkiPem", from_at as "from", until_at as until from signing_keys order by from_at, id',
  );
  return rows;
}
