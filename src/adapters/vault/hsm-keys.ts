import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refused } from '#src/domain/refused.ts';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import type { Log } from '#src/ports/log.ts';
import { followed } from './followed-file.ts';
import type { Hsm } from './hsm.ts';
import { localKeys } from './local-keys.ts';
import { type MasterKeys, withNewKey, writeWhole } from './master-keys.ts';

/** On disk: each master key wrapped by the module. The file is worthless without the module, the module without the file. */
type WrappedFile = {
  readonly current: string;
  readonly hsmKey: string;
  readonly wrapped: Readonly<Record<string, string>>;
};

/**
 * Master keys that lie on disk only as the security module wrapped them: it opens them once, at the start. Where the module's key was changed
 * (another BATON_PKCS11_KEY), they are opened with the old one and wrapped anew. Refuses `vault.key-missing`.
 */
export function hsmKeys(dataDir: string, hsm: Hsm, log: Log): KeyProvider {
  const path = join(dataDir, 'keys', 'master-hsm.json');
  const keep = ({ current, byId }: MasterKeys): void => {
    const wrapped = Object.fromEntries(
      [...byId].map(([id, key]) => [id, Buffer.from(hsm.wrap(key)).toString('base64')]),
    );
    writeWhole(path, { current, hsmKey: hsm.label, wrapped } satisfies WrappedFile);
  };
  const none: MasterKeys = { current: '', byId: new Map() };
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    keep(withNewKey(none));
    log.info(
      { keyFile: 'keys/master-hsm.json' },
      'made a master key, wrapped by the security module; keep a copy of the file',
    );
  }
  const first = unwrapped(path, hsm, none);
  if (fileIn(path).hsmKey !== hsm.label) keep(first);
  const keys = followed(path, first, (before) => unwrapped(path, hsm, before));
  return localKeys({ kind: 'pkcs11', keys, keep });
}

/** What was opened before is not asked of the module again: an id follows from its key. */
function unwrapped(path: string, hsm: Hsm, before: MasterKeys): MasterKeys {
  const { current, hsmKey, wrapped } = fileIn(path);
  const byId = new Map(
    Object.entries(wrapped).map(([id, key]) => [
      id,
      before.byId.get(id) ?? new Uint8Array(hsm.unwrap(hsmKey, Buffer.from(key, 'base64'))),
    ]),
  );
  if (![...byId.values()].every((key) => key.length === 32) || !byId.has(current)) throw unreadable();
  return { current, byId };
}

function fileIn(path: string): WrappedFile {
  try {
    // The file is ours; its parts are looked at before they are used.
    const file = JSON.parse(readFileSync(path, 'utf8')) as Partial<WrappedFile>;
    if (file.current && file.hsmKey && file.wrapped?.[file.current])
      return { current: file.current, hsmKey: file.hsmKey, wrapped: file.wrapped };
  } catch {
    // Told below in words of ours.
  }
  throw unreadable();
}

const unreadable = (): Refused =>
  new Refused('vault.key-missing', 'keys/master-hsm.json cannot be read or opens to no key: restore it from its copy');
