import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What was read of uploads: state and code in the clear, everything said of the patient sealed. */
const tables: readonly string[] = [
  `create table document_readings (
    upload text primary key, referral text not null, patient text not null, state text not null, code text, at timestamptz not null, confirmed_by text,
    sealed bytea not null)`,
  'create index document_readings_referral on document_readings (referral)',
];

/** What a referral said before: moved here when it says something else. */
const versions: readonly string[] = [
  `create table content_versions (
    id bigserial primary key, referral text not null, content bytea not null, until_at timestamptz not null default now())`,
  'create index content_versions_referral on content_versions (referral)',
];

/** How far a reading is, and which state of the files a card tells of: numbers, kinds and states, nothing of a patient. */
const onTheWay: readonly string[] = [
  'create table reading_progress (upload text primary key, referral text not null, page integer not null, pages integer not null)',
  'create index reading_progress_referral on reading_progress (referral)',
  'alter table posted_cards add column shown_files text',
];

export const readingMigrations: Readonly<Record<string, Migration>> = {
  '0070_readings': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
  '0071_content_versions': {
    up: async (db) => {
      for (const statement of versions) await sql.raw(statement).execute(db);
    },
  },
  '0740_reading_progress': {
    up: async (db) => {
      for (const statement of onTheWay) await sql.raw(statement).execute(db);
    },
  },
};
