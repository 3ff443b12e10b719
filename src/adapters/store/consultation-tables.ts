import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements: readonly string[] = [
  `create table consultations (
    id text primary key, seq bigint generated always as identity, referral text not null, patient text not null, by_person text not null,
    from_institution text not null, of_institution text not null, of_person text, pin_on text, pin_id text, state text not null, since timestamptz not null,
    waits_since timestamptz, by_whom text, asked_at timestamptz not null, due_at timestamptz, rung integer not null default 0, version integer not null,
    sealed bytea)`,
  'create index consultations_referral on consultations (referral, seq)',
  'create index consultations_due on consultations (due_at) where due_at is not null',
  "create unique index consultations_drawing on consultations (pin_id) where pin_on = 'image' and state <> 'taken-back'",
  `create table consultation_words (
    id text primary key, seq bigint generated always as identity, consultation text not null, referral text not null, patient text not null,
    by_person text not null, at timestamptz not null, answers boolean not null, sealed bytea not null, sound bytea)`,
  'create index consultation_words_of on consultation_words (consultation, seq)',
  'create index consultation_words_referral on consultation_words (referral)',
  `create table consultation_looks (
    consultation text, person text, referral text not null, words integer not null, primary key (consultation, person))`,
  'create index consultation_looks_referral on consultation_looks (referral)',
  'create index image_remarks_at on image_remarks (at)',
  `create table follow_ups (
    id text primary key, referral text not null, patient text not null, by_person text not null, set_at timestamptz not null, owner text not null,
    due_at timestamptz not null, state text not null, ended_at timestamptz, ended_by text, because text, version integer not null)`,
  'create index follow_ups_referral on follow_ups (referral)',
  "create index follow_ups_due on follow_ups (due_at) where state in ('open', 'due')",
];

/** Questions between clinicians and what was said of them (sealed with the patient's key), who was shown what, and when to see a patient again. */
export const consultationMigrations: Readonly<Record<string, Migration>> = {
  '0710_consultations': {
    up: async (db) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  },
};
