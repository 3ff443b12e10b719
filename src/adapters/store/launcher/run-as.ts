import { readFileSync } from 'node:fs';

export type RunAs = { readonly uid: number; readonly gid: number; readonly name: string } | undefined;

/** PostgreSQL refuses to run as root: then it runs as `postgres` where that user exists, else as `nobody`. Otherwise as ourselves. */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users.find(([user]) => user === wanted) ?? [];
    if (name && uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}
