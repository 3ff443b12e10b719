import { setTimeout as pause } from 'node:timers/promises';
import type { Migration } from 'kysely/migration';
import pg from 'pg';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Ledger } from '#src/ports/ledger.ts';
import type { Log } from '#src/ports/log.ts';
import type { Vault } from '#src/ports/vault.ts';
import { betweenInstances } from './between.ts';
import { ErrandsInStore } from './errands.ts';
import { InboxInStore } from './inbox.ts';
import { launch, type Server } from './launcher/launch.ts';
import { watchLeaveEnds } from './leave-ends.ts';
import { type LedgerParts, ledgerOn } from './ledger.ts';
import { migratedOver } from './migrate-store.ts';
import { isLost } from './pg-troubles.ts';
import { everyTurn, type Timer } from './turns.ts';

export type Store = {
  readonly ledger: Ledger;
  readonly inbox: InboxInStore;
  readonly errands: ErrandsInStore;
  readonly pool: pg.Pool;
  readonly version: string;
  /** Something regular that one process does for all of them. */
  readonly every: (name: string, seconds: number, work: () => Promise<void>) => Timer;
  /** Hears of ended leave to look, whichever instance ended it. */
  readonly leaveEnds: (told: Parameters<typeof watchLeaveEnds>[2]) => ReturnType<typeof watchLeaveEnds>;
  /** The line on which instances over one store speak to each other. */
  readonly between: () => ReturnType<typeof betweenInstances>;
  readonly health: () => Promise<{ readonly ok: boolean; readonly says: string }>;
  readonly close: () => Promise<void>;
};

export type StoreParts = {
  readonly databaseUrl?: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Made over the keys' own connections, which are never inside a page's transaction. */
  readonly vaultOver: (keys: () => pg.Pool) => { readonly vault: Vault; readonly ready: () => Promise<void> };
  readonly migrations?: readonly Readonly<Record<string, Migration>>[];
  readonly connections?: number;
};

/**
 * Opens the store: the embedded PostgreSQL of this data folder, or the one that DATABASE_URL names (version 15 or newer), with the same code.
 * Refuses `store.version`, `store.unreachable`.
 */
export async function openStore({
  databaseUrl,
  dataDir,
  env,
  clock,
  log,
  vaultOver,
  migrations = [],
  connections = 16,
}: StoreParts): Promise<Store> {
  const server = databaseUrl ? undefined : await launch(dataDir, env, log);
  const connection: pg.PoolConfig = databaseUrl ? { connectionString: databaseUrl } : { ...server?.connection };
  const common = {
    ...connection,
    application_name: 'baton',
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  };
  const pool = new pg.Pool({ ...common, max: connections });
  const keys = new pg.Pool({ ...common, max: 3 });
  let closing = false;
  const lost = (error: Error) => {
    if (!closing) log.warn({ code: 'code' in error ? error.code : error.name }, 'a connection to the store was lost');
  };
  for (const each of [pool, keys]) {
    each.on('error', lost);
    // A line that ends while somebody holds it says so on itself, and nobody listening would end the process.
    each.on('connect', (client) => client.on('error', () => undefined));
  }
  try {
    const version = await versionOf(pool);
    const done = await migratedOver(connection, migrations);
    if (done.length > 0) log.info({ migrations: done }, 'brought the store to its present form');
    const { vault, ready } = vaultOver(() => keys);
    await ready();
    const parts: LedgerParts = { pool, vault, now: () => clock.now(), errandsWaiting: () => errands.wake() };
    const errands = new ErrandsInStore(parts, log, server !== undefined);
    const close = async () => {
      closing = true;
      await pool.end();
      await keys.end();
      await server?.stop();
    };
    return {
      ledger: ledgerOn(parts),
      inbox: new InboxInStore(parts, log),
      errands,
      pool,
      version: server ? `embedded PostgreSQL ${server.version}` : `PostgreSQL ${version}`,
      every: (name, seconds, work) => everyTurn(pool, log, name, seconds, work),
      leaveEnds: (told) => watchLeaveEnds(pool, log, told),
      between: () => betweenInstances(pool, log),
      health: () => healthOf(pool),
      close,
    };
  } catch (error) {
    await Promise.allSettled([pool.end(), keys.end()]);
    await (server as Server | undefined)?.stop();
    throw error;
  }
}

async function versionOf(pool: pg.Pool): Promise<string> {
  const ask = () =>
    pool.query<{ version: string; number: string }>(
      "select current_setting('server_version') as version, current_setting('server_version_num') as number",
    );
  // A busy machine may drop the first line of a server that has just started.
  const { rows } = await ask()
    .catch(async (error: unknown) => {
      if (!isLost(error)) throw error;
      await pause(500);
      return ask();
    })
    .catch((cause: unknown) => {
      throw new Unreachable(
        'store.unreachable',
        'The store does not answer. Is the address in DATABASE_URL right, and the server running?',
        { cause },
      );
    });
  const [row] = rows;
  if (!row || Number(row.number) < 150_000)
    throw new Refused('store.version', `PostgreSQL ${row?.version ?? '?'} is too old: Baton needs 15 or newer`);
  return row.version;
}

const patience = () =>
  new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('no answer')), 3_000).unref();
  });

async function healthOf(pool: pg.Pool): Promise<{ ok: boolean; says: string }> {
  try {
    const from = Date.now();
    await Promise.race([pool.query('select 1'), patience()]);
    return { ok: true, says: `answers in ${Date.now() - from} ms` };
  } catch {
    // The reason is in the log of the lost connection; here only the standing matters.
    return { ok: false, says: 'does not answer' };
  }
}
