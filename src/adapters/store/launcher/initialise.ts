import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from '#src/domain/refused.ts';
import type { Place } from './places.ts';
import { identity } from './run-as.ts';

/** Which major version made this database, when there is one. */
export function madeBy(data: string): number | undefined {
  const file = join(data, 'PG_VERSION');
  if (existsSync(file)) return Number(readFileSync(file, 'utf8'));
  if (existsSync(data) && readdirSync(data).length > 0)
    throw new Refused(
      'store.version',
      `${data} holds something that is no database of ours, and is left alone. Move it away, or choose another folder with BATON_DATA_DIR`,
    );
  return undefined;
}

/** Makes the database aside and moves it into place when it is whole, so that a start that was cut short leaves nothing half made. */
export function initialise(bin: string, major: number, { folder, data, as }: Place): void {
  for (const name of readdirSync(folder))
    if (isLeftOver(name)) rmSync(join(folder, name), { recursive: true, force: true });
  const unfinished = join(folder, `unfinished.${process.pid}`);
  // The same order of characters on every system; servers before 17 do not have it built in.
  const locale =
    major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8'];
  execFileSync(
    join(bin, 'initdb'),
    [
      '-D',
      unfinished,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      '--pwfile',
      join(folder, 'superuser'),
      '-E',
      'UTF8',
      '--data-checksums',
      ...locale,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...identity(as) },
  );
  try {
    renameSync(unfinished, data);
  } catch (error) {
    // Another Baton that started at the same moment was first.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(join(data, 'PG_VERSION'))) throw error;
  }
  const parent = openSync(folder, 'r');
  fsyncSync(parent);
  closeSync(parent);
}

function isLeftOver(name: string): boolean {
  const [, pid] = /^unfinished\.(\d+)$/.exec(name) ?? [];
  if (!pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
