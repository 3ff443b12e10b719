import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBackup, runRestore } from '#src/cli/backup.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import { alvin, tmh } from '#test/builders/a-house.ts';
import { aContent, aReferral, noon } from '#test/builders/a-referral.ts';
import { aStore, freshDatabase, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
let place: string;
const rooms: string[] = [];
const room = (name: string) => {
  const made = mkdtempSync(join(tmpdir(), `baton-${name}-`));
  rooms.push(made);
  return made;
};
const [leaving, staying] = [id<PatientId>('patient-leaving'), id<PatientId>('patient-staying')];
const referralOf = (patient: PatientId) =>
  aReferral({ id: id<ReferralId>(`ref-${patient}`), code: `${patient}`, patient });

beforeAll(async () => {
  store = await aStore();
  place = room('backups');
  for (const patient of [leaving, staying]) {
    const identity = { nameEn: 'WONG Tai Man', hkid: patient === leaving ? 'C123456(9)' : 'A123456(3)' };
    await store.ledger.write(async (page) => {
      await page.patients.add(patient, identity);
      await page.referrals.add(
        referralOf(patient),
        aContent({ identity, reason: 'methotrexate 牛皮癬' }),
        undefined,
        patient,
      );
      await page.keys.share(patient, tmh);
      await page.happened({ what: 'record-opened', at: noon, by: { person: alvin.id }, institution: tmh, patient });
      await page.send({ do: 'read-upload', upload: id<UploadId>(`file-${patient}`), referral: referralOf(patient).id });
    });
    await store.files.keep(patient, `file-${patient}`, Readable.from([Buffer.from('a planted word')]), 1_000);
  }
});
afterAll(async () => {
  await store.close();
  await store.drop();
  for (const one of rooms) rmSync(one, { recursive: true, force: true });
});

const envOf = (url: string, dataDir: string) => ({ DATABASE_URL: url, BATON_DATA_DIR: dataDir });
const backup = async () => {
  const ending = await runBackup(place, envOf(store.url, store.dataDir));
  expect(ending).toMatchObject({ exit: 0 });
  return ending.out as { folder: string; rows: number; files: number; older: { keysTakenOut: number } };
};
/** An empty store, with a copy of the key file that was kept apart. */
const elsewhere = async (withKey = true, from: 'template' | 'nothing' = 'template') => {
  const dataDir = room('restored');
  if (withKey) {
    mkdirSync(join(dataDir, 'keys'), { recursive: true });
    copyFileSync(join(store.dataDir, 'keys', 'master.json'), join(dataDir, 'keys', 'master.json'));
  }
  return { url: await freshDatabase(from), dataDir };
};
const reason = async (at: TestStore, patient: PatientId) =>
  (await at.ledger.read((page) => page.referrals.content(referralOf(patient)))).reason;

test('a backup made while the service runs comes back whole elsewhere: content, files, identifiers, trail, waiting work', async () => {
  const made = await backup();
  expect(made.files).toBe(2);
  const there = await elsewhere(true, 'nothing');

  expect(await runRestore(made.folder, envOf(there.url, there.dataDir))).toMatchObject({
    exit: 0,
    out: { ok: true, rows: made.rows, files: 2, entries: 2 },
  });

  const again = await aStore(there);
  expect(await reason(again, staying)).toBe('methotrexate 牛皮癬');
  expect(await again.ledger.read((page) => page.patients.byHkid('A123456(3)'))).toBe(staying);
  const bytes: Uint8Array[] = [];
  for await (const piece of await again.files.read(staying, `file-${staying}`)) bytes.push(piece as Uint8Array);
  expect(Buffer.concat(bytes).toString()).toBe('a planted word');
  expect((await again.errands.waiting()).waiting).toBe(2);
  // Numbers and chains go on where they were.
  await again.ledger.write(async (page) => {
    await page.happened({ what: 'record-opened', at: noon, by: { person: alvin.id }, institution: tmh });
    await page.send({ do: 'read-upload', upload: id<UploadId>('file-3'), referral: referralOf(staying).id });
  });
  expect(await runRestore(made.folder, envOf(there.url, there.dataDir))).toMatchObject({
    exit: 1,
    out: { code: 'store.version' },
  });
  await again.close();
}, 60_000);

test('nothing in a backup can be read without the master key, and without it nothing is restored', async () => {
  const { folder } = await backup();
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
    const bytes = readFileSync(join(file.parentPath, file.name)).toString('latin1');
    for (const word of ['methotrexate', 'C123456', 'WONG', 'planted', 'record-opened', 'patient-staying"'])
      expect(bytes.includes(word), `${word} in ${file.name}`).toBe(false);
  }
  const stranger = await elsewhere(false);
  expect(await runRestore(folder, envOf(stranger.url, stranger.dataDir))).toMatchObject({
    exit: 1,
    out: { code: 'vault.key-missing' },
  });
}, 60_000);

test('an erased patient cannot be read from an older backup after the next one; the others can', async () => {
  const older = await backup();
  await store.vault.forget(leaving);
  expect((await backup()).older.keysTakenOut).toBeGreaterThanOrEqual(2);

  const there = await elsewhere();
  expect(await runRestore(older.folder, envOf(there.url, there.dataDir))).toMatchObject({ exit: 0 });
  const again = await aStore(there);
  await expect(reason(again, leaving)).rejects.toMatchObject({ code: 'vault.key-missing' });
  expect(await reason(again, staying)).toBe('methotrexate 牛皮癬');
  await again.close();
}, 60_000);

test.each([
  ['a changed store', (folder: string) => flip(join(folder, 'store.sealed'))],
  ['changed keys', (folder: string) => flip(join(folder, 'keys.sealed'))],
  ['a cut store', (folder: string) => cut(join(folder, 'store.sealed'))],
  ['a changed file', (folder: string) => flip(filesIn(folder)[0] ?? '')],
  ['a missing file', (folder: string) => rmSync(filesIn(folder)[0] ?? '')],
  ['a manifest that is none', (folder: string) => writeFileSync(join(folder, 'manifest.json'), '{}')],
])(
  '%s is refused, and nothing of it stays',
  async (_name, spoil) => {
    const { folder } = await backup();
    spoil(folder);
    const there = await elsewhere();

    expect(await runRestore(folder, envOf(there.url, there.dataDir))).toMatchObject({
      exit: 1,
      out: { code: 'vault.tampered' },
    });

    const again = await aStore(there);
    expect(await again.ledger.read((page) => page.patients.byHkid('A123456(3)'))).toBeUndefined();
    await again.close();
    rmSync(folder, { recursive: true, force: true });
  },
  60_000,
);

const filesIn = (folder: string) =>
  readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length - 20;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
const cut = (path: string): void => writeFileSync(path, readFileSync(path).subarray(0, -40));
