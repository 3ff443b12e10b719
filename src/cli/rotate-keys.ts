import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig, secretFrom } from '#config/load.ts';
import { pinoLog } from '#src/adapters/log/pino-log.ts';
import { toolPool } from '#src/adapters/store/tool-pool.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { type Rotatable, rotatable, rotateKeys } from '#src/adapters/vault/rotate-keys.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };

const about: Readonly<Record<Rotatable, string>> = {
  master: 'keys wrapped with a new master key',
  institutions: "patients' keys wrapped with new keys of their institutions",
  service: "new key for the service's own queue",
  signing: 'new signing keys',
};

/** `rotate-keys [--only master,institutions,service,signing]`: changes keys while the service runs. Stopped in the middle it is simply run again. */
export async function runRotateKeys(
  { only }: { readonly only?: string },
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ending> {
  const what = only?.split(',').map((one) => one.trim());
  const unknown = what?.find((one) => !rotatable.some((known) => known === one));
  if (unknown !== undefined) {
    const says = `There are ${rotatable.join(', ')}; not "${unknown}"`;
    return { exit: 2, out: { ok: false, code: 'usage', says }, text: says };
  }
  const log = pinoLog(env['BATON_LOG'] ?? 'silent', process.stderr);
  const config = loadConfig(env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../../config'), env);
  const dataDir = resolve(env['BATON_DATA_DIR'] ?? config.service.dataDir);
  try {
    const databaseUrl = secretFrom(env, 'DATABASE_URL');
    if (!databaseUrl && !existsSync(join(dataDir, 'postgres')))
      throw new Unreachable('store.unreachable', 'There is no store in the data folder: name it with BATON_DATA_DIR');
    const from = Date.now();
    const { pool, running, close } = await toolPool(dataDir, databaseUrl, env, log);
    try {
      const { ring, keys } = openVault({ dataDir, env, pool: () => pool, log });
      await ring.check();
      // Each name was looked up above.
      const rotated = await rotateKeys({ pool, ring, keys, now: () => new Date() }, what as Rotatable[] | undefined);
      const current = await keys.current();
      return {
        exit: 0,
        out: { ok: true, ms: Date.now() - from, provider: keys.kind, current, running, rotated },
        text: [
          '✓ The keys were changed.',
          ...rotatable.flatMap((one) => (rotated[one] === undefined ? [] : [`  ${rotated[one]} ${about[one]}`])),
          `  Current master key: ${current} (${keys.kind}). Keep a new copy of the key file apart from the data.`,
        ].join('\n'),
      };
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    const { code, message } = error;
    return { exit: 1, out: { ok: false, code, message }, text: `${code}: ${message}` };
  }
}
