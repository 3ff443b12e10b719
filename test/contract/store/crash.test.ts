import { afterEach, beforeEach, expect, test } from 'vitest';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { Incoming } from '#src/ports/inbox.ts';
import { type Child, storeChild } from '#test/builders/a-child.ts';
import { shared, tmh } from '#test/builders/a-house.ts';
import { noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';
import { eventually } from '#test/builders/eventually.ts';

let store: TestStore;
const children: Child[] = [];
beforeEach(async () => {
  store = await aStore();
});
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  await store.inbox.stop();
  await store.errands.stop();
  await store.close();
  await store.drop();
});

const child = (what: string): Child => {
  const one = storeChild([what, store.url, store.dataDir]);
  children.push(one);
  return one;
};
const incoming = (key: string): Incoming => ({ tenant: shared, key, kind: 'event', topic: '*', data: '{}', at: noon });
const happenings = async () => (await store.pool.query('select count(*)::int as n from happenings')).rows[0].n;

test('a process killed in the middle of handling leaves nothing; the next one handles it, once', async () => {
  await store.inbox.keep(incoming('cut short'));
  const killed = child('handle');
  expect(await killed.line()).toEqual({ key: 'cut short' });
  await killed.kill();
  expect(await happenings()).toBe(0);

  let handled = 0;
  await store.inbox.start(async (_incoming, page) => {
    handled += 1;
    await page.happened({ what: 'record-searched', at: noon, by: { baton: 'dingtalk' }, institution: tmh });
  });
  await eventually(async () => (await store.inbox.waiting()).waiting === 0);
  expect([handled, await happenings()]).toEqual([1, 1]);
});

test('while one process handles an event, another does not touch it', async () => {
  await store.inbox.keep(incoming('theirs'));
  const other = child('handle');
  await other.line();
  const mine: string[] = [];
  await store.inbox.start(async ({ key }) => {
    mine.push(key);
  });
  await store.inbox.keep(incoming('mine'));
  await eventually(() => mine.length === 1);
  expect(mine).toEqual(['mine']);
});

test('an errand that was in hand when its process was killed comes back as one that may have happened', async () => {
  await store.ledger.write((page) =>
    page.send({ do: 'finish-to-do', referral: id<ReferralId>('ref-crash'), about: 'x' }, { notBefore: new Date(0) }),
  );
  const killed = child('errand');
  expect(await killed.line()).toEqual({ begunBefore: false });
  const known: boolean[] = [];
  await store.errands.start(async ({ begunBefore }) => {
    known.push(begunBefore);
    return { is: 'done' };
  });
  await killed.kill();
  // Nobody renews its lease any more; the clock of the store is moved instead of waiting for it.
  await store.pool.query("update errands set lease_until = now() - interval '1 second' where state = 'begun'");
  await store.errands.takeBackLost();
  await eventually(async () => (await store.errands.waiting()).waiting === 0);
  expect(known).toEqual([true]);
});

test('an errand in the hands of a living process is left to it', async () => {
  await store.ledger.write((page) =>
    page.send({ do: 'finish-to-do', referral: id<ReferralId>('ref-crash'), about: 'x' }, { notBefore: new Date(0) }),
  );
  await child('errand').line();
  const mine: string[] = [];
  await store.errands.start(async ({ id: which }) => {
    mine.push(which);
    return { is: 'done' };
  });
  await store.errands.takeBackLost();
  await store.ledger.write((page) =>
    page.send({ do: 'finish-to-do', referral: id<ReferralId>('ref-crash'), about: 'y' }),
  );
  await eventually(() => mine.length === 1);
  expect((await store.errands.waiting()).waiting).toBe(1);
});

test('whatever was said to be kept is there after the process was killed', async () => {
  const said: string[] = [];
  for (const moment of [40, 200, 90]) {
    const killed = child('keep');
    await killed.line(moment);
    await killed.kill();
    said.push(...killed.said.map(({ key }) => String(key)));
  }
  const { rows } = await store.pool.query<{ key: string }>('select key from inbox');
  const kept = new Set(rows.map(({ key }) => key));
  expect(said.length).toBeGreaterThan(300);
  expect(said.filter((key) => !kept.has(key))).toEqual([]);
});
