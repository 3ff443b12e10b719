import type { DocumentReport } from '../domain/intake/document.ts';

/** Where files are read out of harm's way: a reader that hangs, grows or falls is ended there, and nothing else is. */
export interface ReadingRoom {
  /** Reports of one file, never an error: what cannot be read is refused with a code. */
  read(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<readonly DocumentReport[]>;
  close(): Promise<void>;
}
