import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  const given =
    env['BATON_MASTER_KEY'] ??
    (env['BATON_MASTER_KEY_FILE'] ? readFileSync(env['BATON_MASTER_KEY_FILE'], 'utf8').trim() : undefined);
  if (given?.startsWith('{')) return fromFile(given);
  if (given) return { current: 'env-1', byId: new Map([['env-1', keyFrom(given)]]) };
  const path = join(dataDir, 'keys', 'master.json');
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const made: KeyFile = { current: 'master-1', keys: { 'master-1': randomBytes(32).toString('base64') } };
    writeFileSync(path, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' });
    log.info(
      { keyFile: 'keys/master.json' },
      'made a master key; keep a copy of the key file apart from the data, nothing can be read without it',
    );
  }
  return fromFile(readFileSync(path, 'utf8'));
}

function fromFile(text: string): MasterKeys {
  // A key file is ours; its two parts are looked at before they are used.
  const file = JSON.parse(text) as Partial<KeyFile>;
  if (!file.current || !file.keys?.[file.current])
    throw new Refused('vault.key-missing', 'The key file names no current key: restore it from its copy');
  return { current: file.current, byId: new Map(Object.entries(file.keys).map(([id, key]) => [id, keyFrom(key)])) };
}

function keyFrom(base64: string): Uint8Array {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Refused('vault.key-missing', 'A master key has 32 bytes, written in base64');
  return key;
}
