import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The patients' decisions, emergency access, tickets of the patient's own page, and the notices that somebody's leave has ended. What was agreed to, and every
 * name and word, is sealed. `origin` remembers whose row it was before two patients were found to be one.
 */
const tables: readonly string[] = [
  `create table consents (
    id text primary key, patient text not null, origin text, referral text, recipient text not null, decision text not null, purpose text not null,
    from_at timestamptz not null, until_at timestamptz, way text not null, wording text not null, recorded_by text not null, recorded_at timestamptz not null,
    withdrawn_at timestamptz, withdrawn_by text, replaced_at timestamptz, replaced_by text, sealed bytea not null)`,
  'create index consents_patient on consents (patient)',
  `create index consents_until on consents (until_at) where until_at is not null and withdrawn_at is null and replaced_at is null`,
  'create table consent_notices (consent text, what text, at timestamptz not null, primary key (consent, what))',
  `create table leave_ends (
    id bigint generated always as identity primary key, at timestamptz not null default now(), patient text not null, referral text, institution text,
    clinician text, because text not null)`,
  `create table emergency_access (
    id text primary key, patient text not null, origin text, referral text, person text not null, institution text not null, ground text not null,
    opened_at timestamptz not null, until_at timestamptz not null, ended_at timestamptz, review_by timestamptz not null, reviewed_at timestamptz, reviewed_by text,
    verdict text, escalated_at timestamptz, told_at timestamptz, told_how text, sealed bytea not null)`,
  'create index emergency_access_patient on emergency_access (patient)',
  'create index emergency_access_person on emergency_access (person, opened_at)',
  'create index emergency_access_review on emergency_access (review_by) where reviewed_at is null',
  `create table consent_tickets (
    id text primary key, token text not null unique, code bigint unique, kind text not null, patient text not null, referral text not null,
    consents text[] not null, made_by text not null, made_at timestamptz not null, until_at timestamptz, wrong_tries integer not null default 0, proof text,
    used_at timestamptz, closed_at timestamptz)`,
  'create index consent_tickets_referral on consent_tickets (referral)',
  'create index consent_tickets_patient on consent_tickets (patient)',
];

export const consentMigrations: Readonly<Record<string, Migration>> = {
  '0010_consents': {
    up: async (db) => {
      for (const statement of tables) await sql.raw(statement).execute(db);
    },
  },
};
