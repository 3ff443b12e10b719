import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { Refused } from '#src/domain/refused.ts';
import { readHeader } from './sealed-header.ts';

/** What a look through everything found of one erased patient. Nothing readable is left when all but `unreadable` are nought. */
export type ErasureScan = {
  readonly keys: number;
  readonly wraps: number;
  /** Sealed values and files whose key still is there. */
  readonly readable: number;
  /** Those whose key was destroyed: bytes that say nothing any more. */
  readonly unreadable: number;
  /** Files and tables in which one of the given words stands in the clear; never the words themselves. */
  readonly words: readonly string[];
  readonly looked: { readonly files: number; readonly columns: number; readonly bytes: number };
};

type Parts = {
  readonly pool: Pool;
  readonly dataDir: string /** Further folders: backups, checkpoints on another disk. */;
  readonly alsoIn?: readonly string[];
};

/**
 * Looks whether anything of an erased patient can still be read: keys, wraps, every sealed column of every table, every file of the data folder (the
 * database's own files, staging and what else lies there), and further folders such as backups. `words` (names, identifiers) are looked for in the clear.
 */
export async function scanErased(
  { pool, dataDir, alsoIn = [] }: Parts,
  patient: string,
  words: readonly string[] = [],
): Promise<ErasureScan> {
  const { rows: keys } = await pool.query<{ id: string; living: boolean }>(
    "select id, destroyed_at is null or wrapped <> ''::bytea as living from data_keys where patient = $1",
    [patient],
  );
  if (keys.length === 0) throw new Refused('record.not-found', `No patient ${patient} was ever sealed in this store`);
  const living = new Set(keys.filter((one) => one.living).map(({ id }) => id));
  const own = keys.map(({ id }) => id);
  const { rows: wraps } = await pool.query('select 1 from key_wraps where data_key = any($1)', [own]);
  const columns = await sealedColumns(pool);
  let [readable, unreadable] = [0, 0];
  const count = (key: string) => {
    if (living.has(key)) readable += 1;
    else unreadable += 1;
  };
  for (const column of columns) for (const key of await keysIn(pool, column, own)) count(key);
  const found: string[] = [];
  let [files, bytes] = [0, 0];
  for (const folder of [dataDir, ...alsoIn])
    for (const path of await filesUnder(folder)) {
      const key = path.endsWith('.sealed') ? await keyOfFile(path) : undefined;
      if (key && own.includes(key)) count(key);
      const read = await lookFor(path, needlesOf(words));
      if (read.found) found.push(path.slice(folder.length + 1));
      files += 1;
      bytes += read.bytes;
    }
  return {
    ...{ keys: living.size, wraps: wraps.length, readable, unreadable },
    words: found,
    looked: { files, columns: columns.length, bytes },
  };
}

export const isNothingLeft = ({ keys, wraps, readable, words }: ErasureScan): boolean =>
  keys === 0 && wraps === 0 && readable === 0 && words.length === 0;

type Column = { readonly table: string; readonly name: string };

async function sealedColumns(pool: Pool): Promise<readonly Column[]> {
  const { rows } = await pool.query<Column>(
    `select quote_ident(table_name) as table, quote_ident(column_name) as name from information_schema.columns
     where table_schema = 'public' and data_type = 'bytea' order by 1, 2`,
  );
  return rows;
}

/** A sealed value begins with its version and the id of its key; see sealed-value.ts. */
async function keysIn(pool: Pool, { table, name }: Column, own: readonly string[]): Promise<readonly string[]> {
  const { rows } = await pool.query<{ key: string }>(
    `select key from (select case when length(${name}) > 2 and get_byte(${name}, 0) = 1 and length(${name}) > 2 + get_byte(${name}, 1)
       then encode(substring(${name} from 3 for get_byte(${name}, 1)), 'escape') end as key from ${table}) sealed where key = any($1)`,
    [own],
  );
  return rows.map(({ key }) => key);
}

async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
}

const keyOfFile = (path: string): Promise<string | undefined> =>
  readHeader(path, 'scanned').then(
    ({ keyId }) => keyId,
    // What is no sealed file is looked through like any other.
    () => undefined,
  );

/** The words as text is written by PostgreSQL and by us: UTF-8, UTF-16, and inside base64 at each of its three places. */
function needlesOf(words: readonly string[]): readonly Buffer[] {
  return words
    .filter((word) => word.length >= 3)
    .flatMap((word) => [
      Buffer.from(word, 'utf8'),
      Buffer.from(word, 'utf16le'),
      ...[0, 1, 2].flatMap((shift) => {
        const coded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word, 'utf8')]).toString('base64');
        const inside = coded.slice(Math.ceil((shift * 4) / 3), -4);
        return inside.length >= 6 ? [Buffer.from(inside, 'latin1')] : [];
      }),
    ]);
}

const chunk = 4 * 1024 * 1024;

/** Piece by piece, each overlapping the one before by the longest word. A file that vanishes meanwhile holds nothing any more. */
async function lookFor(path: string, needles: readonly Buffer[]): Promise<{ found: boolean; bytes: number }> {
  const overlap = Math.max(0, ...needles.map(({ length }) => length));
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return { found: false, bytes: 0 };
  const buffer = Buffer.alloc(chunk + overlap);
  let [kept, bytes, found] = [0, 0, false];
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, kept, chunk, null);
      if (bytesRead === 0) return { found, bytes };
      bytes += bytesRead;
      const piece = buffer.subarray(0, kept + bytesRead);
      found ||= needles.some((needle) => piece.includes(needle));
      kept = Math.min(overlap, piece.length);
      piece.copy(buffer, 0, piece.length - kept);
    }
  } finally {
    await file.close();
  }
}
