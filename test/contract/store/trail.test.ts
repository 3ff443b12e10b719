import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { signingStatement } from '#src/domain/signing/statement.ts';
import { signatureHolds } from '#src/domain/signing/verify.ts';
import type { KeyLine, TrailLine } from '#src/domain/trail/lines.ts';
import { alvin, cheung, tmh, twc } from '#test/builders/a-house.ts';
import { aReferral, later, noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';
import { verdictOf } from '#test/builders/a-trail.ts';

let store: TestStore;
let trail: ReturnType<typeof checkpointsOn>;
beforeEach(async () => {
  store = await aStore();
  trail = checkpointsOn({ pool: store.pool, signer: store.signer, clock: store.clock });
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const happen = (institution: typeof tmh, times: number) =>
  Promise.all(
    Array.from({ length: times }, () =>
      store.ledger.write((page) =>
        page.happened({ what: 'record-searched', at: store.clock.now(), by: { person: alvin.id }, institution }),
      ),
    ),
  );
const exported = async (): Promise<readonly string[]> => {
  const lines: string[] = [];
  for await (const line of trail.exportTrail()) lines.push(line);
  return lines;
};
/** Each change is undone, so that one store serves them all. */
const whileChanged = async (change: string, back: string) => {
  await store.pool.query(change);
  const verdict = verdictOf(await exported());
  await store.pool.query(back);
  return verdict;
};

test('what many do at once stands in one chain an institution, and the exported trail holds', async () => {
  await Promise.all([happen(tmh, 40), happen(twc, 25)]);
  expect(verdictOf(await exported())).toMatchObject({ ok: true, entries: 65, chains: 2, checkpoints: 2 });
});

test('one row changed in the table is named, whichever it is and whether it was signed before or not', async () => {
  await happen(tmh, 6);
  await trail.makeAll();
  await happen(tmh, 6);
  for (let seq = 1; seq <= 12; seq += 1) {
    const verdict = await whileChanged(
      `update happenings set body = replace(body, '"alvin"', '"alvim"') where seq = ${seq}`,
      `update happenings set body = replace(body, '"alvim"', '"alvin"') where seq = ${seq}`,
    );
    expect(verdict).toMatchObject({ ok: false, entries: seq - 1, firstBad: { chain: tmh, seq } });
  }
  expect(verdictOf(await exported())).toMatchObject({ ok: true, entries: 12 });
});

test('rows swapped in the table are named', async () => {
  await happen(tmh, 8);
  await store.ledger.write((page) =>
    page.happened({ what: 'record-searched', at: noon, by: { person: cheung.id }, institution: tmh }),
  );
  const swap = 'update happenings set seq = case seq when 3 then 109 else 103 end where seq in (3, 9)';
  const land = 'update happenings set seq = seq - 100 where seq > 100';
  const verdict = await whileChanged(`${swap}; ${land}`, `${swap}; ${land}`);
  expect(verdict).toMatchObject({ ok: false, firstBad: { chain: tmh, seq: 3 } });
  expect(verdictOf(await exported()).ok).toBe(true);
});

test('history written anew from one entry on, links and head and all, is found by the checkpoint that covered it', async () => {
  await happen(tmh, 5);
  await trail.makeAll();
  // The one who does this knows how links are made: sha256(0x02, link before, place, sha256(0x00, body)).
  await store.pool.query(`do $$
    declare row record; before bytea := decode(repeat('00', 32), 'hex');
    begin
      for row in select * from happenings order by seq loop
        if row.seq >= 3 then row.body := replace(row.body, 'alvin', 'alvim'); end if;
        before := sha256('\\x02' || before || int8send(row.seq) || sha256('\\x00' || convert_to(row.body, 'UTF8')));
        update happenings set body = row.body, hash = before where chain = row.chain and seq = row.seq;
      end loop;
      update chain_heads set hash = before;
    end $$`);
  const { ok, firstBad } = verdictOf(await exported());
  expect({ ok, chain: firstBad?.chain }).toEqual({ ok: false, chain: tmh });
  expect(firstBad?.why).toContain('another history');
  await happen(tmh, 1);
  await expect(trail.makeAll()).rejects.toMatchObject({ code: 'trail.broken' });
});

test('a reader who stops in the middle holds nothing back', async () => {
  await happen(tmh, 3);
  for (let times = 0; times < 40; times += 1) for await (const _line of trail.exportTrail()) break;
  const { rows } = await store.pool.query(
    "select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'",
  );
  expect(rows).toEqual([{ open: 0 }]);
  expect(verdictOf(await exported()).ok).toBe(true);
});

test('a clock set back does not break the trail', async () => {
  await happen(tmh, 1);
  await trail.makeAll();
  store.clock.pass(-60 * 24 * 365);
  await happen(tmh, 1);
  expect(verdictOf(await exported())).toMatchObject({ ok: true, entries: 2 });
});

test("a clinician's sign-off can be checked with the exported trail alone", async () => {
  const referral = aReferral();
  const signed = { by: alvin.id, at: later(1), contentHash: 'ab'.repeat(32) };
  const { keyId, signature } = await store.signer.sign(alvin.id, signingStatement(referral, signed), signed.at);
  await store.ledger.write((page) =>
    page.happened({
      ...({
        what: 'signed',
        at: signed.at,
        by: { person: alvin.id },
        institution: tmh,
        referral: referral.id,
      } as const),
      ...{ contentHash: signed.contentHash, keyId, signature, via: 'card' },
    }),
  );
  const lines = await exported();
  expect(verdictOf(lines).ok).toBe(true);
  const key = lines
    // The lines were just written by the export.
    .map((line) => JSON.parse(line) as TrailLine)
    .find((line): line is KeyLine => line.kind === 'key' && line.keyId === keyId);
  expect(key?.owner).toBe(alvin.id);
  expect(signatureHolds(key?.spkiPem ?? '', signingStatement(referral, signed), signature)).toBe(true);
  expect(signatureHolds(key?.spkiPem ?? '', signingStatement({ ...referral, to: tmh }, signed), signature)).toBe(false);
});
