import { buffer } from 'node:stream/consumers';
import { id, type PatientId } from '#src/domain/ids.ts';
import type { SealedFiles } from '#src/ports/vault.ts';

/** A sealed file as one piece: for readers that must see all of it. */
export const wholeFileOf =
  (files: SealedFiles) =>
  async (patient: string, file: string): Promise<Uint8Array> =>
    buffer(await files.read(id<PatientId>(patient), file));
