import { buffer } from 'node:stream/consumers';
import { id, type PatientId } from '#src/domain/ids.ts';
import type { SealedFiles } from '#src/ports/vault.ts';

/** A sealed file as one piece, or only its first `length` bytes, for readers that begin with a header. */
export const wholeFileOf =
  (files: SealedFiles) =>
  async (patient: string, file: string, length?: number): Promise<Uint8Array> =>
    buffer(await files.read(id<PatientId>(patient), file, ...(length === undefined ? [] : [{ from: 0, to: length }])));
