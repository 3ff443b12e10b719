import { afterAll, beforeAll, expect, test } from 'vitest';
import { shared } from '#test/builders/a-house.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

/** Ends every other connection of ours to this database, as a restarting server does; its own cleaning goes on. */
const cutEveryLine = () =>
  store.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );

test('a page whose line is cut before it was committed is written again from its start, once', async () => {
  let tries = 0;
  await store.ledger.write(async (page) => {
    tries += 1;
    await page.tenants.keep(shared, `try ${tries}`, 'kept');
    if (tries === 1) await cutEveryLine();
    await page.tenants.keep(shared, 'last', `${tries}`);
  });
  const found = await store.ledger.read(async (page) => [
    await page.tenants.get(shared, 'try 1'),
    await page.tenants.get(shared, 'try 2'),
    await page.tenants.get(shared, 'last'),
  ]);
  expect(found).toEqual([undefined, 'kept', '2']);
});

test('a line that is cut while a page holds it without asking anything does not end the process', async () => {
  let tries = 0;
  const answer = await store.ledger.read(async (page) => {
    tries += 1;
    if (tries === 1) {
      await cutEveryLine();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return page.tenants.get(shared, 'last');
  });
  expect(answer).toBe('2');
});

test('events are still kept after every line was cut', async () => {
  await cutEveryLine();
  const incoming = {
    tenant: shared,
    key: 'after',
    kind: 'event',
    topic: '*',
    data: '{}',
    at: store.clock.now(),
  } as const;
  const kept = await store.inbox.keep(incoming).catch(() => store.inbox.keep(incoming));
  expect(kept).toBe(true);
});
