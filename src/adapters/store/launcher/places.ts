import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Refused } from '#src/domain/refused.ts';
import type { Log } from '#src/ports/log.ts';
import { canReach } from './readable-copy.ts';
import { type RunAs, runAs } from './run-as.ts';

/** Root's own room, for what another user must be able to reach when the data folder or the programs lie in a closed home. */
export const sharedRoom = '/var/lib/baton';

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

export type Place = { readonly folder: string; readonly data: string; readonly as: RunAs };

/** Where the server's files lie: in the data folder, or, when the user it must run as cannot get there, in root's own room. */
export function placeFor(dataDir: string, log: Log): Place {
  const wanted = resolve(dataDir, 'postgres');
  mkdirSync(dirname(wanted), { recursive: true });
  const as = runAs(wanted);
  const other = join(sharedRoom, short(wanted));
  if (!as || canReach(dirname(wanted), as)) return made(wanted, as);
  if (!existsSync(other) && letIn(dirname(wanted), as)) return made(wanted, as);
  if (existsSync(join(wanted, 'data')))
    throw new Refused(
      'store.version',
      `User ${as.name}, who must run the database because root may not, cannot reach the data folder. Open the way to it (chmod o+x on its parents), or start Baton as the folder's owner`,
    );
  mkdirSync(sharedRoom, { recursive: true, mode: 0o755 });
  log.warn({ folder: other }, `the data folder cannot be reached by user ${as.name}, so the database lies elsewhere`);
  return made(other, runAs(other));
}

/** When nothing but the data folder itself is closed, the server's group may walk through it: not look around in it, and nobody else may. */
function letIn(dataDir: string, as: NonNullable<RunAs>): boolean {
  const { uid, mode } = statSync(dataDir);
  if (uid !== 0 || (mode & 0o070) !== 0 || !canReach(dirname(dataDir), as)) return false;
  chownSync(dataDir, uid, as.gid);
  chmodSync(dataDir, (mode & 0o7777) | 0o010);
  return true;
}

function made(folder: string, as: RunAs): Place {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  own(folder, as);
  chmodSync(folder, 0o700);
  return { folder, data: join(folder, 'data'), as };
}

const own = (path: string, as: RunAs): void => {
  if (as) chownSync(path, as.uid, as.gid);
};

/** Socket paths are limited to about 107 bytes, so the folder has a short name of its own; it must be nobody else's. */
export function socketDir(folder: string, as: RunAs): string {
  const dir = join(tmpdir(), `baton-${short(folder)}`);
  const there = lstatSync(dir, { throwIfNoEntry: false });
  const ours = there?.isDirectory() && [process.getuid?.(), as?.uid].includes(there.uid);
  if (there && !ours) return ready(mkdtempSync(join(tmpdir(), 'baton-')), as);
  if (!there) mkdirSync(dir, { mode: 0o700 });
  return ready(dir, as);
}

function ready(dir: string, as: RunAs): string {
  own(dir, as);
  chmodSync(dir, 0o700);
  return dir;
}

/** A password kept beside the database, made once: of two that start at the same moment, one makes it and both use it. */
export function passwordIn(folder: string, name: 'superuser' | 'app', as: RunAs): string {
  const file = join(folder, name);
  if (!existsSync(file)) {
    const draft = join(folder, `.${name}.${process.pid}`);
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
    own(draft, as);
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file, 'utf8');
}
