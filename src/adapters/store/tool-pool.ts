import pg from 'pg';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';
import { launch } from './launcher/launch.ts';
import { reachRunning } from './launcher/reach-running.ts';

export type ToolPool = { readonly pool: pg.Pool; readonly running: boolean; readonly close: () => Promise<void> };

/**
 * Connections for a command beside the service: to the server DATABASE_URL names, to the embedded one that a running Baton holds, or to one started for
 * this command alone. Refuses `store.unreachable`, and `store.version` for a store that this version of Baton has not opened yet.
 */
export async function toolPool(
  dataDir: string,
  databaseUrl: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<ToolPool> {
  const held = databaseUrl ? undefined : await reachRunning(dataDir, log);
  const server = databaseUrl || held ? undefined : await launch(dataDir, env, log);
  const connection: pg.PoolConfig = databaseUrl
    ? { connectionString: databaseUrl }
    : { ...(held ?? server?.connection) };
  const pool = new pg.Pool({ ...connection, application_name: 'baton command', max: 4, statement_timeout: 60_000 });
  pool.on('error', () => undefined);
  const close = async (): Promise<void> => {
    await pool.end();
    await server?.stop();
  };
  try {
    const { rows } = await pool
      .query<{ there: boolean }>("select to_regclass('key_rotations') is not null as there")
      .catch((cause: unknown) => {
        throw new Unreachable('store.unreachable', 'The store does not answer', { cause });
      });
    if (!rows[0]?.there)
      throw new Refused(
        'store.version',
        'This store has not been opened by this version of Baton yet: start Baton once',
      );
    return { pool, running: held !== undefined || databaseUrl !== undefined, close };
  } catch (error) {
    await close();
    throw error;
  }
}
