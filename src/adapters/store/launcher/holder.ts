import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from '#src/domain/refused.ts';

/** A server whose Baton died hears of it at once; one that stays ready longer than this has a living one. */
const readyForMs = 1_500;
/** A server that is stopping writes out what it holds; on a slow disk that takes its time. */
const stoppingForMs = 30_000;

/**
 * A live server over this database belongs to another Baton, or to one that has just ended and is still putting its things away: that one is waited
 * for. A lock file whose number meanwhile names some other program is only in the way (PostgreSQL would take it for a server) and is removed.
 */
export async function awaitFree(data: string, socket: string): Promise<void> {
  const from = Date.now();
  const lock = join(data, 'postmaster.pid');
  for (;;) {
    const who = whoIs(pidIn(lock), data);
    if (who === 'somebody-else')
      for (const file of [lock, join(socket, '.s.PGSQL.5432.lock')]) rmSync(file, { force: true });
    if (who !== 'its-server') return;
    if (Date.now() - from > (isStopping(lock) ? stoppingForMs : readyForMs)) throw taken();
    await pause(50);
  }
}

export const taken = (): Refused =>
  new Refused(
    'store.version',
    'Another Baton is running over this data folder. Stop it, or give this one its own with BATON_DATA_DIR',
  );

export function pidIn(lock: string): number | undefined {
  const pid = Number(linesOf(lock)[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** PostgreSQL writes its standing into the eighth line of its lock file. */
const isStopping = (lock: string): boolean => linesOf(lock)[7]?.trim() === 'stopping';

function linesOf(lock: string): readonly string[] {
  try {
    return readFileSync(lock, 'utf8').split('\n');
  } catch {
    // No lock file, or none any more.
    return [];
  }
}

/** A number alone proves nothing: process ids come again, in containers nearly always. What counts is the program, and where it stands. */
function whoIs(pid: number | undefined, data: string): 'nobody' | 'its-server' | 'somebody-else' {
  if (pid === undefined) return 'nobody';
  const command = commandOf(pid);
  if (command === undefined) return 'nobody';
  if (!/(^|\/)(postgres|postmaster)\b/.test(command)) return 'somebody-else';
  // A server stands in its own data folder. Where we may not look it up, it is believed to be the one.
  const stands = standsIn(pid);
  return stands === undefined || stands === realpathSync(data) ? 'its-server' : 'somebody-else';
}

function commandOf(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    // No such process.
    return undefined;
  }
}

function standsIn(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Another user's process, or a system without /proc.
    return undefined;
  }
}
