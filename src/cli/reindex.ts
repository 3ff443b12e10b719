import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadKnowledge } from '#config/knowledge.ts';
import { loadConfig, secretFrom } from '#config/load.ts';
import { systemClock } from '#src/adapters/clock/clocks.ts';
import { pinoLog } from '#src/adapters/log/pino-log.ts';
import { ledgerOn } from '#src/adapters/store/ledger.ts';
import { toolPool } from '#src/adapters/store/tool-pool.ts';
import { openVault } from '#src/adapters/vault/open-vault.ts';
import { compileLexicon } from '#src/domain/reading/compile-lexicon.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import { fileDue } from '#src/usecases/archive/file-due.ts';

type Ending = { readonly exit: 0 | 1; readonly out: Record<string, unknown>; readonly text: string };

/** `reindex`: files everything in the archive anew, from what is kept; a running service helps. Stopped in the middle, the service goes on with it. */
export async function runReindex(env: NodeJS.ProcessEnv = process.env): Promise<Ending> {
  const log = pinoLog(env['BATON_LOG'] ?? 'silent', process.stderr);
  const configDir = env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../../config');
  const config = loadConfig(configDir, env);
  const dataDir = resolve(env['BATON_DATA_DIR'] ?? config.service.dataDir);
  try {
    const databaseUrl = secretFrom(env, 'DATABASE_URL');
    if (!databaseUrl && !existsSync(join(dataDir, 'postgres')))
      throw new Unreachable('store.unreachable', 'There is no store in the data folder: name it with BATON_DATA_DIR');
    const from = Date.now();
    const { pool, running, close } = await toolPool(dataDir, databaseUrl, env, log);
    try {
      const { vault, ready } = openVault({ dataDir, env, pool: () => pool, log });
      await ready();
      const ledger = ledgerOn({ pool, vault, now: () => systemClock.now(), errandsWaiting: () => undefined });
      const referrals = await ledger.write((page) => page.archive.startAnew());
      const file = fileDue({
        ledger,
        clock: systemClock,
        lexicon: compileLexicon(loadKnowledge(join(configDir, 'knowledge'))),
      });
      let filed = 0;
      for (let some = await file(100); some > 0; some = await file(100)) {
        filed += some;
        if (process.stderr.isTTY) process.stderr.write(`\r${filed} of ${referrals} referrals`);
      }
      return {
        exit: 0,
        out: { ok: true, ms: Date.now() - from, running, referrals, filed },
        text: `✓ ${referrals} referrals were filed anew${running ? `, ${filed} of them here` : ''}.`,
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
