import { afterEach, beforeEach, expect, test } from 'vitest';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { ErrandOptions } from '#src/ports/ledger.ts';
import { shared } from '#test/builders/a-house.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';
import { eventually } from '#test/builders/eventually.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
});
afterEach(async () => {
  await store.errands.stop();
  await store.close();
  await store.drop();
});

const ask = (about: string, options?: ErrandOptions) =>
  store.ledger.write((page) =>
    page.send({ do: 'finish-to-do', referral: id<ReferralId>('ref-errand'), about }, options),
  );
const settled = () => eventually(async () => (await store.errands.waiting()).waiting === 0);

test('a deed whose mark could not be written comes again as one that may have happened', async () => {
  await ask('say it');
  const known: boolean[] = [];
  await store.errands.start(async ({ begunBefore }) => {
    known.push(begunBefore);
    if (begunBefore) return { is: 'unknown', why: 'may have happened' };
    return { is: 'done', keep: async () => Promise.reject(new Error('the change cannot be kept')) };
  });
  await eventually(() => {
    store.clock.pass(10);
    return known.length === 2;
  });
  await settled();
  expect(known).toEqual([false, true]);
  expect((await store.errands.waiting()).unknown).toBe(1);
});

test('what may have happened stays so while it cannot be looked up', async () => {
  await ask('start it');
  await store.pool.query("update errands set state = 'begun', lease_until = now() - interval '1 second'");
  const known: boolean[] = [];
  await store.errands.start(async ({ begunBefore }) => {
    known.push(begunBefore);
    return known.length < 3 ? { is: 'later', afterMs: 0, why: 'nobody answers' } : { is: 'done' };
  });
  await settled();
  expect(known).toEqual([true, true, true]);
});

test('two errands of one key are never in hand at the same moment', async () => {
  let inHand = 0;
  let most = 0;
  let done = 0;
  await ask('first', { key: 'one card' });
  await store.errands.start(async () => {
    inHand += 1;
    most = Math.max(most, inHand);
    if (done < 5) await ask(`again ${done}`, { key: 'one card' });
    inHand -= 1;
    done += 1;
    return { is: 'done' };
  });
  await eventually(() => done === 6);
  await settled();
  expect(most).toBe(1);
});

test('an errand that waits for its hour is not done before it', async () => {
  await ask('tomorrow', { notBefore: new Date(store.clock.now().getTime() + 60 * 60_000) });
  await ask('today');
  const done: string[] = [];
  await store.errands.start(async ({ errand }) => {
    if (errand.do === 'finish-to-do') done.push(errand.about);
    return { is: 'done' };
  });
  await eventually(() => done.length === 1);
  expect(done).toEqual(['today']);
  store.clock.pass(61);
  await settled();
  expect(done).toEqual(['today', 'tomorrow']);
});

test('an errand whose words were exchanged in the store is set aside, not done', async () => {
  await ask('mine');
  await store.pool.query(
    'update errands set sealed = set_byte(sealed, length(sealed) - 1, get_byte(sealed, length(sealed) - 1) # 1)',
  );
  const done: string[] = [];
  await store.errands.start(async ({ id: which }) => {
    done.push(which);
    return { is: 'done' };
  });
  await settled();
  expect(done).toEqual([]);
  expect((await store.errands.waiting()).dropped).toBe(1);
});

test('what was done long ago is forgotten, what is unknown is not forgotten early', async () => {
  for (const about of ['old', 'new', 'unknown']) await ask(about);
  await store.errands.start(async ({ errand }) =>
    errand.do === 'finish-to-do' && errand.about === 'unknown'
      ? { is: 'unknown', why: 'who knows' }
      : { is: 'done', keep: (page) => page.tenants.keep(shared, 'kept', 'yes') },
  );
  await settled();
  await store.pool.query(
    "update errands set ended_at = now() - interval '31 days' where id = (select min(id) from errands)",
  );
  expect(await store.errands.prune(30)).toBe(1);
  expect((await store.errands.waiting()).unknown).toBe(1);
});
