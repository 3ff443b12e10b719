import type { Readable } from 'node:stream';

/** Where the pieces of an upload from the page wait, sealed, until all are there. Survives a restart. */
export interface UploadStaging {
  /** How many bytes from the start are here without a gap. */
  received(id: string): Promise<number>;
  /** Durable when it resolves. A piece that does not begin at `received` is not taken; gives what is here now. */
  put(id: string, from: number, bytes: Uint8Array): Promise<number>;
  read(id: string): Readable;
  drop(id: string): Promise<void>;
}
