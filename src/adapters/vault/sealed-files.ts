import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { SealedFiles } from '#src/ports/vault.ts';
import { flushFolder } from './flush-folder.ts';
import { derive, type KeyRing } from './key-ring.ts';
import { readFrames } from './read-frames.ts';
import { readHeader } from './sealed-header.ts';
import { writeSealed } from './write-sealed.ts';

/** Sealed files under `dir`, in folders by the first two characters of their ids. */
export function sealedFilesIn(dir: string, ring: KeyRing): SealedFiles & { sweep(): Promise<void> } {
  const pathOf = (id: string) => {
    // Ids are our own; one that could name another place would be a fault of ours, never an answer to a person.
    if (!/^[\w-]{1,128}$/.test(id)) throw new TypeError('an id of a sealed file has only letters, digits, _ and -');
    return join(dir, id.slice(0, 2), `${id}.sealed`);
  };
  return {
    keep: async (patient, id, plain, limitBytes) => {
      const path = pathOf(id);
      const { id: keyId, key } = await ring.forPatient(patient);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const salt = randomBytes(32);
      const unfinished = `${path}.${randomBytes(6).toString('hex')}.unfinished`;
      try {
        const header = { keyId, salt, key: fileKey(key, id, salt), id };
        const kept = await writeSealed(unfinished, header, plain, limitBytes);
        await rename(unfinished, path);
        await flushFolder(dirname(path));
        return kept;
      } catch (error) {
        plain.destroy();
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    read: async (_patient, id, range) => {
      const path = pathOf(id);
      const header = await readHeader(path, id);
      const key = fileKey(await ring.byId(header.keyId), id, header.salt);
      return Readable.from(readFrames(path, header, key, id, range), { objectMode: false });
    },
    remove: async (_patient, id) => rm(pathOf(id), { force: true }),
    /** What a crash left half written. Nothing that is still being written is a day old, by the clock of the disk. */
    sweep: async () => {
      const names = await readdir(dir, { recursive: true }).catch(() => []);
      for (const name of names.filter((one) => one.endsWith('.unfinished'))) {
        const found = await stat(join(dir, name)).catch(() => undefined);
        if (found && Date.now() - found.mtimeMs > 24 * 3_600_000) await rm(join(dir, name), { force: true });
      }
    },
  };
}

/** A key of its own for each time a file is written, so that counting nonces from zero never meets the same key twice. */
const fileKey = (dataKey: Uint8Array, id: string, salt: Uint8Array): Uint8Array => derive(dataKey, `file ${id}`, salt);
