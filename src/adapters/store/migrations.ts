import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { Refused } from '#src/domain/refused.ts';
import { accessMigrations } from './access-tables.ts';
import { alertMigrations } from './alert-tables.ts';
import { annotationMigrations } from './annotation-tables.ts';
import { archiveMigrations } from './archive-tables.ts';
import { consentMigrations } from './consent-tables.ts';
import { consultationMigrations } from './consultation-tables.ts';
import { drawerMigrations } from './drawer-tables.ts';
import { drillMigrations } from './drill-tables.ts';
import { handoverMigrations } from './handover-tables.ts';
import { partingMigrations } from './parting-tables.ts';
import { readingMigrations } from './reading-tables.ts';
import { rightsMigrations } from './rights-tables.ts';
import { switchMigrations } from './switch-tables.ts';

/**
 * The tables, forward only. Columns in the clear hold ids, states, times and keyed fingerprints; everything said of a patient, and every word
 * a person wrote, is sealed.
 */
const storeMigrations: Readonly<Record<string, Migration>> = {
  '0001_ledger': {
    up: async (db) => {
      for (const statement of ledgerTables) await sql.raw(statement).execute(db);
    },
  },
  '0002_turns': {
    up: async (db) => {
      for (const statement of turnTables) await sql.raw(statement).execute(db);
    },
  },
};

const ledgerTables: readonly string[] = [
  `create table referrals (
    id text primary key, code text not null unique, patient text not null, from_institution text not null, to_institution text not null,
    hotline text not null, author text not null, held_by text, urgency text not null, state text not null, standing bytea not null, signature jsonb,
    version integer not null, content_version integer not null, content bytea not null, started_at timestamptz not null, first_sent_at timestamptz,
    due_at timestamptz, rung integer not null default 0, place text)`,
  'create index referrals_due on referrals (due_at) where due_at is not null',
  'create index referrals_patient on referrals (patient)',
  'create index referrals_from on referrals (from_institution, started_at desc)',
  'create index referrals_to on referrals (to_institution, started_at desc)',
  'create unique index referrals_growing on referrals (author, place) where place is not null',
  "create table patients (id text primary key, hkid bigint, names bigint[] not null default '{}', identity bytea not null, created_at timestamptz not null default now())",
  'create unique index patients_hkid on patients (hkid) where hkid is not null',
  'create index patients_names on patients using gin (names)',
  `create table uploads (
    id text primary key, referral text, patient text not null, by_person text not null, state text not null, kind text, mime text, bytes bigint, sha256 text,
    refusal text, at timestamptz not null, sealed bytea not null)`,
  'create index uploads_referral on uploads (referral)',
  'create table space_files (space text, file text, version integer, at timestamptz not null, primary key (space, file, version))',
  `create table posted_cards (
    referral text, place_key text, track text not null, template text not null, receipt text, shown_version integer not null, way text not null,
    primary key (referral, place_key))`,
  'create index posted_cards_track on posted_cards (track)',
  'create table receipts (receipt text primary key, referral text, what text not null, tenant text not null)',
  'create table reads (receipt text, user_id text, at timestamptz not null, primary key (receipt, user_id))',
  `create table approvals (
    referral text, content_version integer, tenant text not null, reference text not null, instance text, state text not null, started_at timestamptz not null,
    primary key (referral, content_version))`,
  'create unique index approvals_instance on approvals (tenant, instance) where instance is not null',
  'create table people_links (tenant text, user_id text, person text not null, union_id text, at timestamptz not null, primary key (tenant, user_id))',
  'create table people_settings (person text primary key, language text not null)',
  'create table leavers (tenant text, user_id text, at timestamptz not null, primary key (tenant, user_id))',
  'create table confirmations (person text, place text, sealed bytea not null, until_at timestamptz not null, primary key (person, place))',
  'create table tenant_notes (tenant text, name text, value text not null, primary key (tenant, name))',
  `create table sessions (
    id text primary key, person text not null, tenant text not null, user_id text not null, device text not null, csrf text not null,
    from_at timestamptz not null, until_at timestamptz not null)`,
  'create index sessions_person on sessions (person)',
  `create table inbox (
    id bigint generated always as identity primary key, tenant text not null, kind text not null, key text not null, topic text not null, event_type text,
    event_corp text, at timestamptz not null, received_at timestamptz not null default now(), state text not null default 'waiting', tries integer not null default 0,
    next_at timestamptz not null default now(), why text, sealed bytea, unique (tenant, kind, key))`,
  `create index inbox_waiting on inbox (next_at, id) where state = 'waiting'`,
  'create index inbox_received on inbox (received_at)',
  `create table errands (
    id bigint generated always as identity primary key, key text, lane smallint not null, deed text not null, state text not null default 'waiting',
    tries integer not null default 0, begun_before boolean not null default false, next_at timestamptz not null, lease_until timestamptz, why text,
    created_at timestamptz not null default now(), ended_at timestamptz, sealed bytea not null)`,
  `create unique index errands_merge on errands (key) where state = 'waiting' and key is not null`,
  `create index errands_waiting on errands (lane, next_at, id) where state = 'waiting'`,
  `create index errands_begun on errands (lease_until) where state = 'begun'`,
  'create index errands_ended on errands (ended_at) where ended_at is not null',
  'create table chain_heads (chain text primary key, seq bigint not null, hash bytea not null)',
  `create table happenings (
    chain text, seq bigint, at timestamptz not null, what text not null, referral text, patient text, body text not null, prev bytea not null, hash bytea not null,
    primary key (chain, seq))`,
  'create index happenings_referral on happenings (referral, at) where referral is not null',
  'create index happenings_patient on happenings (patient, at) where patient is not null',
  'create table quota (tenant text, month text, budget text, count bigint not null, primary key (tenant, month, budget))',
];

const turnTables: readonly string[] = [
  'create table turns (name text primary key, next_at timestamptz not null)',
  'create index sessions_until on sessions (until_at)',
];

/** Brings the store to the form this version knows. Several instances may do it at once; a store from a newer version is refused. */
export async function migrate(
  db: Kysely<unknown>,
  more: readonly Readonly<Record<string, Migration>>[],
): Promise<readonly string[]> {
  const all = Object.assign(
    {},
    storeMigrations,
    alertMigrations,
    annotationMigrations,
    archiveMigrations,
    consentMigrations,
    consultationMigrations,
    accessMigrations,
    readingMigrations,
    partingMigrations,
    rightsMigrations,
    switchMigrations,
    handoverMigrations,
    drillMigrations,
    drawerMigrations,
    ...more,
  ) as Record<string, Migration>;
  const provider: MigrationProvider = { getMigrations: async () => all };
  // Rooms number their own migrations, so a later one of ours may sort before an earlier one of theirs.
  const migrator = new Migrator({ db, provider, allowUnorderedMigrations: true });
  const unknown = await newerThanUs(db, all);
  if (unknown.length > 0)
    throw new Refused(
      'store.version',
      `The store was made by a newer Baton (${unknown.join(', ')}). Start that version, or restore a backup of this one`,
    );
  const { error, results } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error(String(error));
  return (results ?? []).map(({ migrationName }) => migrationName);
}

async function newerThanUs(db: Kysely<unknown>, all: Record<string, Migration>): Promise<readonly string[]> {
  const { rows: there } = await sql<{
    found: string | null;
  }>`select to_regclass('kysely_migration')::text as found`.execute(db);
  if (!there[0]?.found) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !(name in all));
}
