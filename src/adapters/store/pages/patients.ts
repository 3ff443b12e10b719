import { id, type PatientId } from '#src/domain/ids.ts';
import type { Identity } from '#src/domain/referral/content.ts';
import type { Patients } from '#src/ports/ledger.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';
import { clashesOn } from './clashes.ts';
import { partingOn } from './parting.ts';
import type { Seals } from './seals.ts';

/** Decisions and looks in emergencies. */
export const withOrigin = ['consents', 'emergency_access'] as const;

/** What moves when two turn out to be one. Entries of the trail are only looked up by another patient: what they say, and the chain over it, stays as it was written. */
export const followJoin = [
  'data_keys',
  'referrals',
  'uploads',
  'rights_requests',
  'legal_holds',
  'happenings',
  'document_readings',
  'annotations',
  'image_remarks',
  'alerts',
  'consultations',
  'consultation_words',
  'follow_ups',
  'handover_notes',
  'consent_tickets',
] as const;

export function patientsOn(sql: Sql, sealed: Seals, vault: Vault): Patients {
  const hkidOf = ({ hkid, hkidValid }: Identity): string | null =>
    hkid && hkidValid !== false ? vault.blind('hkid', hkid) : null;
  const namesOf = ({ nameEn, nameZh }: Identity): readonly string[] =>
    [nameEn, nameZh].flatMap((name) => (name ? grams(name).map((gram) => vault.blind('name', gram)) : []));
  const patients: Patients = {
    ...clashesOn(sql, sealed),
    ...partingOn(sql, vault),
    add: async (patient, identity, how) =>
      void (await sql.run('insert into patients (id, hkid, names, identity) values ($1, $2, $3, $4)', [
        patient,
        how === 'without-number' ? null : hkidOf(identity),
        namesOf(identity),
        await sealed.forPatient(patient, `identity ${patient}`, identity),
      ])),
    identity: async (patient) => {
      const row = await sql.one<{ identity: Uint8Array }>('select identity from patients where id = $1', [patient]);
      // Only `add` and `keepIdentity` write this column.
      return row && ((await sealed.openForPatient(patient, `identity ${patient}`, row.identity)) as Identity);
    },
    keepIdentity: async (patient, identity, how) => {
      const number = 'case when $5 then null else coalesce($2::bigint, hkid) end';
      await sql.run(`update patients set hkid = ${number}, names = $3, identity = $4 where id = $1`, [
        patient,
        hkidOf(identity),
        how === 'unfindable' ? [] : namesOf(identity),
        await sealed.forPatient(patient, `identity ${patient}`, identity),
        how === 'without-number' || how === 'unfindable',
      ]);
    },
    byHkid: async (hkid) => {
      const row = await sql.one<{ id: string }>('select id from patients where hkid = $1', [vault.blind('hkid', hkid)]);
      return row && id<PatientId>(row.id);
    },
    byName: async (words, limit) => {
      const wanted = grams(words).map((gram) => vault.blind('name', gram));
      if (wanted.length === 0) return [];
      const rows = await sql.all<{ id: string }>(
        'select id from patients where names @> $1::bigint[] order by created_at desc limit $2',
        [wanted, limit * 3],
      );
      const found: PatientId[] = [];
      for (const { id: patient } of rows) {
        const which = id<PatientId>(patient);
        const identity = await patients.identity(which);
        // Bigrams can agree by chance: what was opened decides.
        if (identity && [identity.nameEn, identity.nameZh].some((name) => name && fold(name).includes(fold(words))))
          found.push(which);
      }
      return found.slice(0, limit);
    },
    merge: async (from, into) => {
      await sql.run(
        'insert into patient_shares (patient, institution, since, ended_at) select $2, institution, since, ended_at from patient_shares where patient = $1 on conflict do nothing',
        [from, into],
      );
      // These remember whose they were.
      for (const table of withOrigin)
        await sql.run(`update ${table} set origin = coalesce(origin, patient), patient = $2 where patient = $1`, [
          from,
          into,
        ]);
      for (const table of followJoin)
        await sql.run(`update ${table} set patient = $2 where patient = $1`, [from, into]);
      await sql.run('delete from patients where id = $1', [from]);
    },
  };
  return patients;
}

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s,.·-]+/g, '');

/** Two neighbouring characters at a time: works for Chinese, and for parts of English names. */
const grams = (text: string): readonly string[] => {
  const characters = [...fold(text)];
  return [...new Set(characters.slice(0, -1).map((one, index) => `${one}${characters[index + 1] ?? ''}`))];
};
