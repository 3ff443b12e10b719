import type { DocumentKind, Reading } from '../domain/intake/document.ts';

/** How much of the machine one file may use. What needs more is refused with a code, never waited for. */
export type Limits = {
  readonly bytes: number;
  readonly pages: number;
  /** Pixels of one picture or one rendered page. */
  readonly pixels: number;
  /** How deep a file may lie in files. */
  readonly nesting: number;
  readonly milliseconds: number;
  /** Memory of the process that reads. */
  readonly megabytes: number;
};

export const usualLimits: Limits = {
  bytes: 256 * 1024 * 1024,
  pages: 200,
  pixels: 60_000_000,
  nesting: 3,
  milliseconds: 120_000,
  megabytes: 1024,
};

/** Told while a file is read, as often as the reader likes: the page (or the file in a file) in hand, counted from 1, and how many there are. */
export type OnPage = (page: number, pages: number) => void;

export type FileToRead = {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly kind: DocumentKind;
  readonly onPage?: OnPage;
};

/** Reads one family of files. It runs in a worker that may be killed at any time, so it keeps nothing outside of itself. */
export interface FileReader {
  readonly reads: (kind: DocumentKind, head: Uint8Array) => boolean;
  /** Gives what the file says; refuses with a code (`Refused`) what it cannot or must not read. */
  read(file: FileToRead, limits: Limits): Promise<Reading>;
}

/** One picture of a page, 8 bit, row by row, without padding. */
export type Pixels = {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
};

type Box = readonly [left: number, top: number, width: number, height: number];

/**
 * A word that was recognised. `box` is its place on the picture that was given, `flat` its place on the sheet after it was set straight, both in
 * parts (0..1): lines and columns are found by `flat`, people are shown `box`. `confidence` 0..1.
 */
export type ScannedWord = {
  readonly text: string;
  readonly box: Box;
  readonly flat: Box;
  readonly confidence: number;
  /** One of its letters was put right by a dictionary: what rests on it is asked about. */
  readonly isMended?: boolean;
};

/** A picture of a page made into words: lines from top to bottom, each with its words from left to right. */
export type ScannedPage = {
  readonly lines: readonly { readonly words: readonly ScannedWord[] }[];
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  /** Width over height of the sheet set straight. */
  readonly aspect: number;
  /** From a place on the straight sheet back to the picture. */
  readonly onPicture: (flat: Box) => Box;
  /** Rows of writing in which no word was seen, on the straight sheet. */
  readonly unread?: readonly Box[];
  /** Reads the row at this height of the straight sheet once more, by itself, its letters drawn about `letter` pixels high. */
  readonly again?: (middle: number, letter: number) => Promise<readonly ScannedWord[]>;
};
