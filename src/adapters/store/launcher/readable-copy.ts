import {
  accessSync,
  chmodSync,
  constants,
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

/** npm does not run the package's install script; the library links it would have made are made here, from the package's own list. */
export function completeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // The list is part of the package: pairs of an existing file and the name that must lead to it, relative to the package.
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = resolve(native, '..', target);
    const to = resolve(native, '..', source);
    if (exists(at)) continue;
    try {
      mkdirSync(dirname(at), { recursive: true });
      symlinkSync(to, at);
    } catch (error) {
      if (!exists(at)) throw error;
    }
  }
}

const exists = (path: string): boolean => {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
};

/** May everybody walk down to this path and read it? A server that runs as another user must. */
export function othersCanReach(path: string): boolean {
  for (let here = resolve(path); here !== dirname(here); here = dirname(here)) {
    const { mode } = statSync(here);
    if ((mode & 0o001) === 0) return false;
  }
  return true;
}

/** A copy of the programs where another user can read them; made once per version. */
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

export const canWrite = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
