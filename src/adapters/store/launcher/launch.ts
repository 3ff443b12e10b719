import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Refused, Unreachable } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';
import { type Binaries, candidates, findBinaries } from './find-binaries.ts';
import { completeLinks, copyFor, othersCanReach } from './readable-copy.ts';
import { type RunAs, runAs } from './run-as.ts';

/** A running PostgreSQL of ours: how to reach it, and how to stop it. */
export type Server = { readonly connection: pg.ClientConfig; readonly version: string; stop(): Promise<void> };

const settings = {
  shared_buffers: '32MB',
  max_connections: '60',
  jit: 'off',
  max_wal_size: '256MB',
  wal_compression: 'on',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_statement: 'none',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  timezone: 'UTC',
  unix_socket_permissions: '0700',
} as const;

/**
 * Starts the embedded PostgreSQL over `dataDir`/postgres, making the database the first time. The server is the child of a shell that holds a pipe
 * from us: when this process dies, however it dies, the pipe closes and the shell stops the server. A folder that another live Baton uses is
 * refused, never shared by accident.
 */
export async function launch(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  log: Log,
): Promise<Server> {
  const as = runAs();
  const folder = placeFor(dataDir, as, log);
  const data = join(folder, 'data');
  const wanted = existsSync(join(data, 'PG_VERSION'))
    ? Number(readFileSync(join(data, 'PG_VERSION'), 'utf8'))
    : undefined;
  const binaries = choose(env, wanted);
  const bin = prepareBinaries(binaries, as, log);
  const socket = socketDir(folder, as);
  const password = passwordFor(folder, as);
  if (wanted === undefined) initialise(bin, data, folder, as);
  await refuseIfTaken(data);
  const child = await startServer(bin, data, socket, as, log);
  const connection: pg.ClientConfig = { host: socket, port: 5432, user: 'baton', password, database: 'baton' };
  await prepareDatabase(socket, readFileSync(join(folder, 'superuser'), 'utf8'), password);
  return { connection, version: `${binaries.major} (${binaries.from})`, stop: () => stopServer(child, data) };
}

function choose(env: Readonly<Record<string, string | undefined>>, wanted: number | undefined): Binaries {
  const found = findBinaries(env, wanted);
  if (found) return found;
  const here =
    candidates(env)
      .map(({ major, dir }) => `${major} in ${dir}`)
      .join(', ') || 'none';
  const need = wanted ? `version ${wanted}, which made this data folder` : 'version 15 or newer';
  throw new Refused(
    'store.version',
    `No PostgreSQL of ${need} was found (found: ${here}). Install it, name its folder with POSTGRES_BIN_DIR, or set DATABASE_URL`,
  );
}

/** Where the server's files lie. As root they must be reachable for the other user; a closed home folder sends them to /var/lib/baton. */
function placeFor(dataDir: string, as: RunAs, log: Log): string {
  const wanted = resolve(dataDir, 'postgres');
  mkdirSync(dirname(wanted), { recursive: true });
  if (!as || othersCanReach(dirname(wanted))) return made(wanted, as);
  const other = join('/var/lib/baton', createHash('sha256').update(wanted).digest('hex').slice(0, 12));
  mkdirSync(dirname(other), { recursive: true, mode: 0o755 });
  log.warn({ folder: other }, `the data folder cannot be reached by user ${as.name}, so the database lies elsewhere`);
  return made(other, as);
}

function made(folder: string, as: RunAs): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (as) chownSync(folder, as.uid, as.gid);
  chmodSync(folder, 0o700);
  return folder;
}

function prepareBinaries({ dir, from, major }: Binaries, as: RunAs, log: Log): string {
  const native = dirname(dir);
  if (from === 'npm') completeLinks(native);
  if (!as || othersCanReach(dir)) return dir;
  const copy = copyFor(
    native,
    join('/var/tmp', `baton-postgres-${major}-${createHash('sha256').update(native).digest('hex').slice(0, 8)}`),
  );
  log.info({ copy }, `user ${as.name} cannot read the database programs where they are; using a copy`);
  return join(copy, 'bin');
}

