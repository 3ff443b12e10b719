import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import type { SealedFiles } from '#src/ports/vault.ts';
import { silent } from '#test/builders/a-store.ts';
import { KeyRowsInMemory } from '#test/fakes/key-rows-in-memory.ts';

const mebibyte = 1024 * 1024;
const chan = id<PatientId>('patient-chan');
const ample = 64 * mebibyte;
let dataDir: string;
let rows: KeyRowsInMemory;
let files: SealedFiles;

const start = async () => {
  const noStore = (): never => {
    throw new Error('this test has no store');
  };
  const opened = openVault({ dataDir, env: {}, pool: noStore, log: silent, rows });
  await opened.ready();
  return opened.files;
};
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'baton-files-'));
  rows = new KeyRowsInMemory();
  files = await start();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));
const pathOf = (file: string): string => join(dataDir, 'files', file.slice(0, 2), `${file}.sealed`);

test('whoever sends more than allowed is stopped while sending', async () => {
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      for (; sent < 100; sent += 1) yield randomBytes(mebibyte);
    })(),
  );
  await expect(files.keep(chan, 'upload-1', endless, 2 * mebibyte)).rejects.toMatchObject({
    code: 'upload.too-large',
    details: { limit: 2 * mebibyte },
  });
  expect(sent).toBeLessThan(10);
  expect(endless.destroyed).toBe(true);
});

test('a file made longer is refused', async () => {
  for (const more of [1, 15, 16, 17, mebibyte + 16]) {
    await files.keep(chan, 'upload-1', Readable.from([randomBytes(mebibyte)]), ample);
    writeFileSync(pathOf('upload-1'), Buffer.concat([readFileSync(pathOf('upload-1')), Buffer.alloc(more)]));
    const all = (await files.read(chan, 'upload-1')).toArray();
    await expect(all).rejects.toMatchObject({ code: 'vault.tampered' });
  }
});

test('half a file from a crash is swept away a day later, one that is still coming is left alone', async () => {
  await files.keep(chan, 'upload-1', Readable.from([randomBytes(10)]), ample);
  const [half, coming] = ['upload-2', 'upload-3'].map((file) => `${pathOf(file)}.0badf00d.unfinished`);
  for (const path of [half ?? '', coming ?? '']) writeFileSync(path, readFileSync(pathOf('upload-1')));
  utimesSync(half ?? '', new Date(0), new Date(0));

  files = await start();

  expect(readdirSync(join(dataDir, 'files/up')).toSorted()).toEqual([
    'upload-1.sealed',
    'upload-3.sealed.0badf00d.unfinished',
  ]);
  expect((await (await files.read(chan, 'upload-1')).toArray()).length).toBe(1);
});

test('a reader who goes away in the middle leaves no file open', async () => {
  await files.keep(chan, 'upload-1', Readable.from([randomBytes(3 * mebibyte)]), ample);
  const stream = await files.read(chan, 'upload-1');
  for await (const _piece of stream) break;
  expect(stream.destroyed).toBe(true);
  await expect.poll(() => openFiles().filter((path) => path.includes('upload-1'))).toEqual([]);
});

const openFiles = (): readonly string[] =>
  readdirSync('/dev/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/dev/fd/${fd}`)];
    } catch {
      // That one was the listing itself, or closed meanwhile.
      return [];
    }
  });
