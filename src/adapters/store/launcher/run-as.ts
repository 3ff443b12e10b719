import { readFileSync, statSync } from 'node:fs';
import { Refused } from '#src/domain/refused.ts';

export type RunAs = { readonly uid: number; readonly gid: number; readonly name: string } | undefined;

/**
 * Who runs the server. PostgreSQL refuses to be root: then it runs as whoever owns the database that is already there, else as `postgres` where that
 * user exists, else as `nobody`. An ordinary user runs it as themselves, and only over their own database.
 */
export function runAs(folder: string): RunAs {
  const owner = statSync(folder, { throwIfNoEntry: false });
  const me = process.getuid?.();
  if (me !== 0) {
    if (owner && me !== undefined && owner.uid !== me)
      throw new Refused(
        'store.version',
        `The database in this data folder belongs to user ${nameOf(owner.uid) ?? owner.uid}. Start Baton as that user (or as root), or give this one a folder of its own with BATON_DATA_DIR`,
      );
    return undefined;
  }
  if (owner && owner.uid !== 0) {
    const name = nameOf(owner.uid);
    if (!name)
      throw new Refused(
        'store.version',
        `The database in this data folder belongs to user id ${owner.uid}, which has no name on this machine. Give it to user postgres (chown -R), or start Baton as its owner`,
      );
    return { uid: owner.uid, gid: owner.gid, name };
  }
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users().find(([user]) => user === wanted) ?? [];
    if (name && uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Refused(
    'store.version',
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. Start Baton as an ordinary user, or set DATABASE_URL',
  );
}

const users = (): readonly string[][] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));

const nameOf = (uid: number): string | undefined => users().find(([, , number]) => number === String(uid))?.[0];

/** What a child needs to run as that user, in a bare environment: nothing of ours (no secret) goes to the server. */
export const identity = (as: RunAs): { uid?: number; gid?: number; env: Record<string, string> } => ({
  ...(as ? { uid: as.uid, gid: as.gid } : {}),
  env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', HOME: '/' },
});
