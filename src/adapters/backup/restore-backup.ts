import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { Refused } from '#src/domain/refused.ts';
import { firstPrev, linkHash } from '#src/domain/trail/link.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { type BackupLine, keyOf, parts, pathOf, readManifest, readPart } from './parts.ts';
import { hashOf, tablesOf } from './write-backup.ts';

type Parts = { readonly pool: Pool; readonly ring: KeyRing; readonly dataDir: string };
export type Restored = { readonly at: string; readonly rows: number; readonly files: number; readonly entries: number };

/**
 * Puts a backup into a store that holds nobody yet, in one transaction, then its sealed files, and verifies every chain of the trail. Refuses `store.version` for a store that is
 * in use or has another form, `vault.key-missing` without the master key, `vault.tampered` for a backup that was changed or cut: then nothing of it stays in the store.
 */
export async function restoreBackup({ pool, ring, dataDir }: Parts, folder: string): Promise<Restored> {
  const manifest = await readManifest(folder);
  const key = await keyOf(ring, manifest);
  const client = await pool.connect();
  let [rows, files] = [0, 0];
  try {
    await client.query('begin');
    await mustFit(client, manifest.migrations);
    const tables = await tablesOf(client);
    await client.query(`truncate ${tables.map((one) => client.escapeIdentifier(one)).join(', ')}`);
    for (const part of parts) {
      const into = new Into(client, tables);
      for await (const line of readPart({ path: pathOf(folder, part), part, id: manifest.id, key })) {
        if ('file' in line) {
          await bringFile(line, folder, dataDir);
          files += 1;
        } else await into.take(line);
      }
      rows += await into.end();
    }
    if (files !== manifest.files)
      throw new Refused('vault.tampered', 'The backup does not hold the files it speaks of');
    await countOn(client);
    const entries = await verifyChains(client);
    await client.query('commit');
    return { at: manifest.at, rows, files, entries };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function mustFit(client: PoolClient, migrations: readonly string[]): Promise<void> {
  const { rows: used } = await client.query(
    'select 1 from patients union all select 1 from referrals union all select 1 from happenings limit 1',
  );
  if (used.length > 0)
    throw new Refused(
      'store.version',
      'This store holds patients already: restore into an empty data folder or database',
    );
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name');
  if (rows.map(({ name }) => name).join() !== [...migrations].join())
    throw new Refused(
      'store.version',
      'The backup was made by another version of Baton: restore it with that one, then start this one',
    );
}

/** Rows of one table after another, some hundred at a time, as PostgreSQL itself wrote them. */
class Into {
  readonly #client: PoolClient;
  readonly #tables: readonly string[];
  #table = '';
  #waiting: string[] = [];
  readonly #columns = new Map<string, string>();
  #rows = 0;

  constructor(client: PoolClient, tables: readonly string[]) {
    this.#client = client;
    this.#tables = tables;
  }

  async take(line: Exclude<BackupLine, { file: string }>): Promise<void> {
    if ('table' in line) {
      await this.#put();
      if (!this.#tables.includes(line.table))
        throw new Refused('vault.tampered', 'The backup names a table that is not there');
      this.#table = line.table;
      return;
    }
    this.#waiting.push(line.rows);
    if (this.#waiting.length >= 200) await this.#put();
  }

  async end(): Promise<number> {
    await this.#put();
    return this.#rows;
  }

  /** All but those the database works out of the others by itself. */
  async #columnsOf(table: string): Promise<string> {
    const known = this.#columns.get(table);
    if (known !== undefined) return known;
    const { rows } = await this.#client.query<{ column: string }>(
      `select quote_ident(column_name) as column from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' order by ordinal_position`,
      [table],
    );
    const columns = rows.map(({ column }) => column).join(', ');
    this.#columns.set(table, columns);
    return columns;
  }

  async #put(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const table = this.#client.escapeIdentifier(this.#table);
    const columns = await this.#columnsOf(this.#table);
    await this.#client.query(
      `insert into ${table} (${columns}) overriding system value select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [`[${this.#waiting.join(',')}]`],
    );
    this.#rows += this.#waiting.length;
    this.#waiting = [];
  }
}

async function bringFile(
  { file, bytes, sha256 }: Extract<BackupLine, { file: string }>,
  folder: string,
  dataDir: string,
): Promise<void> {
  if (file !== normalize(file) || file.startsWith('..') || file.startsWith(sep))
    throw new Refused('vault.tampered', 'The backup names a file outside its folder');
  const to = join(dataDir, 'files', file);
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const found = await copyFile(join(folder, 'files', file), to).then(
    () => hashOf(to),
    () => undefined,
  );
  if (found?.sha256 !== sha256 || found.bytes !== bytes)
    throw new Refused('vault.tampered', 'A sealed file of the backup is missing or is not what it was');
}

/** Numbers that count themselves go on after the highest that came. */
async function countOn(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select * from (select quote_ident(table_name) as table, quote_ident(column_name) as column,
       pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
     from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%') counted where sequence is not null`,
  );
  for (const { table, column, sequence } of rows)
    await client.query(`select setval($1, coalesce((select max(${column}) from ${table}), 0) + 1, false)`, [sequence]);
}

/** Refuses `trail.broken`, naming the chain and the entry. */
async function verifyChains(client: PoolClient): Promise<number> {
  const prev = new Map<string, { readonly seq: number; readonly hash: Uint8Array }>();
  await client.query(
    'declare entries no scroll cursor for select chain, seq, body, hash from happenings order by chain, seq',
  );
  let entries = 0;
  for (;;) {
    const { rows } = await client.query<{ chain: string; seq: string; body: string; hash: Buffer }>(
      'fetch 500 from entries',
    );
    if (rows.length === 0) break;
    for (const { chain, seq, body, hash } of rows) {
      const before = prev.get(chain) ?? { seq: 0, hash: firstPrev };
      const number = Number(seq);
      const link = linkHash(before.hash, number, body);
      if (number !== before.seq + 1 || !hash.equals(link))
        throw new Refused('trail.broken', `The chain of ${chain} does not hold at entry ${number}`);
      prev.set(chain, { seq: number, hash: link });
      entries += 1;
    }
  }
  return entries;
}
