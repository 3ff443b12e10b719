import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const tables: readonly string[] = [
  `create table identity_clashes (
    referral text not null, patient text not null, other text not null, at timestamptz not null, settled_at timestamptz, settled_by text, how text, words bytea,
    primary key (referral, other))`,
  'create index identity_clashes_open on identity_clashes (at) where settled_at is null',
  // Files that belong to another patient now and still open with the keys of the lender only.
  'create table files_to_reseal (upload text primary key, lender text not null)',
  'create index files_to_reseal_lender on files_to_reseal (lender)',
];

/** Who is who: two with one identity number, and referrals that left a patient. Ids, times and states only. */
export const partingMigrations: Readonly<Record<string, Migration>> = {
  '0080_parting': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
};
