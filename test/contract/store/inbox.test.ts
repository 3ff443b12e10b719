import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Incoming } from '#src/ports/inbox.ts';
import { shared, tmh } from '#test/builders/a-house.ts';
import { noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';
import { eventually } from '#test/builders/eventually.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
});
afterEach(async () => {
  await store.inbox.stop();
  await store.errands.stop();
  await store.close();
  await store.drop();
});

const incoming = (key: string, data = '{}'): Incoming => ({
  tenant: shared,
  key,
  kind: 'event',
  topic: '*',
  data,
  at: noon,
});

test('the same event is kept once, also inside one batch and after a restart', async () => {
  const answers = await Promise.all([
    store.inbox.keep(incoming('e1')),
    store.inbox.keep(incoming('e1')),
    store.inbox.keep(incoming('e2')),
  ]);
  expect(answers).toEqual([true, false, true]);
  const again = await aStore({ url: store.url, dataDir: store.dataDir });
  expect(await again.inbox.keep(incoming('e1'))).toBe(false);
  await again.close();
});

test('what was kept is handled once, with its effect, and its body is gone afterwards', async () => {
  const seen: string[] = [];
  await store.inbox.start(async ({ data }, page) => {
    seen.push(data);
    await page.happened({ what: 'record-searched', at: noon, by: { baton: 'dingtalk' }, institution: tmh });
  });
  await Promise.all(Array.from({ length: 50 }, (_one, index) => store.inbox.keep(incoming(`k${index}`, `"${index}"`))));
  await eventually(async () => (await store.inbox.waiting()).waiting === 0);
  expect(new Set(seen).size).toBe(50);
  const { rows } = await store.pool.query(
    'select count(*)::int as happenings, (select count(*)::int from inbox where sealed is not null) as bodies from happenings',
  );
  expect(rows[0]).toEqual({ happenings: 50, bodies: 0 });
});

test('a handler that fails leaves nothing behind and is tried again', async () => {
  let tries = 0;
  await store.inbox.start(async (_incoming, page) => {
    tries += 1;
    await page.happened({ what: 'record-searched', at: noon, by: { baton: 'dingtalk' }, institution: tmh });
    if (tries === 1) throw new Error('not yet');
  });
  await store.inbox.keep(incoming('again'));
  await eventually(async () => (await store.inbox.waiting()).waiting === 0);
  const { rows } = await store.pool.query('select count(*)::int as n from happenings');
  expect([tries, rows[0].n]).toEqual([2, 1]);
});

test('an event that can never be handled is set aside and counted, and can be put back', async () => {
  let mended = false;
  await store.inbox.start(async () => {
    if (!mended) throw new Error('never');
  });
  await store.inbox.keep(incoming('poison'));
  await eventually(async () => {
    await store.pool.query("update inbox set next_at = now() where state = 'waiting'");
    return (await store.inbox.waiting()).aside === 1;
  });
  mended = true;
  expect(await store.inbox.retryAside()).toBe(1);
  await eventually(async () => {
    const { waiting, aside } = await store.inbox.waiting();
    return waiting + aside === 0;
  });
});

test('errands are done once each, now before soon before optional, and the change they bring is kept with the mark', async () => {
  const done: string[] = [];
  await store.ledger.write(async (page) => {
    for (const [lane, about] of [
      ['optional', 'c'],
      ['soon', 'b'],
      ['now', 'a'],
    ] as const)
      await page.send({ do: 'finish-to-do', referral: 'r' as never, about }, { lane });
  });
  await store.errands.start(async ({ errand }) => {
    if (errand.do === 'finish-to-do') done.push(errand.about);
    return { is: 'done', keep: (page) => page.tenants.keep(shared, `done ${done.length}`, 'yes') };
  });
  await eventually(async () => (await store.errands.waiting()).waiting === 0);
  expect(done[0]).toBe('a');
  expect([...done].sort()).toEqual(['a', 'b', 'c']);
});

test('asking twice for the same thing before it is done does it once', async () => {
  await store.ledger.write(async (page) => {
    for (let index = 0; index < 5; index += 1)
      await page.send({ do: 'finish-to-do', referral: 'r' as never, about: 'x' }, { key: 'same' });
  });
  let count = 0;
  await store.errands.start(async () => {
    count += 1;
    return { is: 'done' };
  });
  await eventually(async () => (await store.errands.waiting()).waiting === 0);
  expect(count).toBe(1);
});

test('what must wait comes again, what is unknown is kept and counted', async () => {
  let tries = 0;
  await store.ledger.write(async (page) => {
    await page.send({ do: 'finish-to-do', referral: 'r' as never, about: 'later' });
    await page.send({ do: 'finish-to-do', referral: 'r' as never, about: 'unknown' });
  });
  await store.errands.start(async ({ errand }) => {
    if (errand.do === 'finish-to-do' && errand.about === 'unknown') return { is: 'unknown', why: 'who knows' };
    tries += 1;
    return tries < 3 ? { is: 'later', afterMs: 0, why: 'busy' } : { is: 'done' };
  });
  await eventually(async () => (await store.errands.waiting()).waiting === 0);
  expect(tries).toBe(3);
  expect((await store.errands.waiting()).unknown).toBe(1);
});

test('an event that takes long keeps nobody else waiting', async () => {
  const done: string[] = [];
  const { promise: enough, resolve: letGo } = Promise.withResolvers<void>();
  await store.inbox.start(async ({ key }) => {
    if (key === 'long') await enough;
    done.push(key);
  });
  await store.inbox.keep(incoming('long'));
  await store.inbox.keep(incoming('short'));
  await eventually(() => done.length === 1);
  letGo();
  await eventually(() => done.length === 2);
  expect(done).toEqual(['short', 'long']);
});

test('an event whose body was exchanged in the store is never handled, and is counted', async () => {
  await store.inbox.keep(incoming('exchanged', '"mine"'));
  await store.pool.query(
    'update inbox set sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 1), tries = 7',
  );
  const seen: string[] = [];
  await store.inbox.start(async ({ data }) => {
    seen.push(data);
  });
  await eventually(async () => (await store.inbox.waiting()).aside === 1);
  expect(seen).toEqual([]);
});

test('keys of events are remembered for eight days at least, whatever is asked', async () => {
  await store.inbox.start(async () => {});
  for (const key of ['a week', 'nine days', 'waiting']) await store.inbox.keep(incoming(key));
  await eventually(async () => (await store.inbox.waiting()).waiting === 0);
  await store.pool.query(
    "update inbox set received_at = now() - (case key when 'a week' then interval '7 days' else interval '9 days' end)",
  );
  await store.pool.query("update inbox set state = 'aside' where key = 'waiting'");
  expect(await store.inbox.prune(1)).toBe(1);
  expect(await store.inbox.keep(incoming('a week'))).toBe(false);
  expect(await store.inbox.keep(incoming('nine days'))).toBe(true);
  expect((await store.inbox.waiting()).aside).toBe(1);
});
