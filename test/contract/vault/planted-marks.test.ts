import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '#src/adapters/store/open-store.ts';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Log } from '#src/ports/log.ts';
import { alvin, shared, tmh } from '#test/builders/a-house.ts';
import { aContent, aReferral, later, noon } from '#test/builders/a-referral.ts';
import { SetClock } from '#test/builders/a-store.ts';

const patients = 100;
/** Ten words a patient, each found nowhere else in the world: in a name, an identifier, a reason, a note, a file. */
const kinds = [
  'nameEn',
  'nameZh',
  'phone',
  'passport',
  'reason',
  'history',
  'note',
  'fileName',
  'fileBytes',
  'message',
];
const markOf = (patient: number, kind: string): string => `Qx${kind}${patient}Marked`;

const filesIn = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

test('of 1,000 marks planted in all that is said of patients, none stands in any file of the data folder, in the log, in a file name or in the trail', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'baton-marks-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  // As root the database runs as another user, who must be able to walk in.
  chmodSync(dataDir, 0o711);
  const said: string[] = [];
  const note = (about: unknown, words: unknown) => void said.push(JSON.stringify([about, words]));
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const clock = new SetClock();
  let vault: OpenedVault | undefined;
  const store = await openStore({
    dataDir,
    env: process.env,
    clock,
    log,
    migrations: [vaultMigrations],
    vaultOver: (keys) => {
      vault = openVault({ dataDir, env: {}, pool: keys, log });
      return vault;
    },
  });
  const lines: string[] = [];
  try {
    if (!vault) throw new Error('the store opened without its vault');
    for (let n = 0; n < patients; n += 1) {
      const mark = (kind: string) => markOf(n, kind);
      const patient = id<PatientId>(`patient-${n}`);
      const upload = id<UploadId>(`upload-${n}`);
      const referral = aReferral({ id: id<ReferralId>(`ref-${n}`), code: `B${n}K-42Q`, patient });
      const identity = {
        nameEn: mark('nameEn'),
        nameZh: mark('nameZh'),
        phone: mark('phone'),
        otherId: { kind: 'passport', value: mark('passport') },
      } as const;
      const file = {
        ...({ id: upload, kind: 'text', mime: 'text/plain', bytes: 1, sha256: 'abc' } as const),
        ...{ name: mark('fileName'), addedAt: noon.toISOString(), addedBy: alvin.id },
      };
      const content = aContent({
        identity,
        reason: mark('reason'),
        history: mark('history'),
        notes: [{ id: 'note-1', text: mark('note'), by: alvin.id, at: noon.toISOString() }],
        uploads: [file],
      });
      await store.ledger.write(async (page) => {
        await page.patients.add(patient, identity);
        await page.referrals.add(referral, content, { at: later(15), rung: 0 }, undefined);
        await page.uploads.add({
          ...({
            id: upload,
            referral: referral.id,
            patient,
            by: alvin.id,
            state: 'kept',
            name: mark('fileName'),
            at: noon,
          } as const),
          origin: { way: 'message', tenant: shared, downloadCode: mark('message'), message: `msg-${n}` },
        });
        await page.happened({ what: 'record-searched', at: noon, by: { person: alvin.id }, institution: tmh });
      });
      await vault.files.keep(patient, upload, Readable.from([Buffer.from(mark('fileBytes').repeat(50))]), 1_000_000);
      await store.inbox.keep({
        ...({ tenant: shared, key: `k${n}`, kind: 'robot', topic: '*', at: noon } as const),
        data: JSON.stringify({ text: { content: mark('message') } }),
      });
      // It really is kept: what is looked for below is not missing because it never was there.
      expect((await store.ledger.read((page) => page.referrals.content(referral))).reason).toBe(mark('reason'));
    }
    for await (const line of checkpointsOn({ pool: store.pool, signer: vault.signer, clock }).exportTrail())
      lines.push(line);
  } finally {
    await store.close();
  }

  const marks = Array.from({ length: patients }, (_one, n) => kinds.map((kind) => markOf(n, kind))).flat();
  expect(marks.length).toBe(1_000);
  const files = filesIn(dataDir);
  expect(files.filter((name) => name.endsWith('.sealed')).length).toBe(patients);
  // Every mark begins with these letters, so one look finds them all, in the two ways PostgreSQL and Node write text.
  const places = [...files.map((name) => readFileSync(name)), Buffer.from([...files, ...said, ...lines].join('\n'))];
  // Looking finds what is there: the code of a referral, which may be read, is.
  expect(places.some((place) => place.includes('B42K-42Q'))).toBe(true);
  const found = kinds.flatMap((kind) =>
    (['utf8', 'utf16le', 'base64'] as const).flatMap((spelling) => {
      const looked =
        spelling === 'base64'
          ? Buffer.from(`Qx${kind}`)
              .toString('base64')
              .replace(/.{2}=*$/, '')
          : Buffer.from(`Qx${kind}`, spelling);
      return places.filter((place) => place.includes(looked)).map((_place) => `${kind} ${spelling}`);
    }),
  );
  expect(found).toEqual([]);
}, 120_000);
