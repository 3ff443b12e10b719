import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Patients' requests, legal holds, erasures and breaches. Ids, kinds and times in the clear; every word is sealed. */
const tables: readonly string[] = [
  `create table rights_requests (
    id text primary key, patient text not null, institution text not null, kind text not null, requester text not null, owner text not null,
    received_at timestamptz not null, identity_asked_at timestamptz, identity_proved_at timestamptz, ended_at timestamptz, ended_by text, outcome text,
    warned_at timestamptz, late_told_at timestamptz, asked bytea not null, answered bytea)`,
  'create index rights_requests_place on rights_requests (institution, received_at desc)',
  'create index rights_requests_open on rights_requests (received_at) where ended_at is null',
  `create table legal_holds (
    id text primary key, patient text not null, institution text not null, by_person text not null, at timestamptz not null, lifted_at timestamptz,
    lifted_by text, sealed bytea not null)`,
  'create index legal_holds_patient on legal_holds (patient) where lifted_at is null',
  `create table erasures (
    id text primary key, patient text not null, institution text not null, why text not null, by_who text not null, at timestamptz not null, done_at timestamptz,
    counts jsonb not null, files text[] not null)`,
  `create table breaches (
    id text primary key, institution text not null, found_at timestamptz not null, noted_at timestamptz not null, by_person text not null, closed_at timestamptz,
    sealed bytea not null)`,
];

export const rightsMigrations: Readonly<Record<string, Migration>> = {
  '0080_rights': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
};
