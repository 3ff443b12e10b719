import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import type { InstitutionId } from '#src/domain/ids.ts';
import type { Checkpoint } from '#src/domain/trail/checkpoint.ts';
import type { TrailLine } from '#src/domain/trail/lines.ts';
import { verifyTrail } from '#src/domain/trail/read-trail.ts';
import type { VerifyOptions } from '#src/domain/trail/verify.ts';
import { alvin, tmh, twc } from '#test/builders/a-house.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
let trail: ReturnType<typeof checkpointsOn>;
beforeAll(async () => {
  store = await aStore();
  trail = checkpointsOn({ pool: store.pool, signer: store.signer, clock: store.clock });
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

const happen = (institution: InstitutionId, times: number): Promise<void> =>
  store.ledger.write(async (page) => {
    for (let time = 0; time < times; time += 1)
      await page.happened({ at: store.clock.now(), by: { person: alvin.id }, institution, what: 'record-opened' });
  });
const exportedBy = async (from: Pick<typeof trail, 'exportTrail'>): Promise<string> => {
  let text = '';
  for await (const line of from.exportTrail()) text += `${line}\n`;
  return text;
};
const exported = (): Promise<string> => exportedBy(trail);
const verdictOf = (text: string, options: VerifyOptions = {}) => verifyTrail([Buffer.from(text)], options);
const linesOf = (text: string): readonly TrailLine[] =>
  // The lines were just written by the export.
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TrailLine);
const checkpointsOf = (text: string): readonly Checkpoint[] =>
  linesOf(text).filter((line) => line.kind === 'checkpoint');

test('a store where nothing happened yet exports a trail that holds', async () => {
  expect(await verdictOf(await exported())).toMatchObject({ ok: true, entries: 0, chains: 0 });
});

test('the trail of two institutions holds, with a signed checkpoint at the end of each', async () => {
  await happen(tmh, 7);
  await happen(twc, 3);

  const text = await exported();

  expect(await verdictOf(text)).toMatchObject({ ok: true, entries: 10, chains: 2, checkpoints: 2 });
});

test('a chain is signed again only when it grew, and the new word goes on from the old', async () => {
  const before = checkpointsOf(await exported());
  await happen(tmh, 5);
  expect((await store.pool.query('select 1 from checkpoints')).rowCount).toBe(2);

  const text = await exported();

  expect((await store.pool.query('select 1 from checkpoints')).rowCount).toBe(3);
  expect(await verdictOf(text, { remembered: before })).toMatchObject({ ok: true, entries: 15, checkpoints: 3 });
});

test('an export from before is an older copy to whoever remembers a later checkpoint', async () => {
  const older = await exported();
  await happen(twc, 2);
  const remembered = checkpointsOf(await exported());

  expect(await verdictOf(older)).toMatchObject({ ok: true });
  expect(await verdictOf(older, { remembered })).toMatchObject({ ok: false, firstBad: { chain: twc, seq: 4 } });
});

test('what happens while the trail is exported is left for the next export', async () => {
  const lines: string[] = [];
  for await (const line of trail.exportTrail()) {
    if (lines.length === 0) await happen(tmh, 1);
    lines.push(`${line}\n`);
  }
  expect(await verdictOf(lines.join(''))).toMatchObject({ ok: true });
});

test('two instances that sign at once leave one checkpoint, and a trail that holds', async () => {
  await happen(tmh, 4);
  const other = checkpointsOn({ pool: store.pool, signer: store.signer, clock: store.clock });
  await Promise.all([trail.makeAll(), other.makeAll(), trail.make(tmh)]);

  expect(await verdictOf(await exported())).toMatchObject({ ok: true });
});

test('an export read by somebody who trusts another key does not hold', async () => {
  const text = await exported();
  const [key] = linesOf(text).filter((line) => line.kind === 'key');
  expect(await verdictOf(text, { trusted: [key?.spkiPem ?? ''] })).toMatchObject({ ok: true });
  expect(await verdictOf(text, { trusted: ['another'] })).toMatchObject({ ok: false });
});

test("the clinicians' public keys travel with the trail, and none of their secrets", async () => {
  const { keyId } = await store.signer.sign(alvin.id, Buffer.from('words'), store.clock.now());
  const text = await exported();
  expect(linesOf(text)).toContainEqual(expect.objectContaining({ kind: 'key', keyId, owner: alvin.id, until: null }));
  expect(text).not.toContain('PRIVATE');
});

/** Each takes a fresh store: what they break stays broken. */
const spoiled = async (statement: string) => {
  const own = await aStore();
  try {
    const ownTrail = checkpointsOn({ pool: own.pool, signer: own.signer, clock: own.clock });
    const record = (times: number) =>
      own.ledger.write(async (page) => {
        for (let time = 0; time < times; time += 1)
          await page.happened({
            at: own.clock.now(),
            by: { person: alvin.id },
            institution: tmh,
            what: 'record-opened',
          });
      });
    await record(9);
    await ownTrail.makeAll();
    await own.pool.query(statement);
    const text = await exportedBy(ownTrail);
    await record(1);
    return {
      verdict: await verdictOf(text),
      signing: await ownTrail.makeAll().then(
        () => 'signed',
        (error: unknown) => error,
      ),
    };
  } finally {
    await own.close();
    await own.drop();
  }
};

test('a row changed in the table is named', async () => {
  const { verdict } = await spoiled(`update happenings set body = replace(body, 'alvin', 'cheung') where seq = 4`);
  expect(verdict).toMatchObject({ ok: false, entries: 3, firstBad: { chain: tmh, seq: 4 } });
});

test('a row taken out of the table is named', async () => {
  const { verdict } = await spoiled('delete from happenings where seq = 6');
  expect(verdict).toMatchObject({ ok: false, firstBad: { chain: tmh, seq: 6 } });
});

test('rows cut off the end, together with their head, are named: a checkpoint had covered them', async () => {
  const { verdict } = await spoiled(
    `with cut as (delete from happenings where seq > 7)
     update chain_heads set seq = 7, hash = (select hash from happenings where seq = 7)`,
  );
  expect(verdict).toMatchObject({ ok: false, firstBad: { chain: tmh, seq: 8 } });
});

test('Baton signs no checkpoint over a chain that does not hold', async () => {
  const { signing } = await spoiled(
    `update happenings set hash = '\\x00' where seq = 9; update chain_heads set hash = '\\x00'`,
  );
  expect(signing).toMatchObject({ code: 'trail.broken', details: { chain: tmh } });
});
