import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { id, type PatientId } from '#src/domain/ids.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

const chan = id<PatientId>('patient-chan');
const mib = 1024 * 1024;
const plenty = 64 * mib;
const frame = mib + 16;

const pieces = (bytes: Uint8Array, size = 65_536): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
    })(),
    { objectMode: false },
  );
const keep = (name: string, bytes: Uint8Array, limit = plenty) => store.files.keep(chan, name, pieces(bytes), limit);
const pathOf = (name: string): string => join(store.dataDir, 'files', name.slice(0, 2), `${name}.sealed`);
const filesIn = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

/** All that comes out before the end or the refusal, and the refusal. */
async function read(name: string, range?: { from: number; to: number }): Promise<{ bytes: Buffer; code?: unknown }> {
  const came: Buffer[] = [];
  try {
    // Sealed files are read without an encoding: bytes come.
    for await (const piece of await store.files.read(chan, name, range)) came.push(piece as Buffer);
  } catch (error) {
    return { bytes: Buffer.concat(came), code: error instanceof Error && 'code' in error ? error.code : error };
  }
  return { bytes: Buffer.concat(came) };
}
const refusals = ['vault.tampered', 'vault.key-missing'];
/** Refused, and what came out before was the beginning of the truth. */
async function expectRefused(name: string, truth: Uint8Array): Promise<void> {
  const { bytes, code } = await read(name);
  expect(refusals).toContain(code);
  expect(Buffer.from(truth).subarray(0, bytes.length).equals(bytes)).toBe(true);
}
const headerOf = (name: string): number => statSync(pathOf(name)).size % frame;

