import type { Happening } from '#src/domain/happening.ts';
import type { InstitutionId, ReferralId } from '#src/domain/ids.ts';
import { canonical } from '#src/domain/trail/canonical.ts';
import { firstPrev, linkHash } from '#src/domain/trail/link.ts';
import type { KeptHappening } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';
import { revive } from './seals.ts';

/** Adds links to the chains of their institutions, in their order. The head of a chain is held until the transaction ends, so links never fork. */
export async function addHappenings(sql: Sql, happenings: readonly Happening[]): Promise<void> {
  for (const [chain, all] of Map.groupBy(happenings, ({ institution }) => institution)) await addTo(sql, chain, all);
}

async function addTo(sql: Sql, chain: InstitutionId, happenings: readonly Happening[]): Promise<void> {
  const head = (await holdHead(sql, chain)) ?? (await beginChain(sql, chain));
  let seq = Number(head.seq);
  let { hash } = head;
  const links = happenings.map((happening) => {
    const body = canonical(happening);
    const prev = hash;
    seq += 1;
    hash = linkHash(prev, seq, body);
    return { happening, body, prev, seq, hash };
  });
  await sql.run(
    `insert into happenings (chain, seq, at, what, referral, patient, body, prev, hash)
     select $1, * from unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bytea[])`,
    [
      chain,
      links.map((link) => link.seq),
      links.map(({ happening }) => happening.at),
      links.map(({ happening }) => happening.what),
      links.map(({ happening }) => happening.referral ?? null),
      links.map(({ happening }) => happening.patient ?? null),
      links.map(({ body }) => body),
      links.map(({ prev }) => prev),
      links.map((link) => link.hash),
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
