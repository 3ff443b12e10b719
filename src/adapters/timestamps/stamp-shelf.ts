import { mkdir, open, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { StampShelf } from '#src/ports/timestamps.ts';

/** Stamps as files of their own, `<chain>-<size>.tsr`, which other programs can check too (`openssl ts -verify`). */
export const stampShelf = (folder: string): StampShelf => ({
  kept: async () => {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return new Set(names);
  },
  keep: async (name, stamp) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unfinished = join(folder, `.${name}`);
    const file = await open(unfinished, 'w', 0o600);
    try {
      await file.writeFile(stamp);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
  },
});
