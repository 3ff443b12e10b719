import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from '#src/domain/refused.ts';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import type { Log } from '#src/ports/log.ts';
import { hsmIn } from './hsm.ts';
import { hsmKeys } from './hsm-keys.ts';
import { keepKeyFile, keysIn, type MasterKeys, masterKeys, textOf, withNewKey } from './master-keys.ts';
import { keyIdOf, openValue, sealValue } from './sealed-value.ts';

type Source = {
  readonly kind: KeyProvider['kind'];
  readonly keys: () => MasterKeys;
  /** Where a new key can be written; nothing where the operator gives the keys. */
  readonly keep?: (keys: MasterKeys) => void;
};

/** Keys at hand in this process: AES-256-GCM wraps. */
export function localKeys({ kind, keys, keep }: Source): KeyProvider {
  const known = (id: string): Uint8Array => {
    const key = keys().byId.get(id);
    if (!key) throw masterMissing(id);
    return key;
  };
  return {
    kind,
    current: async () => keys().current,
    has: async (id) => keys().byId.has(id),
    wrap: async (label, key) => {
      const { current } = keys();
      return sealValue(current, known(current), label, key);
    },
    unwrap: async (label, wrapped) => openValue(known(keyIdOf(wrapped)), label, wrapped),
    rotate: async () => {
      if (!keep)
        throw new Refused(
          'config.invalid',
          'The master key is given from outside: give a key file with the old and the new key, its "current" naming the new one, and start again; then run this once more to wrap everything with it',
        );
      const next = withNewKey(keys());
      keep(next);
      return next.current;
    },
    prune: async (inUse) => {
      const { current, byId } = keys();
      const left = new Map([...byId].filter(([id]) => id === current || inUse.includes(id)));
      if (keep && left.size < byId.size) keep({ current, byId: left });
    },
  };
}

/** The security module where one is named (`hsm.ts`); else the key file of the data folder, the one that BATON_MASTER_KEY_FILE names, or BATON_MASTER_KEY. A file that another process changed is read again. */
export function openKeys(dataDir: string, env: Readonly<Record<string, string | undefined>>, log: Log): KeyProvider {
  const hsm = hsmIn(env);
  if (hsm) return hsmKeys(dataDir, hsm, log);
  const first = masterKeys(dataDir, env, log);
  if (env['BATON_MASTER_KEY']?.trim()) return localKeys({ kind: 'environment', keys: () => first });
  const path = env['BATON_MASTER_KEY_FILE'] || join(dataDir, 'keys', 'master.json');
  let [stamp, read] = [stampOf(path), first];
  const keys = (): MasterKeys => {
    const now = stampOf(path);
    // Until a file that is being moved is back, what was read is what there is.
    if (now !== undefined && now !== stamp) [stamp, read] = [now, keysIn(textOf(path) ?? '')];
    return read;
  };
  return localKeys({ kind: 'file', keys, keep: (next) => keepKeyFile(path, next) });
}

function stampOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.ino} ${found.size} ${found.mtimeNs}`;
}

export const masterMissing = (id: string): Refused =>
  new Refused(
    'vault.key-missing',
    `Master key ${id} is not there, and the store cannot be read without it: put the key file of this store back, or name it with BATON_MASTER_KEY_FILE`,
  );
