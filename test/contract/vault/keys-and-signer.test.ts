import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KeyRing } from '#src/adapters/vault/key-ring.ts';
import { keyRowsIn } from '#src/adapters/vault/key-rows.ts';
import { LatelyUsed } from '#src/adapters/vault/lately-used.ts';
import { localKeys } from '#src/adapters/vault/local-keys.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { signatureHolds } from '#src/domain/signing/verify.ts';
import { alvin, lam } from '#test/builders/a-house.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';
import { KeyRowsInMemory } from '#test/fakes/key-rows-in-memory.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

const words = Buffer.from('what was signed');
const chan = id<PatientId>('patient-chan');
const another = async () => {
  const opened = openVault({ dataDir: store.dataDir, env: {}, pool: () => store.pool, log: silent });
  await opened.ready();
  return opened;
};
const aRing = (rows: KeyRowsInMemory): KeyRing => new KeyRing(rows, keysOf('m1', new Uint8Array(32)));
const keysOf = (name: string, key: Uint8Array) =>
  localKeys({ kind: 'environment', keys: () => ({ current: name, byId: new Map([[name, key]]) }) });

test("a clinician's signature holds with the public key that is kept, and with no one else's", async () => {
  const now = store.clock.now();
  const [hers, his] = [await store.signer.sign(lam.id, words, now), await store.signer.sign(alvin.id, words, now)];
  const [herKey, hisKey] = [await store.signer.publicKey(hers.keyId), await store.signer.publicKey(his.keyId)];

  expect(herKey).toMatchObject({ owner: lam.id, from: now });
  expect(signatureHolds(herKey?.spkiPem ?? '', words, hers.signature)).toBe(true);
  expect(signatureHolds(hisKey?.spkiPem ?? '', words, hers.signature)).toBe(false);
});

test('a clinician signs with the same key tomorrow, also after a restart', async () => {
  const first = await store.signer.sign(lam.id, words, store.clock.now());
  const again = await (await another()).signer.sign(lam.id, words, store.clock.now());
  expect(again).toEqual(first);
});

test('two instances where a clinician signs for the first time agree on one key', async () => {
  const opened = [await another(), await another(), store];
  const signed = await Promise.all(opened.map(({ signer }) => signer.sign('dr-new', words, store.clock.now())));
  expect(new Set(signed.map(({ keyId }) => keyId)).size).toBe(1);
  const key = await store.signer.publicKey(signed[0]?.keyId ?? '');
  for (const { signature } of signed) expect(signatureHolds(key?.spkiPem ?? '', words, signature)).toBe(true);
});

test('a key taken out of use signs no more, and what it signed can still be checked', async () => {
  const before = await store.signer.sign('dr-leaver', words, store.clock.now());
  await store.pool.query('update signing_keys set until_at = $2 where id = $1', [before.keyId, store.clock.now()]);

  const after = await store.signer.sign('dr-leaver', words, store.clock.now());

  expect(after.keyId).not.toBe(before.keyId);
  const key = await store.signer.publicKey(before.keyId);
  expect(key?.until).toEqual(store.clock.now());
  expect(signatureHolds(key?.spkiPem ?? '', words, before.signature)).toBe(true);
});

test('a signing key whose sealed secret was swapped for another one signs nothing', async () => {
  const [mine, other] = [
    await store.signer.sign('dr-a', words, store.clock.now()),
    await store.signer.sign('dr-b', words, store.clock.now()),
  ];
  await store.pool.query(
    'update signing_keys set sealed = (select sealed from signing_keys where id = $2) where id = $1',
    [mine.keyId, other.keyId],
  );
  await expect(store.signer.sign('dr-a', words, store.clock.now())).rejects.toMatchObject({ code: 'vault.tampered' });
});

test('the store says which master keys its keys are wrapped with', async () => {
  await store.vault.seal(chan, 'a', words);
  const rows = keyRowsIn(() => store.pool);
  const masters = await rows.wrappedBy();
  expect(masters).toHaveLength(1);
  expect(masters[0]).toMatch(/^master-[0-9a-f]{12}$/);
});

test('Baton does not start when one patient key is wrapped with a master key that is not at hand', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-vault-'));
  try {
    const rows = new KeyRowsInMemory();
    const elsewhere = new KeyRing(rows, keysOf('elsewhere', randomBytes(32)));
    await elsewhere.forPatient(chan);
    const opened = openVault({ dataDir: dir, env: {}, pool: () => store.pool, log: silent, rows });
    await expect(opened.ready()).rejects.toMatchObject({
      code: 'vault.key-missing',
      message: expect.stringContaining('elsewhere'),
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('sealing for a new patient inside a page waits for nobody, although the page holds its rows', async () => {
  const sealed = await store.ledger.write(async (page) => {
    await page.patients.add(id<PatientId>('patient-inside'), { nameEn: 'CHAN Siu Ming' });
    return Promise.all(
      Array.from({ length: 20 }, (_one, n) => store.vault.seal(id<PatientId>(`patient-inside-${n}`), 'a', words)),
    );
  });
  expect(sealed).toHaveLength(20);
});

test('a key made for a page that was taken back harms nobody: the next page uses it', async () => {
  const lost = id<PatientId>('patient-lost');
  const failing = store.ledger.write(async () => {
    await store.vault.seal(lost, 'a', words);
    throw new Error('taken back');
  });
  await expect(failing).rejects.toThrow('taken back');
  const sealed = await store.vault.seal(lost, 'a', words);
  expect(Buffer.from(await store.vault.open(lost, 'a', sealed))).toEqual(words);
  const { rows } = await store.pool.query<{ count: string }>('select count(*) from data_keys where patient = $1', [
    lost,
  ]);
  expect(rows[0]?.count).toBe('1');
});

test('a key that another instance destroyed is forgotten here when its minute is over', () => {
  let now = 0;
  const kept = new LatelyUsed<string>({ most: 2, ms: 60_000, now: () => now });
  kept.set('a', 'key a');
  now = 59_999;
  expect(kept.get('a')).toBe('key a');
  now = 60_000;
  expect(kept.get('a')).toBeUndefined();
});

test('of many keys those asked for lately stay in memory', () => {
  const kept = new LatelyUsed<string>({ most: 2 });
  kept.set('a', 'key a');
  kept.set('b', 'key b');
  kept.get('a');
  kept.set('c', 'key c');
  expect(['a', 'b', 'c'].map((name) => kept.get(name))).toEqual(['key a', undefined, 'key c']);
});

test('a key in memory spares the store a question, and destroying it ends that at once', async () => {
  const rows = new KeyRowsInMemory();
  const ring = aRing(rows);
  const { id: keyId, key } = await ring.forPatient(chan);
  rows.data.length = 0;
  expect(await ring.byId(keyId)).toEqual(key);

  await ring.forget(chan);

  await expect(ring.byId(keyId)).rejects.toMatchObject({ code: 'vault.key-missing' });
});
