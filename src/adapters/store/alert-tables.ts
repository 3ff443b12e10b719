import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Alerts raised on referrals, sealed with the patient's key; and counts per rule, which name no patient. */
export const alertMigrations: Readonly<Record<string, Migration>> = {
  '0050_alerts': {
    up: async (db) => {
      await sql`create table alerts (
        id text primary key, referral text not null, patient text not null, tier text not null, raised_at timestamptz not null,
        acknowledged_by text, acknowledged_at timestamptz, sealed bytea not null)`.execute(db);
      await sql`create index alerts_referral on alerts (referral, raised_at)`.execute(db);
      await sql`create table rule_counts (
        rule text, institution text, tier text not null, raised bigint not null default 0, overridden bigint not null default 0,
        primary key (rule, institution, tier))`.execute(db);
    },
  },
};
