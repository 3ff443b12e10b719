import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkpointsInText, noteOf } from '#src/domain/trail/notes.ts';
import type { SecondPlace } from '#src/ports/second-place.ts';
import { flushFolder } from './flush-folder.ts';

/** One checkpoint a line, only ever appended. Put it on another disk than the store: then whoever rewrites the one has not rewritten the other. */
export function checkpointFile(path: string): SecondPlace {
  return {
    kept: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '';
        throw error;
      });
      return checkpointsInText(text);
    },
    add: async (checkpoints) => {
      if (checkpoints.length === 0) return;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, 'a', 0o600);
      try {
        await file.appendFile(checkpoints.map((one) => `${noteOf(one)}\n`).join(''));
        await file.sync();
      } finally {
        await file.close();
      }
      await flushFolder(dirname(path));
    },
  };
}
