import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { launch } from '#src/adapters/store/launcher/launch.ts';
import { silent } from './silent.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseServer: string;
  }
}

/** One PostgreSQL for the whole run: the one TEST_DATABASE_URL names, or an embedded one of our own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    project.provide('databaseServer', given);
    return async () => {};
  }
  const dir = mkdtempSync(join(tmpdir(), 'baton-pg-'));
  // Started by root, the server runs as somebody else, who must find the way.
  chmodSync(dir, 0o711);
  const server = await launch(dir, process.env, silent);
  const { host, user, password } = server.connection;
  project.provide(
    'databaseServer',
    `postgresql://${user}:${String(password)}@/baton?host=${encodeURIComponent(host ?? '')}`,
  );
  return async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}
