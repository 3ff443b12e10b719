import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { launch } from '#src/adapters/store/launcher/launch.ts';
import { migrate } from '#src/adapters/store/migrations.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { silent } from './silent.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: string;
    /** All databases of this run begin so; one of them is the template. */
    databasePrefix: string;
  }
}

export const databaseOn = (server: string, name: string): string => server.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);

/** One PostgreSQL for the whole run (the one TEST_DATABASE_URL names, or an embedded one of our own), with one database already in its form to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, end } = await aServer();
  const prefix = `bt_${randomBytes(4).toString('hex')}`;
  await ask(url, `create database ${prefix}_template`);
  const pool = new pg.Pool({ connectionString: databaseOn(url, `${prefix}_template`) });
  await migrate(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), [vaultMigrations]);
  await pool.end();
  project.provide('databaseServer', url);
  project.provide('databasePrefix', prefix);
  return () => end(prefix);
}

async function aServer(): Promise<{ url: string; end: (prefix: string) => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, end: (prefix) => dropAll(given, prefix) };
  const dir = mkdtempSync(join(tmpdir(), 'baton-pg-'));
  // Started by root, the server runs as somebody else, who must find the way.
  chmodSync(dir, 0o711);
  const server = await launch(dir, process.env, silent);
  const { host, user, password } = server.connection;
  return {
    url: `postgresql://${user}:${String(password)}@/baton?host=${encodeURIComponent(host ?? '')}`,
    end: async () => {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A server that is not ours is left as it was found. */
async function dropAll(url: string, prefix: string): Promise<void> {
  const rows = await ask(url, `select datname from pg_database where starts_with(datname, '${prefix}_')`);
  for (const { datname } of rows) await ask(url, `drop database if exists ${String(datname)} with (force)`);
}

async function ask(url: string, question: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(question)).rows;
  } finally {
    await client.end();
  }
}
