import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The vault's own tables; the store's migrator runs them in order of their names. */
export const vaultMigrations: Readonly<Record<string, Migration>> = {
  '0100_vault_keys': {
    up: async (db) => {
      await sql`create table data_keys (
        id text primary key, patient text not null, wrapped bytea not null,
        first_of text unique, created_at timestamptz not null default now(), destroyed_at timestamptz)`.execute(db);
      await sql`create index data_keys_patient on data_keys (patient)`.execute(db);
      await sql`create table service_keys (name text primary key, wrapped bytea not null)`.execute(db);
      await sql`create table signing_keys (
        id text primary key, owner text not null, public_pem text not null, sealed bytea not null,
        from_at timestamptz not null, until_at timestamptz)`.execute(db);
      await sql`create unique index signing_keys_one_live on signing_keys (owner) where until_at is null`.execute(db);
      await sql`create table checkpoints (
        chain text not null, size bigint not null, root text not null, link text not null, at timestamptz not null,
        key_id text not null, signature text not null, primary key (chain, size))`.execute(db);
    },
  },
  '0101_checkpoint_peaks': {
    up: async (db) => {
      await sql`alter table checkpoints add column peaks text[]`.execute(db);
    },
  },
  '0110_institution_keys': {
    up: async (db) => {
      await sql`alter table service_keys add column made_at timestamptz not null default now()`.execute(db);
      await sql`create table institution_keys (
        id text primary key, institution text not null, wrapped bytea not null,
        created_at timestamptz not null default clock_timestamp(), retired_at timestamptz)`.execute(db);
      await sql`create unique index institution_keys_one_live on institution_keys (institution) where retired_at is null`.execute(
        db,
      );
      await sql`create table key_wraps (
        data_key text not null, institution text not null, wrapped bytea not null, primary key (data_key, institution))`.execute(
        db,
      );
      await sql`create table patient_shares (
        patient text not null, institution text not null, since timestamptz not null default now(), ended_at timestamptz,
        primary key (patient, institution))`.execute(db);
      await sql`create table key_rotations (id bigint generated always as identity primary key, begun_at timestamptz not null default now(),
        finished_at timestamptz, counts jsonb)`.execute(db);
    },
  },
};
