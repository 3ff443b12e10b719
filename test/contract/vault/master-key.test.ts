import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { masterKeys } from '#src/adapters/vault/master-keys.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { aStore, silent } from '#test/builders/a-store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'baton-keys-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const chan = id<PatientId>('patient-chan');
const thrown = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('the key file is readable by its owner only, and nothing else is left beside it', () => {
  masterKeys(dir, {}, silent);
  expect(statSync(join(dir, 'keys')).mode & 0o777).toBe(0o700);
  expect(statSync(join(dir, 'keys/master.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dir, 'keys'))).toEqual(['master.json']);
});

test('the next start finds the same key', () => {
  expect(masterKeys(dir, {}, silent)).toEqual(masterKeys(dir, {}, silent));
});

test('the key may be given by the environment, as it is or in a file, and then no file is made', () => {
  const key = randomBytes(32).toString('base64');
  const given = masterKeys(dir, { BATON_MASTER_KEY: key }, silent);
  writeFileSync(join(dir, 'given'), `${key}\n`);
  expect(masterKeys(dir, { BATON_MASTER_KEY_FILE: join(dir, 'given') }, silent)).toEqual(given);
  expect(readdirSync(dir)).toEqual(['given']);
});

test('a key that cannot be used is refused with what to do, and never quoted', () => {
  const short = randomBytes(16).toString('base64');
  const torn = '{"current":"master-1","keys":{"master-1":"c2VjcmV0LXNlY3JldC1zZWNyZXQ';
  writeFileSync(join(dir, 'torn'), torn);
  for (const env of [
    { BATON_MASTER_KEY: short },
    { BATON_MASTER_KEY_FILE: join(dir, 'torn') },
    { BATON_MASTER_KEY_FILE: join(dir, 'nowhere') },
    { BATON_MASTER_KEY: '{"current":"a","keys":{}}' },
  ]) {
    const error = thrown(() => masterKeys(dir, env, silent));
    expect(error).toMatchObject({ code: 'vault.key-missing' });
    expect(String(error)).not.toContain(short);
    expect(String(error)).not.toContain('c2Vj');
  }
});

test('a store opened with another master key says that its key is missing, and shows nothing', async () => {
  const store = await aStore();
  await store.vault.seal(chan, 'a', Buffer.from('words'));
  await store.close();
  const error: unknown = await aStore({ url: store.url, dataDir: dir }).catch((refused: unknown) => refused);
  expect(error).toMatchObject({ code: 'vault.key-missing' });
  await store.drop();
});

test('after a change of the master key what is old still opens', async () => {
  const store = await aStore();
  const sealed = await store.vault.seal(chan, 'a', Buffer.from('words'));
  await store.close();
  const path = join(store.dataDir, 'keys/master.json');
  // The file was just written by the store.
  const file = JSON.parse(readFileSync(path, 'utf8')) as { current: string; keys: Record<string, string> };
  const changed = { current: 'next', keys: { ...file.keys, next: randomBytes(32).toString('base64') } };
  writeFileSync(path, JSON.stringify(changed));
  chmodSync(path, 0o600);
  const again = await aStore({ url: store.url, dataDir: store.dataDir });
  expect(Buffer.from(await again.vault.open(chan, 'a', sealed)).toString()).toBe('words');
  await again.close();
  await store.drop();
});
