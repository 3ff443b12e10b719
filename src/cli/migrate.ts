import { join, resolve } from 'node:path';
import { loadConfig, secretFrom } from '#config/load.ts';
import { pinoLog } from '#src/adapters/log/pino-log.ts';
import { migrateStore } from '#src/adapters/store/migrate-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';

type Ending = { readonly exit: 0 | 1; readonly out: Record<string, unknown>; readonly text: string };

/** `migrate`: brings the store to the form of this version before the service is changed over. Starting the service does the same. */
export async function runMigrate(env: NodeJS.ProcessEnv = process.env): Promise<Ending> {
  const log = pinoLog(env['BATON_LOG'] ?? 'silent', process.stderr);
  try {
    const config = loadConfig(env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../../config'), env);
    const from = Date.now();
    const steps = await migrateStore({
      databaseUrl: secretFrom(env, 'DATABASE_URL'),
      dataDir: resolve(env['BATON_DATA_DIR'] ?? config.service.dataDir),
      env,
      log,
      migrations: [vaultMigrations],
    });
    return {
      exit: 0,
      out: { ok: true, ms: Date.now() - from, steps },
      text:
        steps.length === 0
          ? '✓ The store has its present form already.'
          : `✓ The store has its present form now: ${steps.join(', ')}.`,
    };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    const { code, message } = error;
    return { exit: 1, out: { ok: false, code, message }, text: `${code}: ${message}` };
  }
}
