import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Refused } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';

/** Keys that wrap keys, by id. `current` wraps what is new; the others still open what is old. */
export type MasterKeys = { readonly current: string; readonly byId: ReadonlyMap<string, Uint8Array> };

type KeyFile = { readonly current: string; readonly keys: Readonly<Record<string, string>> };

/**
 * From BATON_MASTER_KEY (base64, 32 bytes) or the file BATON_MASTER_KEY_FILE names; otherwise from `<dataDir>/keys/master.json`, which is made
 * at the first start, readable by its owner only. Refuses `vault.key-missing` for a key that cannot be used.
 */
export function masterKeys(dataDir: string, env: Readonly<Record<string, string | undefined>>, log: Log): MasterKeys {
  const given = env['BATON_MASTER_KEY']?.trim() || textOf(env['BATON_MASTER_KEY_FILE']);
  if (given) return keysIn(given);
  const path = join(dataDir, 'keys', 'master.json');
  if (!existsSync(path) && makeKeyFile(path))
    log.info(
      { keyFile: 'keys/master.json' },
      'made a master key; keep a copy of the key file apart from the data, nothing can be read without it',
    );
  return fromFile(readFileSync(path, 'utf8'));
}

/** A key file's text: one key in base64, or several with the current one named. */
export function keysIn(text: string): MasterKeys {
  if (text.startsWith('{')) return fromFile(text);
  const key = keyFrom(text);
  return { current: idOf(key), byId: new Map([[idOf(key), key]]) };
}

/** The same keys and a new one, which is the current one from now on. */
export function withNewKey({ byId }: MasterKeys): MasterKeys {
  const key = new Uint8Array(randomBytes(32));
  return { current: idOf(key), byId: new Map([...byId, [idOf(key), key]]) };
}

/** Whole or not at all: the file is replaced in one step, and is on disk before anything is wrapped with a new key. */
export function keepKeyFile(path: string, { current, byId }: MasterKeys): void {
  const keys = Object.fromEntries([...byId].map(([id, key]) => [id, Buffer.from(key).toString('base64')]));
  writeWhole(path, { current, keys });
}

/** Replaces a file of keys in one step, readable by its owner only. */
export function writeWhole(path: string, what: object): void {
  const unfinished = writeAside(path, what);
  renameSync(unfinished, path);
  flushFolderOf(path);
}

export function textOf(path: string | undefined): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Refused(
      'vault.key-missing',
      `The file that BATON_MASTER_KEY_FILE names cannot be read (${why}): put it back, or let Baton read it`,
    );
  }
}

/** Whole or not at all, and on disk before anything is sealed with it. Says whether it was this call that made it. */
function makeKeyFile(path: string): boolean {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  const made: KeyFile = { current: idOf(key), keys: { [idOf(key)]: key.toString('base64') } };
  const unfinished = writeAside(path, made);
  try {
    linkSync(unfinished, path);
  } catch {
    // Another start of Baton was first: its key is the one. Or these disks know no links: a rename is as whole.
    if (existsSync(path)) return false;
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  flushFolderOf(path);
  return true;
}

function writeAside(path: string, made: object): string {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.unfinished`;
  const file = openSync(unfinished, 'wx', 0o600);
  try {
    writeSync(file, JSON.stringify(made, null, 2));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return unfinished;
}

function flushFolderOf(path: string): void {
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function fromFile(text: string): MasterKeys {
  const file = keyFileIn(text);
  if (!file?.current || !file.keys?.[file.current])
    throw new Refused(
      'vault.key-missing',
      'The key file cannot be read or names no current key: restore it from its copy',
    );
  return { current: file.current, byId: new Map(Object.entries(file.keys).map(([id, key]) => [id, keyFrom(key)])) };
}

function keyFileIn(text: string): Partial<KeyFile> | undefined {
  try {
    // A key file is ours; its two parts are looked at before they are used.
    return JSON.parse(text) as Partial<KeyFile>;
  } catch {
    // What JSON.parse says quotes the text, and the text is a key.
    return undefined;
  }
}

function keyFrom(base64: string): Uint8Array {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Refused('vault.key-missing', 'A master key has 32 bytes, written in base64');
  return key;
}

/** The id follows from the key, so that a wrong key is known to be missing before it is tried. */
const idOf = (key: Uint8Array): string =>
  `master-${createHash('sha256').update('baton master key id').update(key).digest('hex').slice(0, 12)}`;
