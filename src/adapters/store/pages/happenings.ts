import type { Happening } from '#src/domain/happening.ts';
import type { InstitutionId, ReferralId } from '#src/domain/ids.ts';
import { canonical } from '#src/domain/trail/canonical.ts';
import { firstPrev, linkHash } from '#src/domain/trail/link.ts';
import type { KeptHappening } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';
import { revive } from './seals.ts';

/** Adds one link to the chain of its institution. The head of the chain is held until the transaction ends, so links never fork. */
export async function addHappening(sql: Sql, happening: Happening): Promise<void> {
  const chain = happening.institution;
  const head = (await holdHead(sql, chain)) ?? (await beginChain(sql, chain));
  const seq = Number(head.seq) + 1;
  const body = canonical(happening);
  const hash = linkHash(head.hash, seq, body);
  await sql.run(
    'insert into happenings (chain, seq, at, what, referral, patient, body, prev, hash) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)',
    [
      chain,
      seq,
      happening.at,
      happening.what,
      happening.referral ?? null,
      happening.patient ?? null,
      body,
      head.hash,
      hash,
    ],
  );
  await sql.run('update chain_heads set seq = $2, hash = $3 where chain = $1', [chain, seq, hash]);
}

type Head = { seq: string; hash: Uint8Array };

const holdHead = (sql: Sql, chain: InstitutionId): Promise<Head | undefined> =>
  sql.one<Head>('select seq, hash from chain_heads where chain = $1 for update', [chain]);

async function beginChain(sql: Sql, chain: InstitutionId): Promise<Head> {
  await sql.run('insert into chain_heads (chain, seq, hash) values ($1, 0, $2) on conflict do nothing', [
    chain,
    firstPrev,
  ]);
  const head = await holdHead(sql, chain);
  if (!head) throw new Error(`chain ${chain} has no head`);
  return head;
}

export async function happeningsOf(sql: Sql, referral: ReferralId): Promise<readonly KeptHappening[]> {
  const rows = await sql.all<{ chain: string; seq: string; body: string }>(
    'select chain, seq, body from happenings where referral = $1 order by at, chain, seq',
    [referral],
  );
  // The body is the canonical text of a Happening that `addHappening` took.
  return rows.map(({ chain, seq, body }) => ({
    ...(revive(JSON.parse(body)) as Happening),
    chain: chain as InstitutionId,
    seq: Number(seq),
  }));
}
