import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig, secretFrom } from '#config/load.ts';
import { pinoLog } from '#src/adapters/log/pino-log.ts';
import { toolPool } from '#src/adapters/store/tool-pool.ts';
import { isNothingLeft, scanErased } from '#src/adapters/vault/scan-erased.ts';
import { Refused, Unreachable } from '#src/domain/refused.ts';

type Ending = { readonly exit: 0 | 1 | 2; readonly out: Record<string, unknown>; readonly text: string };
type Options = { readonly words?: string; readonly also?: readonly string[] };

/** `scan-erased PATIENT [--words FILE] [--also FOLDER…]`: is anything of an erased patient still readable anywhere? */
export async function runScanErased(
  patient: string,
  { words, also = [] }: Options,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ending> {
  const missing = [...(words ? [words] : []), ...also].find((path) => !existsSync(path));
  if (missing)
    return { exit: 2, out: { ok: false, code: 'usage', says: `No ${missing}` }, text: `There is no ${missing}` };
  const config = loadConfig(env['BATON_CONFIG_DIR'] ?? join(import.meta.dirname, '../../config'), env);
  const dataDir = resolve(env['BATON_DATA_DIR'] ?? config.service.dataDir);
  try {
    const log = pinoLog(env['BATON_LOG'] ?? 'silent', process.stderr);
    const { pool, close } = await toolPool(dataDir, secretFrom(env, 'DATABASE_URL'), env, log);
    try {
      const lines = words
        ? readFileSync(words, 'utf8')
            .split(/\r?\n/)
            .filter((line) => line.trim() !== '')
        : [];
      const scan = await scanErased({ pool, dataDir, alsoIn: also.map((one) => resolve(one)) }, patient, lines);
      const ok = isNothingLeft(scan);
      const { looked, unreadable } = scan;
      return {
        exit: ok ? 0 : 1,
        out: { ok, patient, ...scan },
        text: [
          ok ? '✓ Nothing readable is left.' : '✗ Something can still be read.',
          `  Keys ${scan.keys}, wraps ${scan.wraps}, readable ${scan.readable}, unreadable for ever ${unreadable}.`,
          ...scan.words.map((place) => `  A word stands in the clear in ${place}`),
          `  Looked at ${looked.files} files (${looked.bytes} bytes) and ${looked.columns} sealed columns.`,
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
