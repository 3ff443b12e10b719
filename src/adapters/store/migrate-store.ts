import { Kysely, PostgresDialect } from 'kysely';
import type { Migration } from 'kysely/migration';
import pg from 'pg';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';
import { launch } from './launcher/launch.ts';
import { reachRunning } from './launcher/reach-running.ts';
import { migrate } from './migrations.ts';

type StorePlace = {
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly migrations: readonly Readonly<Record<string, Migration>>[];
};

/**
 * Brings a store to the form this version knows, and gives the names of the steps taken. Beside a running Baton it goes to the server that one holds.
 * Refuses `store.version` (made by a newer Baton), `store.unreachable`.
 */
export async function migrateStore({ databaseUrl, dataDir, env, log, migrations }: StorePlace) {
  const held = databaseUrl ? undefined : await reachRunning(dataDir, log);
  const server = databaseUrl || held ? undefined : await launch(dataDir, env, log);
  try {
    const connection = databaseUrl ? { connectionString: databaseUrl } : { ...(held ?? server?.connection) };
    return await migratedOver({ ...connection, connectionTimeoutMillis: 10_000 }, migrations);
  } catch (cause) {
    if (cause instanceof Refused || cause instanceof Unreachable) throw cause;
    throw new Unreachable('store.unreachable', 'The store could not be brought to its present form', { cause });
  } finally {
    await server?.stop();
  }
}

/** On lines of its own, without the time limits of everyday questions: a large table may take a while to change. */
export async function migratedOver(
  connection: pg.PoolConfig,
  more: StorePlace['migrations'],
): Promise<readonly string[]> {
  const pool = new pg.Pool({ ...connection, application_name: 'baton migrating', max: 2, keepAlive: true });
  pool.on('error', () => undefined);
  try {
    return await migrate(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), more);
  } finally {
    await pool.end();
  }
}
