import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The archive: ids, kinds and days in the clear; words as keyed fingerprints, other ones for every place; everything that can be read is sealed. An entry has one
 * row of fingerprints for each place that may look for it.
 */
const tables: readonly string[] = [
  `create table archive_entries (
    id text primary key, referral text not null, patient text not null, origin text not null, kind text not null, at timestamptz not null, is_dated boolean not null,
    source text not null, upload text, pages integer not null, print bigint not null, sealed bytea not null)`,
  'create index archive_entries_referral on archive_entries (referral)',
  'create index archive_entries_patient on archive_entries (patient)',
  'create index archive_entries_upload on archive_entries (upload) where upload is not null and not is_dated',
  `create table archive_words (
    entry text not null, place text not null, referral text not null, patient text not null, origin text not null, kind text not null, at timestamptz not null,
    terms bigint[] not null, primary key (entry, place))`,
  'create index archive_words_referral on archive_words (referral)',
  'create index archive_words_patient on archive_words (patient, place, at desc)',
  'create index archive_words_place on archive_words (place, at desc)',
  'create index archive_words_terms on archive_words using gin (terms) with (fastupdate = off)',
  // Enough to tell a common word from a rare one, so that the newest are read in order for the one and the fingerprints are asked for the other.
  'alter table archive_words alter column terms set statistics 500',
  `create table archive_texts (upload text primary key, referral text not null, patient text not null, sealed bytea not null)`,
  'create index archive_texts_referral on archive_texts (referral)',
  'create index archive_texts_patient on archive_texts (patient)',
  `create table archive_thumbnails (upload text primary key, referral text not null, patient text not null, sealed bytea)`,
  'create index archive_thumbnails_referral on archive_thumbnails (referral)',
  'create index archive_thumbnails_patient on archive_thumbnails (patient)',
  'create table archive_due (referral text primary key)',
  // What was there before the archive is filed as well.
  'insert into archive_due select id from referrals',
];

export const archiveMigrations: Readonly<Record<string, Migration>> = {
  '0150_archive': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
};
