import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { rotateKeys } from '#src/adapters/vault/rotate-keys.ts';
import { runRotateKeys } from '#src/cli/rotate-keys.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { signatureHolds } from '#src/domain/signing/verify.ts';
import { verifyTrail } from '#src/domain/trail/read-trail.ts';
import { alvin, lam, tmh, twc } from '#test/builders/a-house.ts';
import { aStore, silent, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

const words = Buffer.from('allergic to penicillin');
const rotations = 20;
const patients = Array.from({ length: 8 }, (_one, n) => id<PatientId>(`patient-${n}`));
const bytesOf = async (source: AsyncIterable<Uint8Array | string>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
};

test('every key is changed 20 times while two instances seal, open, keep files, share and sign: nothing fails, nothing is lost', async () => {
  const other = openVault({ dataDir: store.dataDir, env: {}, pool: () => store.pool, log: silent });
  await other.ready();
  const instances = [store, other];
  const sealed: { patient: PatientId; value: Uint8Array }[] = [];
  const queued: { label: string; value: Uint8Array }[] = [];
  const signed: { keyId: string; signature: string; at: Date }[] = [];
  let [busy, deeds] = [true, 0];

  const work = async (worker: number): Promise<void> => {
    for (let n = 0; busy && n < 400; n += 1) {
      const { vault, files, signer } = instances[(worker + n) % 2] ?? store;
      const patient = patients[(worker * 3 + n) % patients.length] ?? id<PatientId>('patient-0');
      const value = await vault.seal(patient, `v ${worker}`, words);
      expect(Buffer.from(await vault.open(patient, `v ${worker}`, value))).toEqual(words);
      if (n % 3 === 0) sealed.push({ patient, value: await vault.seal(patient, 'kept', words) });
      queued.push({ label: `q ${worker} ${n}`, value: await vault.sealForService(`q ${worker} ${n}`, words) });
      await store.ledger.write(async (page) => {
        await page.keys.share(patient, n % 2 ? tmh : twc);
        await page.keys.mustOpen(patient, n % 2 ? tmh : twc);
      });
      const at = new Date();
      signed.push({ ...(await signer.sign(n % 2 ? lam.id : alvin.id, words, at)), at });
      if (n % 4 === 0) await files.keep(patient, `file-${worker}-${n}`, Readable.from([words]), 1_000);
      deeds += 1;
    }
  };
  const workers = [0, 1, 2].map(work);
  const parts = { pool: store.pool, ring: other.ring, keys: other.keys, now: () => new Date() };
  for (let n = 0; n < rotations; n += 1) await rotateKeys(parts);
  busy = false;
  await Promise.all(workers);

  expect(deeds).toBeGreaterThan(rotations);
  const later = openVault({ dataDir: store.dataDir, env: {}, pool: () => store.pool, log: silent });
  await later.ready();
  for (const { patient, value } of sealed)
    expect(Buffer.from(await later.vault.open(patient, 'kept', value))).toEqual(words);
  for (const { label, value } of queued)
    expect(Buffer.from(await later.vault.openForService(label, value))).toEqual(words);
  expect(await bytesOf((await later.files.read(patients[0] ?? id('x'), 'file-0-0')) as Readable)).toEqual(words);
  const keys = new Set(signed.map(({ keyId }) => keyId));
  expect(keys.size).toBeGreaterThan(2);
  for (const { keyId, signature, at } of signed) {
    const key = await later.signer.publicKey(keyId);
    expect(signatureHolds(key?.spkiPem ?? '', words, signature)).toBe(true);
    expect(key && key.from <= at && (!key.until || at < key.until)).toBe(true);
  }
}, 120_000);

test('after a change nothing is wrapped with an older key, and the key file keeps the one before and no more', async () => {
  const opened = openVault({ dataDir: store.dataDir, env: {}, pool: () => store.pool, log: silent });
  const before = await opened.keys.current();
  await rotateKeys({ pool: store.pool, ring: opened.ring, keys: opened.keys, now: () => new Date() });
  const current = await opened.keys.current();
  const path = join(store.dataDir, 'keys', 'master.json');
  const file = JSON.parse(readFileSync(path, 'utf8')) as { current: string; keys: Record<string, string> };
  expect(file.current).toBe(current);
  expect(Object.keys(file.keys).toSorted()).toEqual([before, current].toSorted());
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const { rows } = await store.pool.query<{ id: string }>(
    "select distinct encode(substring(wrapped from 3 for get_byte(wrapped, 1)), 'escape') as id from data_keys where destroyed_at is null",
  );
  expect(rows).toEqual([{ id: current }]);
});

test('a change that was stopped in the middle is finished by the next one', async () => {
  const opened = openVault({ dataDir: store.dataDir, env: {}, pool: () => store.pool, log: silent });
  const patient = id<PatientId>('patient-halfway');
  const sealed = await opened.vault.seal(patient, 'a', words);
  // The new master key is there, and nothing was wrapped with it yet.
  await opened.keys.rotate();
  const next = openVault({ dataDir: store.dataDir, env: {}, pool: () => store.pool, log: silent });
  await next.ready();
  expect(Buffer.from(await next.vault.open(patient, 'a', sealed))).toEqual(words);
  const rotated = await rotateKeys({ pool: store.pool, ring: next.ring, keys: next.keys, now: () => new Date() });
  expect(rotated.master).toBeGreaterThan(0);
  await next.ready();
});

test('two changes at once: the second is refused with its code', async () => {
  const { ring, keys } = store;
  const lock = await store.pool.connect();
  await lock.query('begin; lock table key_rotations in exclusive mode');
  await expect(rotateKeys({ pool: store.pool, ring, keys, now: () => new Date() })).rejects.toMatchObject({
    code: 'config.invalid',
  });
  await lock.query('rollback');
  lock.release();
});

test('the trail goes on over a change of its key, and an export verifies with both', async () => {
  const trail = checkpointsOn({ pool: store.pool, signer: store.signer, clock: { now: () => new Date() } });
  const happen = () =>
    store.ledger.write((page) =>
      page.happened({ at: new Date(), by: { person: alvin.id }, institution: tmh, what: 'record-searched' }),
    );
  await happen();
  await trail.make(tmh);
  await rotateKeys({ pool: store.pool, ring: store.ring, keys: store.keys, now: () => new Date() }, ['signing']);
  await happen();
  await trail.make(tmh);
  const lines: string[] = [];
  for await (const line of trail.exportTrail()) lines.push(line);
  expect(await verifyTrail([Buffer.from(`${lines.join('\n')}\n`)])).toMatchObject({ ok: true, entries: 2 });
});

test('the command changes the keys of a store that is in use', async () => {
  const env = { DATABASE_URL: store.url, BATON_DATA_DIR: store.dataDir };
  const done = await runRotateKeys({ only: 'master,service' }, env);
  expect(done).toMatchObject({ exit: 0, out: { ok: true, provider: 'file', running: true, rotated: { service: 1 } } });
  expect(Object.keys(done.out['rotated'] as object)).toEqual(['master', 'service']);
  // The service itself goes on without a stop.
  const patient = id<PatientId>('patient-after');
  const sealed = await store.vault.seal(patient, 'a', words);
  expect(Buffer.from(await store.vault.open(patient, 'a', sealed))).toEqual(words);
  expect(await runRotateKeys({ only: 'house' }, env)).toMatchObject({ exit: 2 });
});
