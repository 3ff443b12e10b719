import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

const chan = id<PatientId>('patient-chan');
const wong = id<PatientId>('patient-wong');
const plain = Buffer.from('allergic to penicillin');
const shut = expect.objectContaining({ code: expect.stringMatching(/^vault\.(tampered|key-missing)$/) });

test('what was sealed opens again, of any length, and two sealings of the same words look different', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 4_096 }), fc.string({ maxLength: 40 }), async (bytes, label) => {
      const sealed = await store.vault.seal(chan, label, bytes);
      expect(Buffer.from(await store.vault.open(chan, label, sealed)).equals(bytes)).toBe(true);
      expect(Buffer.from(await store.vault.seal(chan, label, bytes)).equals(sealed)).toBe(false);
    }),
  );
});

test('a sealed value opens only in its own place', async () => {
  const sealed = await store.vault.seal(chan, 'referrals.content ref-1', plain);
  await expect(store.vault.open(chan, 'referrals.content ref-2', sealed)).rejects.toEqual(shut);
  await expect(store.vault.open(chan, 'patients.identity ref-1', sealed)).rejects.toEqual(shut);
  await expect(store.vault.openForService('referrals.content ref-1', sealed)).rejects.toEqual(shut);
});

test('what is sealed for the service does not open as a word of a patient, nor the other way round', async () => {
  const sealed = await store.vault.sealForService('inbox 1', plain);
  expect(Buffer.from(await store.vault.openForService('inbox 1', sealed)).equals(plain)).toBe(true);
  await expect(store.vault.openForService('inbox 2', sealed)).rejects.toEqual(shut);
  await expect(store.vault.open(chan, 'inbox 1', sealed)).rejects.toEqual(shut);
});

test('the key of one patient put in the place of another opens nothing', async () => {
  const [ofChan, ofWong] = [await store.vault.seal(chan, 'a', plain), await store.vault.seal(wong, 'a', plain)];
  const named = (sealed: Uint8Array) => sealed.slice(0, 2 + (sealed[1] ?? 0));
  const swapped = Buffer.concat([named(ofWong), ofChan.subarray(named(ofChan).length)]);
  await expect(store.vault.open(chan, 'a', swapped)).rejects.toEqual(shut);
});

test('a wrapped key moved to another patient in the table opens nothing', async () => {
  const own = await aStore();
  const sealed = await own.vault.seal(chan, 'a', plain);
  await own.vault.seal(wong, 'a', plain);
  await own.pool.query(
    'update data_keys set wrapped = (select wrapped from data_keys where patient = $1) where patient = $2',
    [wong, chan],
  );
  const again = await aStore({ url: own.url, dataDir: own.dataDir });
  await expect(again.vault.open(chan, 'a', sealed)).rejects.toEqual(shut);
  for (const one of [own, again]) await one.close();
  await own.drop();
});

test('any flipped bit, and any cut, is refused', async () => {
  const sealed = await store.vault.seal(chan, 'a', plain);
  for (let at = 0; at < sealed.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      await expect(store.vault.open(chan, 'a', changed)).rejects.toEqual(shut);
    }
    await expect(store.vault.open(chan, 'a', sealed.subarray(0, at))).rejects.toEqual(shut);
  }
  await expect(store.vault.open(chan, 'a', Buffer.concat([sealed, Buffer.alloc(1)]))).rejects.toEqual(shut);
});

test('forgetting a patient makes every word of that patient unreadable, at once and after a restart, and of no other', async () => {
  const own = await aStore();
  const [ofChan, ofWong] = [await own.vault.seal(chan, 'a', plain), await own.vault.seal(wong, 'a', plain)];
  await own.vault.forget(chan);
  await expect(own.vault.open(chan, 'a', ofChan)).rejects.toMatchObject({ code: 'vault.key-missing' });
  await expect(own.vault.seal(chan, 'a', plain)).rejects.toMatchObject({ code: 'vault.key-missing' });
  const again = await aStore({ url: own.url, dataDir: own.dataDir });
  await expect(again.vault.open(chan, 'a', ofChan)).rejects.toMatchObject({ code: 'vault.key-missing' });
  expect(Buffer.from(await again.vault.open(wong, 'a', ofWong)).equals(plain)).toBe(true);
  const { rows } = await own.pool.query('select wrapped from data_keys where patient = $1', [chan]);
  expect(rows).toEqual([{ wrapped: Buffer.alloc(0) }]);
  for (const one of [own, again]) await one.close();
  await own.drop();
});

test('two patients found to be one stay readable, and are forgotten together', async () => {
  const own = await aStore();
  const before = [await own.vault.seal(chan, 'a', plain), await own.vault.seal(wong, 'b', plain)] as const;
  await own.ledger.write((page) => page.patients.merge(chan, wong));
  expect(Buffer.from(await own.vault.open(wong, 'a', before[0])).equals(plain)).toBe(true);
  expect(Buffer.from(await own.vault.open(wong, 'b', before[1])).equals(plain)).toBe(true);
  await own.vault.forget(wong);
  await expect(own.vault.open(wong, 'a', before[0])).rejects.toMatchObject({ code: 'vault.key-missing' });
  await expect(own.vault.open(wong, 'b', before[1])).rejects.toMatchObject({ code: 'vault.key-missing' });
  await own.close();
  await own.drop();
});

test('a fingerprint is the same for the same words, another in another domain, and another under another key', async () => {
  const { vault } = store;
  expect(vault.blind('hkid', 'A1234563')).toBe(vault.blind('hkid', 'A1234563'));
  expect(vault.blind('hkid', 'A1234563')).not.toBe(vault.blind('other-id', 'A1234563'));
  expect(BigInt(vault.blind('name', '陳小')) < 2n ** 63n).toBe(true);
  const other = await aStore();
  expect(other.vault.blind('hkid', 'A1234563')).not.toBe(vault.blind('hkid', 'A1234563'));
  await other.close();
  await other.drop();
});

test('many who seal for a new patient at once use one key', async () => {
  const own = await aStore();
  const other = openVault({ dataDir: own.dataDir, env: {}, pool: () => own.pool, log: silent });
  const all = await Promise.all(
    Array.from({ length: 20 }, (_one, n) => (n % 2 ? own.vault : other.vault).seal(chan, `${n}`, plain)),
  );
  expect((await own.pool.query('select 1 from data_keys')).rowCount).toBe(1);
  for (const [n, sealed] of all.entries())
    expect(Buffer.from(await own.vault.open(chan, `${n}`, sealed)).equals(plain)).toBe(true);
  await own.close();
  await own.drop();
});
