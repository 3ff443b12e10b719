import type { DocumentReport } from '../domain/intake/document.ts';
import type { OnPage } from './readers.ts';

type File = { readonly name: string; readonly bytes: Uint8Array };

/** Where files are read out of harm's way: a reader that hangs, grows or falls is ended there, and nothing else is. */
export interface ReadingRoom {
  /** Reports of one file, never an error: what cannot be read is refused with a code. */
  read(file: File, onPage?: OnPage): Promise<readonly DocumentReport[]>;
  /** A page of a file as a JPEG, upright, counted from 1. Refuses `upload.unreadable-type` where there is nothing to show, and as `read` does. */
  picture(file: File, page: number): Promise<Uint8Array>;
  close(): Promise<void>;
}
