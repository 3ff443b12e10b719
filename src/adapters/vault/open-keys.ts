import { join } from 'node:path';
import type { KeyProvider } from '#src/ports/key-provider.ts';
import type { Log } from '#src/ports/log.ts';
import { followed } from './followed-file.ts';
import { hsmIn } from './hsm.ts';
import { hsmKeys } from './hsm-keys.ts';
import { localKeys } from './local-keys.ts';
import { keepKeyFile, keysIn, masterKeys, textOf } from './master-keys.ts';

/** The security module where one is named (`hsm.ts`); else the key file of the data folder, the one that BATON_MASTER_KEY_FILE names, or BATON_MASTER_KEY. */
export function openKeys(dataDir: string, env: Readonly<Record<string, string | undefined>>, log: Log): KeyProvider {
  const hsm = hsmIn(env);
  if (hsm) return hsmKeys(dataDir, hsm, log);
  const first = masterKeys(dataDir, env, log);
  if (env['BATON_MASTER_KEY']?.trim()) return localKeys({ kind: 'environment', keys: () => first });
  const path = env['BATON_MASTER_KEY_FILE'] || join(dataDir, 'keys', 'master.json');
  const keys = followed(path, first, () => keysIn(textOf(path) ?? ''));
  return localKeys({ kind: 'file', keys, keep: (next) => keepKeyFile(path, next) });
}
