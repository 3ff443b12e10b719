import type { DocumentReport } from '../domain/intake/document.ts';
import type { RefusalCode } from '../domain/refused.ts';
import type { OnPage } from './readers.ts';

type File = { readonly name: string; readonly bytes: Uint8Array };

/** A file that lay in a file: its bytes, or why it was left where it was. */
export type Inside = { readonly name: string } & ({ readonly bytes: Uint8Array } | { readonly code: RefusalCode });

/** Some of the files in a file, in their order, and how many there are in all: together they may be more than memory holds. */
export type SomeInside = { readonly inside: readonly Inside[]; readonly count: number };

/** What one file says by itself, and the first of the files in it, unread. */
export type OpenedFile = SomeInside & { readonly reports: readonly DocumentReport[] };

/** Where files are read out of harm's way: a reader that hangs, grows or falls is ended there, and nothing else is. */
export interface ReadingRoom {
  /** Reports of one file, never an error: what cannot be read is refused with a code. */
  read(file: File, onPage?: OnPage): Promise<readonly DocumentReport[]>;
  /** As `read`, and the files in it (of a zip, a mail, a message with attachments) come out unread. `depth`: in how many files it lay itself. */
  open(file: File, depth: number, onPage?: OnPage): Promise<OpenedFile>;
  /** The next files in it, from the one of this number (from 0) on. */
  more(file: File, depth: number, from: number): Promise<SomeInside>;
  /** A page of a file as a JPEG, upright, counted from 1. Refuses `upload.unreadable-type` where there is nothing to show, and as `read` does. */
  picture(file: File, page: number): Promise<Uint8Array>;
  /** A copy of a PDF or picture with one more line below each page. Refuses `upload.unreadable-type` where there is no page to write on, and as `read` does. */
  copy(file: File, line: string): Promise<Uint8Array>;
  /** A recording that browsers do not play, as WAV. Refuses `upload.unreadable-type` what is played as it is. */
  sound(file: File): Promise<Uint8Array>;
  close(): Promise<void>;
}
