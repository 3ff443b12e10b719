import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who and what is switched off: ids, codes and times in the clear, what was written beside them sealed. */
const tables: readonly string[] = [
  `create table switches (
    id bigint generated always as identity primary key, kind text not null, subject text not null, reason text not null, since timestamptz not null,
    by_person text not null, on_at timestamptz, on_by text, sealed bytea)`,
  'create unique index switches_off on switches (kind, subject) where on_at is null',
  'create index switches_subject on switches (subject, since desc)',
];

export const switchMigrations: Readonly<Record<string, Migration>> = {
  '0720_switches': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
};
