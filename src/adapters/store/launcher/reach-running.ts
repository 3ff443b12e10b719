import type { ClientConfig } from 'pg';
import pg from 'pg';
import type { Log } from '#src/ports/log.ts';
import { madeBy } from './initialise.ts';
import { passwordIn, placeFor, socketDir } from './places.ts';

/** How to reach the embedded PostgreSQL that a running Baton holds over this data folder; nothing when none answers. It is left running. */
export async function reachRunning(dataDir: string, log: Log): Promise<ClientConfig | undefined> {
  const place = placeFor(dataDir, log);
  if (madeBy(place.data) === undefined) return undefined;
  const connection = {
    ...{ host: socketDir(place.folder, place.as), port: 5432, user: 'baton', database: 'baton' },
    password: passwordIn(place.folder, 'app', place.as),
  };
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return connection;
  } catch {
    // Nobody is at home: the caller may start the server itself.
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
