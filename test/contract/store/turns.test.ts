import { expect, test } from 'vitest';
import { id } from '#src/domain/ids.ts';
import { alvin, shared } from '#test/builders/a-house.ts';
import { later } from '#test/builders/a-referral.ts';
import { aStore } from '#test/builders/a-store.ts';
import { eventually } from '#test/builders/eventually.ts';

test('of two services over one store, one does the regular work of each turn', async () => {
  const one = await aStore();
  const other = await aStore({ url: one.url, dataDir: one.dataDir });
  let done = 0;
  const work = async () => {
    done += 1;
  };
  const timers = [one.every('sweep', 3_600, work), other.every('sweep', 3_600, work)];
  await eventually(() => done > 0);
  for (const timer of timers) await timer.stop();
  expect(done).toBe(1);
  await other.close();
  await one.close();
  await one.drop();
});

test('regular work goes on after one turn of it failed', async () => {
  const store = await aStore();
  let turns = 0;
  const timer = store.every('often', 0.05, async () => {
    turns += 1;
    if (turns === 1) throw new Error('not today');
  });
  await eventually(() => turns >= 3);
  await timer.stop();
  await store.close();
  await store.drop();
});

test('sessions that are over do not pile up', async () => {
  const store = await aStore();
  const session = (which: string, minutes: number) => ({
    id: which,
    person: alvin.id,
    tenant: shared,
    user: id<never>('u-alvin'),
    device: 'phone',
    csrf: 'c',
    from: later(minutes),
    until: later(minutes + 30),
    seenAt: later(minutes),
  });
  await store.ledger.write((page) => page.sessions.add(session('old', 0)));
  await store.ledger.write((page) => page.sessions.add(session('new', 60)));
  const { rows } = await store.pool.query('select id from sessions');
  expect(rows).toEqual([{ id: 'new' }]);
  await store.close();
  await store.drop();
});
