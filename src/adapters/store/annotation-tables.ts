import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What people put on pictures, every version of it, sealed with the patient's key. */
export const annotationMigrations: Readonly<Record<string, Migration>> = {
  '0060_annotations': {
    up: async (db) => {
      await sql`create table annotations (
        id text, version integer, referral text not null, patient text not null, by_person text not null, at timestamptz not null,
        erased boolean not null default false, sealed bytea not null, primary key (id, version))`.execute(db);
      await sql`create index annotations_referral on annotations (referral, at)`.execute(db);
    },
  },
  '0061_image_remarks': {
    up: async (db) => {
      await sql`create table image_remarks (
        id text primary key, seq bigint generated always as identity, annotation text not null, referral text not null, patient text not null,
        by_person text not null, at timestamptz not null, sealed bytea not null, sound bytea)`.execute(db);
      await sql`create index image_remarks_referral on image_remarks (referral, seq)`.execute(db);
    },
  },
};
