import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { refusal } from '#src/adapters/intake/refusal.ts';
import type { DocumentReport } from '#src/domain/intake/document.ts';
import { Refused } from '#src/domain/refused.ts';

export type Found = { readonly name: string; readonly path: string };

const mostFiles = 5000;

/** The files behind what was named on the command line: a folder gives what lies in it, in the order of names, hidden files and links left out. */
export function filesBehind(paths: readonly string[]): {
  readonly files: readonly Found[];
  readonly missing: readonly DocumentReport[];
} {
  const files: Found[] = [];
  const missing: DocumentReport[] = [];
  for (const path of paths) {
    const look = statSync(path, { throwIfNoEntry: false });
    if (look?.isDirectory()) files.push(...inFolder(path, path));
    else if (look?.isFile()) files.push({ name: paths.length === 1 ? basename(path) : path, path });
    else missing.push(refusal(path, 'unknown', new Refused('upload.not-found', 'There is no such file')));
  }
  return { files: files.slice(0, mostFiles), missing };
}

const inFolder = (folder: string, top: string): Found[] =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry): Found[] => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) return [];
      if (entry.isDirectory()) return inFolder(path, top);
      return entry.isFile() ? [{ name: join(basename(top), relative(top, path)), path }] : [];
    });

/** The bytes of a file, or its refusal when the system will not give them. */
export function bytesOf({ name, path }: Found, limit: number): Uint8Array | DocumentReport {
  try {
    const { size } = statSync(path);
    if (size > limit)
      return refusal(name, 'unknown', new Refused('upload.too-large', `The file has ${size} bytes`, { limit }));
    return new Uint8Array(readFileSync(path));
  } catch {
    return refusal(name, 'unknown', new Refused('upload.not-found', 'The file cannot be opened'));
  }
}
