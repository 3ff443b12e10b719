import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { scannerHere } from '#src/adapters/intake/malware.ts';
import { ReadingProcess } from '#src/adapters/intake/reading-room.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { usualLimits } from '#src/ports/readers.ts';
import type { ReadingRoom } from '#src/ports/reading-room.ts';
import type { SealedFiles } from '#src/ports/vault.ts';

/** Where the service reads uploads: a process that starts with the first of them and ends with the service. */
export const openReadingRoom = (): ReadingRoom =>
  new ReadingProcess(join(import.meta.dirname, 'reading-worker.ts'), usualLimits, scannerHere());

/** A page of a sealed file as a picture, drawn in the reading room each time it is asked for: no copy of it lies anywhere. */
export const pagePictureOf =
  (room: ReadingRoom, files: SealedFiles) =>
  async (patient: string, file: string, page: number): Promise<Uint8Array> =>
    room.picture({ name: '', bytes: await buffer(await files.read(id<PatientId>(patient), file)) }, page);

/** A copy of a sealed file that says below each page who took it and when. Refuses as `ReadingRoom.copy`. */
export const markedCopyOf =
  (room: ReadingRoom, files: SealedFiles) =>
  async (patient: string, file: string, line: string): Promise<Uint8Array> =>
    room.copy({ name: '', bytes: await buffer(await files.read(id<PatientId>(patient), file)) }, line);

/** A recording of a sealed file as browsers play it. Refuses as `ReadingRoom.sound`. */
export const playableSoundOf =
  (room: ReadingRoom, files: SealedFiles) =>
  async (patient: string, file: string): Promise<Uint8Array> =>
    room.sound({ name: '', bytes: await buffer(await files.read(id<PatientId>(patient), file)) });
