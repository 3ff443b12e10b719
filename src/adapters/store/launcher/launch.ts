import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';
import { type Binaries, candidates, findBinaries } from './find-binaries.ts';
import { awaitFree, taken } from './holder.ts';
import { initialise, madeBy } from './initialise.ts';
import { passwordIn, placeFor, sharedRoom, socketDir } from './places.ts';
import { canReach, completeLinks, copyFor } from './readable-copy.ts';
import type { RunAs } from './run-as.ts';
import { ServerProcess } from './server-process.ts';

/** A running PostgreSQL of ours: how to reach it, and how to stop it. */
export type Server = { readonly connection: pg.ClientConfig; readonly version: string; stop(): Promise<void> };

/**
 * Starts the embedded PostgreSQL over `dataDir`/postgres, making the database the first time. It ends with this process, however this process
 * ends. A folder that another live Baton uses is refused, never shared by accident.
 */
export async function launch(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<Server> {
  const place = placeFor(dataDir, log);
  const made = madeBy(place.data);
  const binaries = choose(env, made);
  const bin = readablePrograms(binaries, place.as, log);
  const superuser = passwordIn(place.folder, 'superuser', place.as);
  const password = passwordIn(place.folder, 'app', place.as);
  if (made === undefined) initialise(bin, binaries.major, place);
  const socket = socketDir(place.folder, place.as);
  await awaitFree(place.data, socket);
  const server = new ServerProcess(bin, place, socket, log);
  server.start();
  try {
    const client = await reach(server, { host: socket, port: 5432, user: 'postgres', password: superuser }, log);
    const version = await prepareDatabase(client, place.data, password).finally(() => client.end());
    server.keepAlive();
    return {
      connection: { host: socket, port: 5432, user: 'baton', password, database: 'baton' },
      version: `${version} (${binaries.from})`,
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function choose(env: Readonly<Record<string, string | undefined>>, made: number | undefined): Binaries {
  const found = findBinaries(env, made);
  if (found) return found;
  const here =
    candidates(env)
      .map(({ major, dir }) => `${major} in ${dir}`)
      .join(', ') || 'none';
  const need = made ? `version ${made}, which made this data folder` : 'version 15 or newer';
  throw new Refused(
    'store.version',
    `No PostgreSQL of ${need} was found (found: ${here}). Install it, name its folder with POSTGRES_BIN_DIR, or set DATABASE_URL`,
  );
}

function readablePrograms({ dir, major }: Binaries, as: RunAs, log: Log): string {
  const native = dirname(dir);
  completeLinks(native);
  if (!as || canReach(dir, as)) return dir;
  const name = `programs-${major}-${createHash('sha256').update(native).digest('hex').slice(0, 8)}`;
  const copy = copyFor(native, join(sharedRoom, name));
  log.info({ copy }, `user ${as.name} cannot read the database programs where they are; using a copy`);
  return join(copy, 'bin');
}

/** Knocks until the server opens. After a power cut it first reads its log again, which may take a while and is no failure. */
async function reach(server: ServerProcess, connection: pg.ClientConfig, log: Log): Promise<pg.Client> {
  const from = Date.now();
  let said = false;
  while (Date.now() - from < 120_000) {
    const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (error instanceof Error && 'code' in error && error.code === '28P01') throw passwordLost(error);
    }
    if (server.ended !== undefined) {
      if (/lock file|shared memory block/.test(server.ended)) throw taken();
      throw new Unreachable('store.unreachable', `PostgreSQL ended at its start: ${server.ended}`);
    }
    if (!said && Date.now() - from > 5_000) {
      said = true;
      log.warn({}, 'PostgreSQL is still reading its log after an unclean end; waiting for it');
    }
    await pause(15);
  }
  throw new Unreachable(
    'store.unreachable',
    'PostgreSQL did not become ready within two minutes. Is the disk full or very slow?',
  );
}

const passwordLost = (cause: Error): Unreachable =>
  new Unreachable(
    'store.unreachable',
    'PostgreSQL does not know the password kept beside its data folder. Put the file "superuser" of this folder back from its backup',
    { cause },
  );

/** The application's own role (no superuser, no way around row security) and its database. Gives the server's version. */
async function prepareDatabase(client: pg.Client, data: string, password: string): Promise<string> {
  const { rows } = await client.query<{ folder: string; version: string; role: boolean; base: boolean }>(
    `select current_setting('data_directory') as folder, current_setting('server_version') as version,
      exists (select 1 from pg_roles where rolname = 'baton') as role, exists (select 1 from pg_database where datname = 'baton') as base`,
  );
  const [found] = rows;
  if (!found || realpathSync(found.folder) !== realpathSync(data)) throw taken();
  if (!found.role)
    await client.query(
      `create role baton login nosuperuser nobypassrls nocreaterole createdb password ${client.escapeLiteral(password)}`,
    );
  if (!found.base) await client.query('create database baton owner baton');
  return found.version.split(' ')[0] ?? found.version;
}
