import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Refused } from '#src/domain/refused.ts';
import { derive, type KeyRing } from '../vault/key-ring.ts';
import { readFrames } from '../vault/read-frames.ts';
import { readHeader } from '../vault/sealed-header.ts';
import { writeSealed } from '../vault/write-sealed.ts';

/** Tables whose rows open what is sealed of a patient: a part of their own, which later backups make poorer by the keys that were destroyed since. */
export const keyTables: readonly string[] = ['data_keys', 'key_wraps'];
export const parts = ['store', 'keys'] as const;
export type Part = (typeof parts)[number];

/** What stands beside the sealed parts in the clear: nothing of anybody. `key` is the backup's own key, wrapped with the master key. */
export type Manifest = {
  readonly format: 'baton-backup';
  readonly version: 1;
  readonly id: string;
  readonly at: string;
  readonly migrations: readonly string[];
  readonly key: string;
  readonly files: number;
};

/** One line of a part: which table the rows below belong to, rows as PostgreSQL writes them, or a file with its size and hash. */
export type BackupLine =
  | { readonly table: string }
  | { readonly rows: string }
  | { readonly file: string; readonly bytes: number; readonly sha256: string };

const noLimit = Number.MAX_SAFE_INTEGER;
const useOf = (id: string, part: Part): string => `backup ${id} ${part}`;

/** Seals a part, line by line. Nothing of it is on disk in the clear. */
export async function writePart(
  {
    path,
    part,
    id,
    key,
  }: { readonly path: string; readonly part: Part; readonly id: string; readonly key: Uint8Array },
  lines: AsyncIterable<BackupLine>,
): Promise<void> {
  const salt = randomBytes(32);
  const text = async function* () {
    for await (const line of lines) yield Buffer.from(`${JSON.stringify(line)}\n`, 'utf8');
  };
  const into = { keyId: `backup-${id}`, salt, key: derive(key, useOf(id, part), salt), id: useOf(id, part) };
  await writeSealed(path, into, Readable.from(text(), { objectMode: true }), noLimit);
}

/** The lines of a part; each frame proves itself before its lines are given. Refuses `vault.tampered` for a part that was changed, cut or is another backup's. */
export async function* readPart({
  path,
  part,
  id,
  key,
}: {
  readonly path: string;
  readonly part: Part;
  readonly id: string;
  readonly key: Uint8Array;
}): AsyncGenerator<BackupLine> {
  const header = await readHeader(path, useOf(id, part));
  const plain = readFrames(path, header, derive(key, useOf(id, part), header.salt), useOf(id, part));
  // A line that was sealed by `writePart`: its form is ours.
  for await (const line of createInterface({ input: Readable.from(plain), crlfDelay: Number.POSITIVE_INFINITY }))
    if (line) yield JSON.parse(line) as BackupLine;
}

/** Refuses `vault.tampered` for a folder that holds no backup of ours. */
export async function readManifest(folder: string): Promise<Manifest> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
    if (manifest.format === 'baton-backup' && manifest.version === 1 && /^[\w-]{1,60}$/.test(manifest.id))
      return manifest;
  } catch {
    // Said below: what cannot be read is no backup.
  }
  throw new Refused('vault.tampered', 'This folder holds no backup that this version of Baton can read');
}

export const keyOf = (ring: KeyRing, { id, key }: Pick<Manifest, 'id' | 'key'>): Promise<Uint8Array> =>
  ring.unwrap(`backup ${id}`, Buffer.from(key, 'base64'));

export const pathOf = (folder: string, part: Part): string => join(folder, `${part}.sealed`);
