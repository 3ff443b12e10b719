import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InstitutionId, id, type PatientId } from '#src/domain/ids.ts';
import type { KeyShares } from '#src/ports/key-shares.ts';
import { tmh, twc } from '#test/builders/a-house.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

const words = Buffer.from('allergic to penicillin');
const aPatient = (name: string): PatientId => id<PatientId>(`patient-${name}`);
const keys = <T>(work: (keys: KeyShares) => Promise<T>): Promise<T> => store.ledger.write((page) => work(page.keys));
const through = (institution: InstitutionId, sealed: Uint8Array) =>
  keys((its) => its.openFor(institution, 'a', sealed));
const noKey = expect.objectContaining({ code: 'vault.no-key-for-institution' });

test("what is sealed for a patient opens through the sharing institution's own key, and through nobody else's", async () => {
  const patient = aPatient('shared');
  const sealed = await store.vault.seal(patient, 'a', words);
  await keys((its) => its.share(patient, tmh));
  expect(Buffer.from(await through(tmh, sealed))).toEqual(words);
  await expect(through(twc, sealed)).rejects.toEqual(noKey);
  await keys((its) => its.share(patient, twc));
  expect(Buffer.from(await through(twc, sealed))).toEqual(words);
  expect(await keys((its) => its.holders(patient))).toEqual([tmh, twc]);
});

test('withdrawing takes the wrap away at once, and what is written afterwards has a new key', async () => {
  const patient = aPatient('withdrawn');
  const before = await store.vault.seal(patient, 'a', words);
  for (const place of [tmh, twc]) await keys((its) => its.share(patient, place));

  expect(await keys((its) => its.unshare(patient, twc))).toBe(true);

  await expect(through(twc, before)).rejects.toEqual(noKey);
  await expect(keys((its) => its.mustOpen(patient, twc))).rejects.toEqual(noKey);
  const again = await aStore({ url: store.url, dataDir: store.dataDir });
  const after = await again.vault.seal(patient, 'a', words);
  expect(Buffer.from(after.subarray(0, 38))).not.toEqual(Buffer.from(before.subarray(0, 38)));
  // Those who still hold a right read both, the service too; the one who was shut out neither.
  for (const sealed of [before, after]) {
    expect(Buffer.from(await through(tmh, sealed))).toEqual(words);
    expect(Buffer.from(await store.vault.open(patient, 'a', sealed))).toEqual(words);
    await expect(through(twc, sealed)).rejects.toEqual(noKey);
  }
  expect(await keys((its) => its.unshare(patient, twc))).toBe(false);
  await again.close();
});

test('a new yes after a withdrawal opens everything again', async () => {
  const patient = aPatient('again');
  const sealed = await store.vault.seal(patient, 'a', words);
  await keys((its) => its.share(patient, twc));
  await keys((its) => its.unshare(patient, twc));
  await keys((its) => its.share(patient, twc));
  await keys((its) => its.mustOpen(patient, twc));
  expect(Buffer.from(await through(twc, sealed))).toEqual(words);
});

test('a withdrawal on a page that is torn up has not happened', async () => {
  const patient = aPatient('torn');
  const sealed = await store.vault.seal(patient, 'a', words);
  await keys((its) => its.share(patient, twc));
  const torn = keys(async (its) => {
    await its.unshare(patient, twc);
    throw new Error('torn up');
  });
  await expect(torn).rejects.toThrow('torn up');
  expect(Buffer.from(await through(twc, sealed))).toEqual(words);
});

test('a patient of a store from before there were wraps is given them at the first look', async () => {
  const patient = aPatient('older');
  const sealed = await store.vault.seal(patient, 'a', words);
  await expect(through(tmh, sealed)).rejects.toEqual(noKey);
  await store.ledger.read((page) => (page as unknown as { keys: KeyShares }).keys.mustOpen(patient, tmh));
  expect(Buffer.from(await through(tmh, sealed))).toEqual(words);
});

test('of many patients, those whose keys open as they stand are told, and nothing is made for the others', async () => {
  const [held, ended, never, unknown] = ['held', 'ended', 'never', 'unknown'].map(aPatient) as [
    PatientId,
    PatientId,
    PatientId,
    PatientId,
  ];
  for (const patient of [held, ended, never]) await store.vault.seal(patient, 'a', words);
  for (const patient of [held, ended]) await keys((its) => its.share(patient, twc));
  await keys((its) => its.unshare(ended, twc));

  const open = () => keys((its) => its.opening([held, ended, never, unknown], twc));
  expect(await open()).toEqual(new Set([held]));
  expect(await open()).toEqual(new Set([held]));
  expect(await keys((its) => its.holders(never))).toEqual([]);
});

test('a wrap that was corrupted, or moved from another patient or institution, opens nothing and says so', async () => {
  const [mine, hers] = [aPatient('mine'), aPatient('hers')];
  const sealed = await store.vault.seal(mine, 'a', words);
  await store.vault.seal(hers, 'a', words);
  for (const patient of [mine, hers]) for (const place of [tmh, twc]) await keys((its) => its.share(patient, place));
  const wrapOf = 'select w.wrapped from key_wraps w join data_keys k on k.id = w.data_key where k.patient =';
  const spoil = (value: string) =>
    store.pool.query(
      `update key_wraps set wrapped = ${value} where institution = $1 and data_key in (select id from data_keys where patient = $2)`,
      [twc, mine],
    );
  for (const value of [
    `(${wrapOf} '${hers}' and w.institution = '${twc}')`,
    `(${wrapOf} '${mine}' and w.institution = '${tmh}')`,
    'set_byte(wrapped, length(wrapped) - 1, 255 - get_byte(wrapped, length(wrapped) - 1))',
    "''::bytea",
  ]) {
    await spoil(value);
    await expect(through(twc, sealed)).rejects.toMatchObject({ code: 'vault.tampered' });
    await expect(keys((its) => its.mustOpen(mine, twc))).rejects.toMatchObject({ code: 'vault.tampered' });
    await expect(keys((its) => its.opening([hers, mine], twc))).rejects.toMatchObject({ code: 'vault.tampered' });
  }
  expect(Buffer.from(await through(tmh, sealed))).toEqual(words);
});

test('an institution whose key is gone reads nothing, and the answer names ids only', async () => {
  const patient = aPatient('keyless');
  const elsewhere = id<InstitutionId>('elsewhere');
  const sealed = await store.vault.seal(patient, 'a', words);
  await keys((its) => its.share(patient, elsewhere));
  await store.pool.query('delete from institution_keys where institution = $1', [elsewhere]);
  const again = await aStore({ url: store.url, dataDir: store.dataDir });
  const refused = again.ledger.write((page) => page.keys.openFor(elsewhere, 'a', sealed));
  await expect(refused).rejects.toMatchObject({
    code: 'vault.key-missing',
    message: expect.not.stringMatching(/penicillin|keyless/),
  });
  await again.close();
});

test('erasing a patient takes every wrap with it', async () => {
  const patient = aPatient('erased');
  const sealed = await store.vault.seal(patient, 'a', words);
  await keys((its) => its.share(patient, tmh));
  await store.vault.forget(patient);
  await expect(through(tmh, sealed)).rejects.toEqual(noKey);
  const { rows } = await store.pool.query(
    'select 1 from key_wraps w join data_keys k on k.id = w.data_key where k.patient = $1',
    [patient],
  );
  expect(rows).toEqual([]);
});
