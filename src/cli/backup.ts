import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig, secretFrom } from '#config/load.ts';
import { restoreBackup } from '#src/adapters/backup/restore-backup.ts';
import { writeBackup } from '#src/adapters/backup/write-backup.ts';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { pinoLog } from '#src/adapters/log/pino-log.ts';
import { openStore } from '#src/adapters/store/open-store.ts';
import { toolPool } from '#src/adapters/store/tool-pool.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };
type Env = NodeJS.ProcessEnv;

const about = (env: Env) => {
  const config = loadConfig(env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../../config'), env);
  return {
    log: pinoLog(env['BATON_LOG'] ?? 'silent', process.stderr),
    dataDir: resolve(env['BATON_DATA_DIR'] ?? config.service.dataDir),
    databaseUrl: secretFrom(env, 'DATABASE_URL'),
  };
};

/** `backup FOLDER`: the store and the sealed files, sealed, into a new folder there, while the service runs. */
export const runBackup = (place: string, env: Env = process.env): Promise<Ending> =>
  answering(async () => {
    const { log, dataDir, databaseUrl } = about(env);
    if (!databaseUrl && !existsSync(join(dataDir, 'postgres')))
      throw new Unreachable('store.unreachable', 'There is no store in the data folder: name it with BATON_DATA_DIR');
    const from = Date.now();
    const { pool, running, close } = await toolPool(dataDir, databaseUrl, env, log);
    try {
      const { ring } = openVault({ dataDir, env, pool: () => pool, log });
      await ring.check();
      const written = await writeBackup({ pool, ring, dataDir, now: () => systemClock.now() }, resolve(place));
      return {
        exit: 0,
        out: { ok: true, ms: Date.now() - from, running, ...written },
        text: [
          `✓ ${written.rows} rows and ${written.files} sealed files in ${written.folder}`,
          `  Older backups there: ${written.older.backups}; keys of erased patients taken out of them: ${written.older.keysTakenOut}.`,
          '  The master key is not in it. Keep a copy of the key file apart, for as long as any backup is kept.',
        ].join('\n'),
      };
    } finally {
      await close();
    }
  });

/** `restore BACKUP`: into the empty data folder or database that the environment names; the service must not run. */
export const runRestore = (folder: string, env: Env = process.env): Promise<Ending> =>
  answering(async () => {
    const { log, dataDir, databaseUrl } = about(env);
    const from = Date.now();
    let vault: OpenedVault | undefined;
    const store = await openStore({
      ...(databaseUrl ? { databaseUrl } : {}),
      dataDir,
      env,
      clock: systemClock,
      log,
      migrations: [vaultMigrations],
      // The keys come with the backup: none are made before.
      vaultOver: (keys) => {
        vault = openVault({ dataDir, env, pool: keys, log });
        return { vault: vault.vault, ready: async () => undefined };
      },
    });
    try {
      if (!vault) throw new Error('the store opened without its vault');
      const restored = await restoreBackup({ pool: store.pool, ring: vault.ring, dataDir }, resolve(folder));
      await vault.ring.check();
      return {
        exit: 0,
        out: { ok: true, ms: Date.now() - from, ...restored },
        text: `✓ The state of ${restored.at} is back: ${restored.rows} rows, ${restored.files} sealed files; ${restored.entries} entries of the trail verified.`,
      };
    } finally {
      await store.close();
    }
  });

async function answering(work: () => Promise<Ending>): Promise<Ending> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    const { code, message } = error;
    return { exit: 1, out: { ok: false, code, message }, text: `${code}: ${message}` };
  }
}
