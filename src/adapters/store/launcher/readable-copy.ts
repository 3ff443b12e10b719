import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RunAs } from './run-as.ts';

/** npm does not run the package's install script; the library links it would have made are made here, from the package's own list. */
export function completeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // The list is part of the package: pairs of an existing file and the name that must lead to it, relative to the package.
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = resolve(native, '..', target);
    if (exists(at)) continue;
    try {
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(resolve(native, '..', source), at);
    } catch (error) {
      if (!exists(at)) throw error;
    }
  }
}

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** May this user walk down to the path? A closed home folder on the way keeps a server out that runs as somebody else. */
export function canReach(path: string, as: NonNullable<RunAs>): boolean {
  for (let here = resolve(path); here !== dirname(here); here = dirname(here)) {
    const { mode, uid, gid } = statSync(here);
    const bit = uid === as.uid ? 0o100 : gid === as.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

/** A copy of the programs where another user can read them, made once per version; `place` lies where only root may write. */
export function copyFor(native: string, place: string): string {
  const done = join(place, 'native');
  if (existsSync(join(done, 'bin', 'postgres'))) return done;
  mkdirSync(place, { recursive: true, mode: 0o755 });
  chmodSync(place, 0o755);
  const unfinished = join(place, `native.${process.pid}`);
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, done);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(join(done, 'bin', 'postgres'))) throw error;
  }
  return done;
}
