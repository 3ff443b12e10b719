import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { Refused } from '#src/domain/refused.ts';
import { flushFolder } from '../vault/flush-folder.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import {
  type BackupLine,
  keyOf,
  keyTables,
  type Manifest,
  pathOf,
  readManifest,
  readPart,
  writePart,
} from './parts.ts';

type Parts = { readonly pool: Pool; readonly ring: KeyRing; readonly dataDir: string; readonly now: () => Date };

export type Written = {
  readonly folder: string;
  readonly rows: number;
  readonly files: number;
  /** Older backups in the same place, and the keys of erased patients that were taken out of them. */
  readonly older: { readonly backups: number; readonly keysTakenOut: number };
};

/**
 * A backup of the store at one moment and of the sealed files, into a new folder under `place`, while the service runs. Everything is sealed with a key of its own, wrapped with
 * the master key, which is not in it. Patients' keys lie in a part by themselves: keys destroyed since are taken out of the older backups in `place`, so that what was erased
 * cannot be read from them either.
 */
export async function writeBackup({ pool, ring, dataDir, now }: Parts, place: string): Promise<Written> {
  const at = now();
  const id = `${at.toISOString().replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`;
  const [folder, unfinished] = [join(place, id), join(place, `${id}.unfinished`)];
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  const client = await pool.connect();
  let [rows, files] = [0, 0];
  try {
    await client.query('begin isolation level repeatable read read only');
    const count = async function* (lines: AsyncIterable<BackupLine>) {
      for await (const line of lines) {
        if ('rows' in line) rows += 1;
        if ('file' in line) files += 1;
        yield line;
      }
    };
    const tables = await tablesOf(client);
    await writePart({ path: pathOf(unfinished, 'keys'), part: 'keys', id, key }, count(rowsOf(client, keyTables)));
    const rest = tables.filter((table) => !keyTables.includes(table));
    await writePart(
      { path: pathOf(unfinished, 'store'), part: 'store', id, key },
      count(both(rowsOf(client, rest), filesInto(join(dataDir, 'files'), join(unfinished, 'files')))),
    );
    const migrations = await client.query<{ name: string }>('select name from kysely_migration order by name');
    const manifest: Manifest = {
      format: 'baton-backup',
      version: 1,
      id,
      at: at.toISOString(),
      migrations: migrations.rows.map(({ name }) => name),
      key: Buffer.from(await ring.wrap(`backup ${id}`, key)).toString('base64'),
      files,
    };
    await writeFile(join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
      mode: 0o600,
      flush: true,
    });
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
    key.fill(0);
  }
  await rename(unfinished, folder);
  await flushFolder(place);
  return { folder, rows, files, older: await takeOutDestroyedKeys({ pool, ring }, place, id) };
}

export async function tablesOf(client: Pick<PoolClient, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%' order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function* rowsOf(client: PoolClient, tables: readonly string[]): AsyncGenerator<BackupLine> {
  for (const table of tables) {
    yield { table };
    await client.query(
      `declare backup_rows no scroll cursor for select row_to_json(one)::text as row from ${client.escapeIdentifier(table)} one`,
    );
    for (;;) {
      const { rows } = await client.query<{ row: string }>('fetch 200 from backup_rows');
      for (const { row } of rows) yield { rows: row };
      if (rows.length === 0) break;
    }
    await client.query('close backup_rows');
  }
}

/** Sealed files as they lie, with their hashes. One that goes while it is copied was erased, and one that is not finished belongs to no row yet. */
async function* filesInto(from: string, to: string): AsyncGenerator<BackupLine> {
  const names = await readdir(from, { recursive: true }).catch(() => []);
  for (const file of names.filter((one) => one.endsWith('.sealed')).sort()) {
    await mkdir(dirname(join(to, file)), { recursive: true, mode: 0o700 });
    const there = await copyFile(join(from, file), join(to, file)).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    if (there) yield { file, ...(await hashOf(join(to, file))) };
  }
}

export async function hashOf(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path)) {
    // A stream without an encoding gives bytes.
    const chunk = piece as Buffer;
    bytes += chunk.length;
    hash.update(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function* both(...all: readonly AsyncIterable<BackupLine>[]): AsyncGenerator<BackupLine> {
  for (const one of all) yield* one;
}

/** Writes the keys of each older backup anew without those that were destroyed since. What cannot be opened (another store's, another master key) is left as it is. */
async function takeOutDestroyedKeys({ pool, ring }: Pick<Parts, 'pool' | 'ring'>, place: string, newest: string) {
  const { rows } = await pool.query<{ id: string }>('select id from data_keys where destroyed_at is not null');
  const destroyed = new Set(rows.map(({ id }) => id));
  let [backups, keysTakenOut] = [0, 0];
  for (const name of (await readdir(place)).filter((one) => one !== newest && !one.endsWith('.unfinished'))) {
    const folder = join(place, name);
    try {
      const manifest = await readManifest(folder);
      const key = await keyOf(ring, manifest);
      const lines: BackupLine[] = [];
      let gone = 0;
      for await (const line of readPart({ path: pathOf(folder, 'keys'), part: 'keys', id: manifest.id, key }))
        if ('rows' in line && opensDestroyed(line.rows, destroyed)) gone += 1;
        else lines.push(line);
      backups += 1;
      if (gone === 0) continue;
      const anew = `${pathOf(folder, 'keys')}.unfinished`;
      await rm(anew, { force: true });
      await writePart({ path: anew, part: 'keys', id: manifest.id, key }, both(given(lines)));
      await rename(anew, pathOf(folder, 'keys'));
      await flushFolder(folder);
      keysTakenOut += gone;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return { backups, keysTakenOut };
}

async function* given(lines: readonly BackupLine[]): AsyncGenerator<BackupLine> {
  yield* lines;
}

/** A row of data_keys or key_wraps whose key is one of these. */
function opensDestroyed(row: string, destroyed: ReadonlySet<string>): boolean {
  // Rows of our own two key tables.
  const { id, data_key: wraps, destroyed_at: at } = JSON.parse(row) as Record<string, string | null>;
  return at ? false : destroyed.has(wraps ?? id ?? '');
}
