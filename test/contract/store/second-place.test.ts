import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { speak } from '#bot/words/words.ts';
import { checkpointFile } from '#src/adapters/vault/checkpoint-file.ts';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { runVerify } from '#src/cli/verify.ts';
import { type GroupId, id } from '#src/domain/ids.ts';
import { postCheckpoints } from '#src/usecases/trail/post-checkpoints.ts';
import { alvin, shared, tmh, twc } from '#test/builders/a-house.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
let trail: ReturnType<typeof checkpointsOn>;
let file: string;
let post: () => Promise<number>;
const records = id<GroupId>('cidRecords');
beforeEach(async () => {
  store = await aStore();
  trail = checkpointsOn({ pool: store.pool, signer: store.signer, clock: store.clock });
  file = join(store.dataDir, 'elsewhere', 'trail.jsonl');
  post = postCheckpoints({
    ledger: store.ledger,
    signed: trail.signed,
    file: checkpointFile(file),
    group: { tenant: shared, group: records },
  });
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const happen = async (institution: typeof tmh, times: number) => {
  for (let time = 0; time < times; time += 1)
    await store.ledger.write((page) =>
      page.happened({ what: 'record-searched', at: store.clock.now(), by: { person: alvin.id }, institution }),
    );
};
const exportTo = async (name: string): Promise<string> => {
  const lines: string[] = [];
  for await (const line of trail.exportTrail()) lines.push(`${line}\n`);
  writeFileSync(join(store.dataDir, name), lines.join(''));
  return join(store.dataDir, name);
};
const waiting = async (): Promise<number> =>
  (await store.pool.query<{ n: number }>("select count(*)::int as n from errands where deed = 'say'")).rows[0]?.n ?? 0;

test('each new checkpoint is added to the kept file once, and told to the records group once a chain', async () => {
  await happen(tmh, 3);
  await happen(twc, 2);
  await trail.makeAll();
  expect(await post()).toBe(2);
  expect(await post()).toBe(0);
  expect(await waiting()).toBe(2);
  const first = readFileSync(file, 'utf8');
  await happen(tmh, 2);
  await trail.makeAll();
  expect(await post()).toBe(1);
  expect(readFileSync(file, 'utf8').startsWith(first)).toBe(true);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3);
  expect(first).not.toContain('alvin');
});

test('the kept file, and messages copied out of the group, unmask a store that was set back', async () => {
  await happen(tmh, 3);
  await trail.makeAll();
  const older = await exportTo('older.jsonl');
  await happen(tmh, 4);
  await trail.makeAll();
  await post();
  const whole = await exportTo('whole.jsonl');
  const [, last] = readFileSync(file, 'utf8').trim().split('\n');
  const copied = join(store.dataDir, 'copied.txt');
  writeFileSync(copied, `Baton 14:02\n${speak('zh-Hant', 'records.checkpoint', { note: last ?? '' })}\n`);
  for (const kept of [file, copied]) {
    expect(await runVerify([whole, '--checkpoints', kept])).toMatchObject({ exit: 0 });
    expect(await runVerify([older, '--checkpoints', kept])).toMatchObject({
      exit: 1,
      out: { firstBad: { chain: tmh, seq: 4, why: expect.stringContaining('older copy') } },
    });
  }
  await store.pool.query('delete from checkpoints where size > 3');
  await store.pool.query('delete from happenings where seq > 3');
  await expect(post()).rejects.toMatchObject({ code: 'trail.broken', details: { chain: tmh, seq: 4 } });
});

test('a checkpoint of another history in the kept file stops the posting', async () => {
  await happen(tmh, 2);
  await trail.makeAll();
  await post();
  appendFileSync(file, readFileSync(file, 'utf8').replace(/"root":"[0-9a-f]{4}/, '"root":"0000'));
  await happen(tmh, 1);
  await trail.makeAll();
  await expect(post()).rejects.toMatchObject({ code: 'trail.broken' });
});
