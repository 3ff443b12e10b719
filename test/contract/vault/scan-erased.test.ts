import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isNothingLeft, scanErased } from '#src/adapters/vault/scan-erased.ts';
import { runScanErased } from '#src/cli/scan-erased.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
let backups: string;
const leaving = id<PatientId>('patient-leaving');
const staying = id<PatientId>('patient-staying');
const words = ['WONG Tai Man', 'C123456(9)', 'methotrexate'];

beforeAll(async () => {
  store = await aStore();
  backups = mkdtempSync(join(tmpdir(), 'baton-backups-'));
  for (const patient of [leaving, staying]) {
    const identity = { nameEn: 'WONG Tai Man', hkid: patient === leaving ? 'C123456(9)' : 'A123456(3)' };
    const referral = aReferral({ id: id<ReferralId>(`ref-${patient}`), code: `${patient}`, patient });
    await store.ledger.write(async (page) => {
      await page.patients.add(patient, identity);
      await page.referrals.add(referral, aContent({ identity, reason: 'methotrexate' }), undefined, undefined);
      for (const place of [tmh, twc]) await page.keys.share(patient, place);
    });
    await store.files.keep(patient, `file-${patient}`, Readable.from([Buffer.from('methotrexate')]), 1_000);
  }
  // A backup made before the erasure holds a copy of the sealed file.
  mkdirSync(join(backups, 'fi'));
  const file = `file-${leaving}.sealed`;
  copyFileSync(join(store.dataDir, 'files', 'fi', file), join(backups, 'fi', file));
});
afterAll(async () => {
  await store.close();
  await store.drop();
  rmSync(backups, { recursive: true, force: true });
});

const scan = (patient = leaving) =>
  scanErased({ pool: store.pool, dataDir: store.dataDir, alsoIn: [backups] }, patient, words);

test('before a patient is erased the scan finds keys, wraps, rows, the file and its backup; afterwards nothing readable', async () => {
  const before = await scan();
  expect(before).toMatchObject({ keys: 1, wraps: 2, unreadable: 0, words: [] });
  expect(before.readable).toBeGreaterThanOrEqual(4);

  await store.vault.forget(leaving);

  const after = await scan();
  expect(after).toMatchObject({ keys: 0, wraps: 0, readable: 0, words: [], unreadable: before.readable });
  expect([isNothingLeft(before), isNothingLeft(after)]).toEqual([false, true]);
  expect(isNothingLeft(await scan(staying))).toBe(false);
});

test.each([
  ['in the clear', (text: string) => Buffer.from(`note: ${text}`)],
  ['as UTF-16', (text: string) => Buffer.from(text, 'utf16le')],
  ['inside base64', (text: string) => Buffer.from(Buffer.from(`xy ${text} and more`).toString('base64'))],
])('a word that somebody left %s is found, and its file is named', async (_name, write) => {
  const path = join(store.dataDir, 'left-behind.txt');
  writeFileSync(path, write('WONG Tai Man'));
  expect((await scan()).words).toEqual(['left-behind.txt']);
  rmSync(path);
});

test('a word across two pieces of a large file is found', async () => {
  const path = join(backups, 'large.bin');
  writeFileSync(path, Buffer.concat([Buffer.alloc(4 * 1024 * 1024 - 6), Buffer.from('C123456(9)')]));
  expect((await scan()).words).toEqual(['large.bin']);
  rmSync(path);
});

test('the command proves it beside the running service; a patient nobody knows is refused', async () => {
  const env = { DATABASE_URL: store.url, BATON_DATA_DIR: store.dataDir };
  const list = join(backups, 'words.list');
  writeFileSync(list, 'nowhere to be found\n');
  expect(await runScanErased(leaving, { words: list }, env)).toMatchObject({ exit: 0, out: { ok: true, readable: 0 } });
  expect(await runScanErased(staying, {}, env)).toMatchObject({ exit: 1, out: { ok: false, keys: 1 } });
  expect(await runScanErased('patient-none', {}, env)).toMatchObject({ exit: 1, out: { code: 'record.not-found' } });
  expect(await runScanErased(leaving, { also: ['/no/such/folder'] }, env)).toMatchObject({ exit: 2 });
});
