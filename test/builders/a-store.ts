import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openStore, type Store } from '#src/adapters/store/open-store.ts';
import { vaultMigrations } from '#src/adapters/vault/migrations.ts';
import { type OpenedVault, openVault } from '#src/adapters/vault/open-vault.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Log } from '#src/ports/log.ts';
import { databaseOn } from './database-server.ts';
import { silent } from './silent.ts';

export { silent };

export class SetClock implements Clock {
  #now: Date;
  constructor(now = new Date('2026-11-23T04:00:00Z')) {
    this.#now = now;
  }
  now(): Date {
    return this.#now;
  }
  pass(minutes: number): void {
    this.#now = new Date(this.#now.getTime() + minutes * 60_000);
  }
}

export type TestStore = Store &
  OpenedVault & {
    readonly dataDir: string;
    readonly url: string;
    readonly clock: SetClock;
    readonly drop: () => Promise<void>;
  };

/** A store of one's own on the server of this run: a fresh database with the real vault. */
export async function aStore(
  options: { readonly clock?: SetClock; readonly log?: Log; readonly url?: string; readonly dataDir?: string } = {},
): Promise<TestStore> {
  const clock = options.clock ?? new SetClock();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'baton-test-'));
  const url = options.url ?? (await freshDatabase());
  let opened: OpenedVault | undefined;
  const store = await openStore({
    databaseUrl: url,
    dataDir,
    env: {},
    clock,
    log: options.log ?? silent,
    migrations: [vaultMigrations],
    vaultOver: (keys) => {
      opened = openVault({ dataDir, env: {}, pool: keys, log: options.log ?? silent });
      return opened;
    },
  });
  if (!opened) throw new Error('the store opened without its vault');
  return {
    ...store,
    ...opened,
    dataDir,
    url,
    clock,
    drop: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

/** `from` nothing, where the way from an empty database to one of ours is what is tried. */
export async function freshDatabase(from: 'template' | 'nothing' = 'template'): Promise<string> {
  const server = inject('databaseServer');
  const prefix = inject('databasePrefix');
  const name = `${prefix}_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client(server);
  await client.connect();
  await client.query(`create database ${name}${from === 'template' ? ` template ${prefix}_template` : ''}`);
  await client.end();
  return databaseOn(server, name);
}
