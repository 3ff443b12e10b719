import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A drill is a referral like any other, marked on its own row from its first moment to its last; what belongs to the drill itself stands beside it. */
const tables: readonly string[] = [
  // By its own code, which every text about it carries: the two can never differ.
  "alter table referrals add column drill boolean generated always as (starts_with(code, 'DRILL 演習 ')) stored",
  `create table drills (
    referral text primary key, hotline text not null, institution text not null, by_person text not null, begun_at timestamptz not null,
    until_at timestamptz not null, ended_at timestamptz, ended_by text)`,
  'create index drills_open on drills (until_at) where ended_at is null',
];

export const drillMigrations: Readonly<Record<string, Migration>> = {
  '0721_drills': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
};
