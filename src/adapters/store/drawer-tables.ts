import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Keys to what people have typed and not yet sent: the words lie sealed on their devices, the keys here, sealed by the service. */
const table = 'create table drawer_keys (person text, day text, sealed bytea not null, primary key (person, day))';

export const drawerMigrations: Readonly<Record<string, Migration>> = {
  '0741_drawer_keys': { up: async (db) => void (await sql.raw(table).execute(db)) },
};
