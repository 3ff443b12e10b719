import { Refused } from '#src/domain/refused.ts';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import { type MasterKeys, withNewKey } from './master-keys.ts';
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

export const masterMissing = (id: string): Refused =>
  new Refused(
    'vault.key-missing',
    `Master key ${id} is not there, and the store cannot be read without it: put the key file of this store back, or name it with BATON_MASTER_KEY_FILE`,
  );