test.each([0, 1, 15, 16, 4_099, 4_100, 4_101, mib - 1, mib, mib + 1, 2 * mib, 3.5 * mib])(
  '%i bytes come back as they were, with their size, their hash and their first bytes',
  async (length) => {
    const bytes = randomBytes(length);
    const kept = await keep(`round-${length}`, bytes);
    expect(kept).toMatchObject({ bytes: length, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(Buffer.from(kept.head).equals(bytes.subarray(0, 4_100))).toBe(true);
    const back = await read(`round-${length}`);
    expect(back.code).toBeUndefined();
    expect(back.bytes.equals(bytes)).toBe(true);
  },
);

test('it does not matter in what pieces the bytes come', async () => {
  const bytes = randomBytes(2 * mib + 7);
  for (const size of [997, mib, mib + 1, 3 * mib]) {
    await store.files.keep(chan, `pieces-${size}`, pieces(bytes, size), plenty);
    expect((await read(`pieces-${size}`)).bytes.equals(bytes)).toBe(true);
  }
});

test('any range comes back as that part of the whole', async () => {
  const bytes = randomBytes(3.5 * mib);
  await keep('ranges', bytes);
  const places = [0, 1, mib - 1, mib, mib + 1, 2 * mib, 3 * mib, 3.5 * mib - 1, 3.5 * mib, 4 * mib];
  for (const from of places)
    for (const to of places) {
      const { bytes: part, code } = await read('ranges', { from, to });
      expect({ from, to, code, same: part.equals(bytes.subarray(from, Math.max(from, to))) }).toEqual({
        from,
        to,
        code: undefined,
        same: true,
      });
    }
});

test('a kept file says nothing of what is in it, and only its owner may open it', async () => {
  const words = Buffer.from('陳小明 A123456(3) warfarin '.repeat(5_000));
  await keep('silent', words);
  const sealed = readFileSync(pathOf('silent'));
  for (const word of ['陳小明', 'A123456', 'warfarin']) expect(sealed.includes(word)).toBe(false);
  expect(statSync(pathOf('silent')).mode & 0o777).toBe(0o600);
  expect(statSync(join(store.dataDir, 'files')).mode & 0o777).toBe(0o700);
});

test('the same bytes kept twice under one id never look the same', async () => {
  const bytes = randomBytes(5_000);
  await keep('twice', bytes);
  const first = readFileSync(pathOf('twice'));
  await keep('twice', bytes);
  expect(readFileSync(pathOf('twice')).subarray(-5_016).equals(first.subarray(-5_016))).toBe(false);
});

test('any flipped byte of a small file is refused before a byte comes out', async () => {
  const bytes = randomBytes(40);
  await keep('small', bytes);
  const sealed = readFileSync(pathOf('small'));
  for (let at = 0; at < sealed.length; at += 1)
    for (const by of [1, 0x20, 0x80]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ by;
      writeFileSync(pathOf('small'), changed);
      const { bytes: came, code } = await read('small');
      expect(refusals).toContain(code);
      expect(came.length).toBe(0);
    }
});

test('a flipped byte of a large file is refused before any byte of its part comes out', async () => {
  const bytes = randomBytes(2.5 * mib);
  await keep('large', bytes);
  const sealed = readFileSync(pathOf('large'));
  const header = sealed.length - 2.5 * mib - 3 * 16;
  for (let part = 0; part < 3; part += 1)
    for (const at of [0, 1, 500_000]) {
      const changed = Buffer.from(sealed);
      const place = header + part * frame + at;
      changed[place] = (changed[place] ?? 0) ^ 1;
      writeFileSync(pathOf('large'), changed);
      const { bytes: came, code } = await read('large');
      expect(code).toBe('vault.tampered');
      expect(came.equals(bytes.subarray(0, part * mib))).toBe(true);
    }
});

test('a file cut anywhere, also exactly between two parts, is refused', async () => {
  const bytes = randomBytes(2.5 * mib);
  await keep('cut', bytes);
  const sealed = readFileSync(pathOf('cut'));
  const header = sealed.length - 2.5 * mib - 3 * 16;
  const ends = [0, 3, header - 1, header, header + 15, header + frame, header + 2 * frame, sealed.length - 1];
  for (const short of [1, 4, 8, 12, 16, 17]) ends.push(header + 2 * frame + short);
  for (const end of ends) {
    writeFileSync(pathOf('cut'), sealed.subarray(0, end));
    await expectRefused('cut', bytes);
  }
  writeFileSync(pathOf('cut'), Buffer.concat([sealed, Buffer.alloc(20)]));
  await expectRefused('cut', bytes);
});

test('parts in another order, or left out, are refused', async () => {
  const bytes = randomBytes(3 * mib);
  await keep('order', bytes);
  const sealed = readFileSync(pathOf('order'));
  const header = headerOf('order');
  const part = (number: number) => sealed.subarray(header + number * frame, header + (number + 1) * frame);
  const head = sealed.subarray(0, header);
  for (const order of [
    [1, 0, 2],
    [0, 2, 1],
    [0, 2],
    [0, 1],
    [1, 2],
    [0, 1, 1, 2],
  ]) {
    writeFileSync(pathOf('order'), Buffer.concat([head, ...order.map(part)]));
    await expectRefused('order', bytes);
  }
});

test('one file in the place of another, of the same patient or not, is refused', async () => {
  await keep('mine', Buffer.from('mine'));
  await keep('other', Buffer.from('other'));
  await store.files.keep(id<PatientId>('patient-wong'), 'hers', pieces(Buffer.from('hers')), plenty);
  for (const name of ['other', 'hers']) {
    writeFileSync(pathOf('mine'), readFileSync(pathOf(name)));
    expect(await read('mine')).toEqual({ bytes: Buffer.alloc(0), code: 'vault.tampered' });
  }
});

test('a part of an earlier writing of the same file does not fit into a later one', async () => {
  await keep('again', randomBytes(2 * mib));
  const older = readFileSync(pathOf('again'));
  const bytes = randomBytes(2 * mib);
  await keep('again', bytes);
  const newer = readFileSync(pathOf('again'));
  writeFileSync(pathOf('again'), Buffer.concat([newer.subarray(0, newer.length - frame), older.subarray(-frame)]));
  await expectRefused('again', bytes);
});

test('a file over the limit is refused and leaves nothing; one of exactly the limit is kept', async () => {
  await expect(keep('limit-over', randomBytes(mib + 1), mib)).rejects.toMatchObject({
    code: 'upload.too-large',
    details: { limit: mib },
  });
  await keep('limit-equal', randomBytes(mib), mib);
  const names = filesIn(join(store.dataDir, 'files'));
  expect(names.some((name) => name.includes('limit-over'))).toBe(false);
  expect(names.filter((name) => name.endsWith('.unfinished'))).toEqual([]);
});

test('a source that breaks off leaves nothing', async () => {
  const broken = Readable.from(
    (function* () {
      yield randomBytes(mib + 5);
      throw new Error('the line was cut');
    })(),
    { objectMode: false },
  );
  await expect(store.files.keep(chan, 'broken-off', broken, plenty)).rejects.toThrow('the line was cut');
  expect(filesIn(join(store.dataDir, 'files')).filter((name) => name.includes('broken-off'))).toEqual([]);
  expect(await read('broken-off')).toMatchObject({ code: 'upload.not-found' });
});

test('until the last byte is on disk nothing under the name of the file can be read, whatever stops the process', async () => {
  let seen: readonly string[] = [];
  const watched = Readable.from(
    (function* () {
      yield randomBytes(3 * mib);
      seen = filesIn(join(store.dataDir, 'files')).filter((name) => name.includes('stopped'));
      yield randomBytes(10);
    })(),
    { objectMode: false },
  );
  const keeping = store.files.keep(chan, 'stopped', watched, plenty);
  expect(await read('stopped')).toMatchObject({ code: 'upload.not-found' });
  await keeping;
  // What a sudden end would have left is not taken for the file.
  expect(seen.length).toBe(1);
  expect(seen.every((name) => name.endsWith('.unfinished'))).toBe(true);
  expect((await read('stopped')).bytes.length).toBe(3 * mib + 10);
});

test('what a stopped writing left is taken for no file, even under its name', async () => {
  const bytes = randomBytes(2 * mib);
  await keep('half', bytes);
  writeFileSync(pathOf('half'), readFileSync(pathOf('half')).subarray(0, headerOf('half') + frame));
  await expectRefused('half', bytes);
});

test('a removed file is not found, and removing it twice is removing it once', async () => {
  await keep('gone', Buffer.from('words'));
  await store.files.remove(chan, 'gone');
  await store.files.remove(chan, 'gone');
  expect(await read('gone')).toMatchObject({ code: 'upload.not-found' });
});

test('an id that would lead elsewhere on the disk is not taken', async () => {
  for (const name of ['../../keys/master', '', 'a/b', 'a.b'])
    await expect(store.files.keep(chan, name, pieces(Buffer.from('x')), plenty)).rejects.toThrow(TypeError);
});

test("forgetting a patient makes that patient's files unreadable, and nobody else's", async () => {
  const [leaving, staying] = [id<PatientId>('patient-leaving'), id<PatientId>('patient-staying')];
  await store.files.keep(leaving, 'leaving', pieces(Buffer.from('words')), plenty);
  await store.files.keep(staying, 'staying', pieces(Buffer.from('words')), plenty);
  await store.vault.forget(leaving);
  expect(await read('leaving')).toMatchObject({ code: 'vault.key-missing' });
  expect((await read('staying')).bytes.toString()).toBe('words');
});

test('files of two patients found to be one stay readable', async () => {
  const [double, kept] = [id<PatientId>('patient-double'), id<PatientId>('patient-kept')];
  await store.files.keep(double, 'double', pieces(Buffer.from('words')), plenty);
  await store.files.keep(kept, 'kept', pieces(Buffer.from('words')), plenty);
  await store.ledger.write((page) => page.patients.merge(double, kept));
  expect((await read('double')).bytes.toString()).toBe('words');
  await store.vault.forget(kept);
  expect(await read('double')).toMatchObject({ code: 'vault.key-missing' });
});
