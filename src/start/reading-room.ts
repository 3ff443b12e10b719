import { join } from 'node:path';
import { scannerHere } from '#src/adapters/intake/malware.ts';
import { ReadingProcess } from '#src/adapters/intake/reading-room.ts';
import { usualLimits } from '#src/ports/readers.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';

/** Where the service reads uploads: a process that starts with the first of them and ends with the service. */
export const openReadingRoom = (): ReadingRoom =>
  new ReadingProcess(join(import.meta.dirname, 'reading-worker.ts'), { ...usualLimits, megabytes: 512 }, scannerHere());