/** Socket paths are limited to about 107 bytes, so the folder has a short name of its own. */
function socketDir(folder: string, as: RunAs): string {
  const dir = join(tmpdir(), `baton-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (as) chownSync(dir, as.uid, as.gid);
  chmodSync(dir, 0o700);
  return dir;
}

function passwordFor(folder: string, as: RunAs): string {
  for (const name of ['superuser', 'app']) {
    const file = join(folder, name);
    if (existsSync(file)) continue;
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (as) chownSync(file, as.uid, as.gid);
  }
  return readFileSync(join(folder, 'app'), 'utf8');
}

function initialise(bin: string, data: string, folder: string, as: RunAs): void {
  rmSync(data, { recursive: true, force: true });
  const unfinished = join(folder, 'data.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  const builtin =
    Number(
      /(\d+)/.exec(execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8', ...identity(as) }))?.[1] ?? 0,
    ) >= 17;
  const locale = builtin
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    : ['--locale=C.UTF-8'];
  execFileSync(
    join(bin, 'initdb'),
    [
      '-D',
      unfinished,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      '--pwfile',
      join(folder, 'superuser'),
      '-E',
      'UTF8',
      ...locale,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...identity(as) },
  );
  execFileSync('/bin/mv', [unfinished, data], identity(as));
}

const identity = (as: RunAs): { uid?: number; gid?: number; env: Record<string, string> } => ({
  ...(as ? { uid: as.uid, gid: as.gid } : {}),
  env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', HOME: tmpdir() },
});

/** A live server over this folder belongs to another Baton (or to one that is just ending, which is waited for). */
async function refuseIfTaken(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  for (let tries = 0; tries < 60 && existsSync(file); tries += 1) {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    if (!isPostgresOf(pid, data)) return;
    await pause(100);
  }
  if (existsSync(file) && isPostgresOf(Number(readFileSync(file, 'utf8').split('\n')[0]), data)) {
    throw new Refused(
      'store.version',
      `Another Baton is running over this data folder. Stop it, or give this one its own with BATON_DATA_DIR`,
    );
  }
}

/** A number alone proves nothing: process ids come again. Only a postgres whose own folder this is counts. */
function isPostgresOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.includes('postgres') && command.includes(data);
  } catch (error) {
    // No such process, or no /proc: EPERM means that it lives under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function startServer(bin: string, data: string, socket: string, as: RunAs, log: Log): Promise<ChildProcess> {
  const options = Object.entries({ ...settings, listen_addresses: '', unix_socket_directories: socket }).flatMap(
    ([key, value]) => ['-c', `${key}=${value}`],
  );
  // The shell waits on the pipe; when it closes (we ended or died) the server gets SIGINT, a fast and clean stop.
  const script =
    '"$@" & pid=$!; (while read -r _; do :; done; kill -INT $pid 2>/dev/null) <&3 & watcher=$!; wait $pid; code=$?; kill $watcher 2>/dev/null; exit $code';
  const child = spawn('/bin/sh', ['-c', script, 'sh', join(bin, 'postgres'), '-D', data, '-p', '5432', ...options], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    cwd: data,
    detached: true,
    ...identity(as),
  });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said = `${said}${piece.toString('utf8')}`.slice(-2_000);
  });
  let ended: number | null | undefined;
  child.on('exit', (code) => {
    ended = code;
  });
  for (let tries = 0; tries < 300; tries += 1) {
    if (ended !== undefined)
      throw new Unreachable('store.unreachable', `PostgreSQL ended at its start: ${lastLine(said)}`);
    if (existsSync(join(socket, '.s.PGSQL.5432')) && isReady(data)) return child;
    await pause(20);
  }
  log.error({}, 'PostgreSQL did not become ready');
  child.kill('SIGKILL');
  throw new Unreachable('store.unreachable', `PostgreSQL did not become ready within 6 seconds: ${lastLine(said)}`);
}

const isReady = (data: string): boolean => {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready';
  } catch {
    // The server has not written it yet.
    return false;
  }
};

const lastLine = (said: string): string => said.trim().split('\n').at(-1)?.slice(0, 200) ?? '';

/** The application's own role: no superuser, no way around row security. */
async function prepareDatabase(host: string, superuser: string, password: string): Promise<void> {
  const client = new pg.Client({ host, port: 5432, user: 'postgres', password: superuser, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_roles where rolname = 'baton'");
    if (!rowCount)
      await client.query(
        `create role baton login nosuperuser nobypassrls nocreaterole createdb password '${password}'`,
      );
    const { rowCount: there } = await client.query("select 1 from pg_database where datname = 'baton'");
    if (!there) await client.query('create database baton owner baton');
  } finally {
    await client.end();
  }
}

async function stopServer(child: ChildProcess, data: string): Promise<void> {
  const gone = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  const pipe = child.stdio[3];
  if (pipe && 'end' in pipe) pipe.end();
  const slow = pause(8_000, undefined, { ref: false }).then(() => {
    const pid = existsSync(join(data, 'postmaster.pid'))
      ? Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
      : 0;
    if (pid > 0) process.kill(pid, 'SIGQUIT');
  });
  await Promise.race([gone, slow.then(() => gone)]);
}
