import type { Pool, PoolClient } from 'pg';
import { type Checkpoint, checkpointText } from '#src/domain/trail/checkpoint.ts';
import { leafHash } from '#src/domain/trail/link.ts';
import { GrowingTree } from '#src/domain/trail/merkle.ts';
import type { TrailLine } from '#src/domain/trail/verify.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Signer } from '#src/ports/vault.ts';

type Parts = { readonly pool: Pool; readonly signer: Signer; readonly clock: Clock };
type Entry = { readonly seq: string; readonly body: string; readonly hash: Uint8Array };

/** Whose key signs for the trail. */
const owner = 'baton-trail';
const batch = 2_000;

/** Signed words about the chains, and the export that a stranger can verify. */
export function checkpointsOn({ pool, signer, clock }: Parts) {
  /** Signs the present end of one chain, unless it is signed already. */
  async function make(client: Pick<PoolClient, 'query'>, chain: string): Promise<void> {
    const { rows } = await client.query<{ seq: string; hash: Uint8Array; covered: string | null }>(
      'select h.seq, h.hash, (select max(size) from checkpoints c where c.chain = h.chain) as covered from chain_heads h where h.chain = $1',
      [chain],
    );
    const [head] = rows;
    if (!head || head.seq === '0' || head.seq === head.covered) return;
    const size = Number(head.seq);
    const tree = new GrowingTree();
    for await (const { body } of entries(client, chain, size)) tree.add(leafHash(body));
    const at = clock.now();
    // The key must be known before the text that names it can be signed; signing nothing tells its id.
    const { keyId } = await signer.sign(owner, new Uint8Array(), at);
    const unsigned = { chain, size, root: hex(tree.root()), link: hex(head.hash), at: at.toISOString(), keyId };
    const { signature } = await signer.sign(owner, checkpointText(unsigned), at);
    await client.query(
      'insert into checkpoints (chain, size, root, link, at, key_id, signature) values ($1,$2,$3,$4,$5,$6,$7) on conflict do nothing',
      [chain, size, unsigned.root, unsigned.link, at, keyId, signature],
    );
  }

  async function makeAll(): Promise<void> {
    for (const chain of await chains(pool)) await make(pool, chain);
  }

  /** JSON lines: header, keys, entries chain by chain with each checkpoint right after what it covers, end. One view of the data. */
  async function* exportTrail(): AsyncGenerator<string> {
    await makeAll();
    const client = await pool.connect();
    try {
      await client.query('begin isolation level repeatable read');
      for (const chain of await chains(client)) await make(client, chain);
      yield line({ kind: 'header', format: 'baton-trail', version: 1, at: clock.now().toISOString() });
      const { rows: used } = await client.query<{ key_id: string }>('select distinct key_id from checkpoints');
      for (const { key_id: keyId } of used) {
        const key = await signer.publicKey(keyId);
        if (key) yield line({ kind: 'key', keyId, owner: key.owner, spkiPem: key.spkiPem });
      }
      const sizes: Record<string, number> = {};
      for (const chain of await chains(client)) {
        const signed = await checkpoints(client, chain);
        for await (const { seq, body, hash } of entries(client, chain, Number.MAX_SAFE_INTEGER)) {
          sizes[chain] = Number(seq);
          yield line({ kind: 'entry', chain, seq: Number(seq), body, link: hex(hash) });
          const checkpoint = signed.get(Number(seq));
          if (checkpoint) yield line({ kind: 'checkpoint', ...checkpoint });
        }
      }
      yield line({ kind: 'end', chains: sizes });
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  return { make: (chain: string) => make(pool, chain), makeAll, exportTrail };
}

const chains = async (client: Pick<PoolClient, 'query'>): Promise<readonly string[]> =>
  (await client.query<{ chain: string }>('select chain from chain_heads where seq > 0 order by chain')).rows.map(
    ({ chain }) => chain,
  );

async function* entries(client: Pick<PoolClient, 'query'>, chain: string, to: number): AsyncGenerator<Entry> {
  for (let after = 0; after < to; ) {
    const { rows } = await client.query<Entry>(
      'select seq, body, hash from happenings where chain = $1 and seq > $2 and seq <= $3 order by seq limit $4',
      [chain, after, to, batch],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = Number(last.seq);
  }
}

async function checkpoints(client: Pick<PoolClient, 'query'>, chain: string): Promise<ReadonlyMap<number, Checkpoint>> {
  const { rows } = await client.query<{
    size: string;
    root: string;
    link: string;
    at: Date;
    key_id: string;
    signature: string;
  }>('select size, root, link, at, key_id, signature from checkpoints where chain = $1', [chain]);
  return new Map(
    rows.map((row) => [
      Number(row.size),
      {
        chain,
        size: Number(row.size),
        root: row.root,
        link: row.link,
        at: row.at.toISOString(),
        keyId: row.key_id,
        signature: row.signature,
      },
    ]),
  );
}

const line = (one: TrailLine): string => JSON.stringify(one);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
