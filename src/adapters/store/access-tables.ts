import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Why people looked (codes only), and when a session was last used and ends for good. */
const tables: readonly string[] = [
  `create table stated_reasons (
    person text, institution text, referral text, kind text, reason text not null, since timestamptz not null, until_at timestamptz not null,
    primary key (person, institution, referral, kind))`,
  'create index stated_reasons_until on stated_reasons (until_at)',
  'alter table sessions add column seen_at timestamptz',
];

const linkTable =
  'create table asked_links (id text primary key, referral text not null, person text not null, made_by text not null, since timestamptz not null, until_at timestamptz not null)';

export const accessMigrations: Readonly<Record<string, Migration>> = {
  '0030_access': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
  '0031_asked_links': { up: async (db) => void (await sql.raw(linkTable).execute(db)) },
};
