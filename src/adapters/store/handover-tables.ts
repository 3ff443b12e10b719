import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who is on duty, and what is passed on at each change of shift: ids, states and times in the clear, a note for the next shift sealed with the patient's key. */
const rosterTables: readonly string[] = [
  `create table rosters (
    institution text, hotline text not null default '', day text, minute integer, on_duty text[] not null, cover text[] not null, version integer not null,
    by_person text not null, at timestamptz not null, primary key (institution, day, minute, hotline))`,
];
const handoverTables: readonly string[] = [
  `create table handovers (
    id text primary key, institution text not null, at timestamptz not null, since timestamptz not null, opened_at timestamptz not null,
    limit_at timestamptz not null, due_at timestamptz, step integer not null default 0, unique (institution, at))`,
  'create index handovers_due on handovers (due_at) where due_at is not null',
  `create table handover_cases (
    handover text, referral text, state text not null, by_person text, since timestamptz, primary key (handover, referral))`,
  'create index handover_cases_referral on handover_cases (referral)',
  `create table handover_notes (
    id text primary key, seq bigint generated always as identity, institution text not null, referral text not null, patient text not null,
    by_person text not null, at timestamptz not null, sealed bytea not null)`,
  'create index handover_notes_of on handover_notes (referral, institution, seq desc)',
];

const make = (statements: readonly string[]): Migration => ({
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

export const handoverMigrations: Readonly<Record<string, Migration>> = {
  '0700_rosters': make(rosterTables),
  '0701_handovers': make(handoverTables),
};
