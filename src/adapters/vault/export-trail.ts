import { createHash } from 'node:crypto';
import { Refused } from '#src/domain/refused.ts';
import { trailOwner } from '#src/domain/trail/checkpoint.ts';
import { type ChainPlan, contentsText, writeLine } from '#src/domain/trail/lines.ts';
import { checkpointOf, signingNow, type TrailParts } from './sign-checkpoint.ts';
import {
  type Asks,
  type ChainRow,
  type CheckpointRow,
  chainRows,
  checkpointRows,
  entryRows,
  publicKeyRows,
} from './trail-rows.ts';

type Chain = { readonly plan: ChainPlan; readonly signed: ReadonlyMap<number, CheckpointRow> };

/**
 * JSON lines: header, keys, contents, entries chain by chain with each checkpoint right after what it covers, end. One view of the data, with a
 * checkpoint over each chain's end. A broken trail is exported as it is, under contents that say what should be there, so that verifying names
 * the entry.
 */
export async function* exportFrom(parts: TrailParts): AsyncGenerator<string> {
  const client = await parts.pool.connect();
  try {
    // The trail's key must be there before the view is taken, so that the view shows it.
    await signingNow(parts);
    await client.query('begin isolation level repeatable read, read only');
    const chains: Chain[] = [];
    for (const row of await chainRows(client)) chains.push(await chainOf(parts, client, row));
    yield* above(parts, client, chains);
    for (const chain of chains) yield* below(client, chain);
    yield writeLine({ kind: 'end' });
  } finally {
    // Nothing was written here; also a reader who stops in the middle gives the connection back clean.
    const lost = await client.query('rollback').then(
      () => false,
      () => true,
    );
    client.release(lost);
  }
}

async function chainOf(parts: TrailParts, asks: Asks, row: ChainRow): Promise<Chain> {
  const kept = await checkpointRows(asks, row.chain);
  const last = await checkpointOf(parts, asks, row).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'trail.broken') return undefined;
    throw error;
  });
  const signed = new Map([...kept, ...(last ? [last] : [])].map((one) => [one.size, one]));
  const sizes = [...new Set([...signed.keys(), row.reach])].sort((a, b) => a - b);
  return { plan: { chain: row.chain, entries: row.reach, checkpoints: sizes }, signed };
}

async function* above(parts: TrailParts, asks: Asks, chains: readonly Chain[]): AsyncGenerator<string> {
  const { at } = await signingNow(parts);
  const hash = createHash('sha256');
  const said = (line: string): string => {
    hash.update(`${line}\n`, 'utf8');
    return line;
  };
  yield said(writeLine({ kind: 'header', format: 'baton-trail', version: 1, at: at.toISOString() }));
  for (const { keyId, owner, spkiPem, from, until } of await publicKeyRows(asks))
    yield said(
      writeLine({
        kind: 'key',
        keyId,
        owner,
        spkiPem,
        from: from.toISOString(),
        until: until ? until.toISOString() : null,
      }),
    );
  const plans = chains.map(({ plan }) => plan);
  const signed = await parts.signer.sign(trailOwner, contentsText(hash.digest('hex'), plans), at);
  yield writeLine({ kind: 'contents', chains: plans, ...signed });
}

async function* below(asks: Asks, { plan: { chain }, signed }: Chain): AsyncGenerator<string> {
  for await (const { seq, body, hash } of entryRows(asks, chain, 0)) {
    yield writeLine({ kind: 'entry', chain, seq, body, link: Buffer.from(hash).toString('hex') });
    const checkpoint = signed.get(seq);
    if (!checkpoint) continue;
    const { size, root, link, at, keyId, signature } = checkpoint;
    yield writeLine({ kind: 'checkpoint', chain, size, root, link, at, keyId, signature });
  }
}
