import { id, type PatientId, type UploadId } from '#src/domain/ids.ts';
import type { Patients } from '#src/ports/ledger.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';

type Sealing = Pick<Vault, 'seal' | 'open' | 'sealForService' | 'openForService'>;
type Labels = Readonly<Record<string, (row: Readonly<Record<string, unknown>>) => string>>;

/** Every sealed column that hangs on a referral, and what binds its value to its place. A test finds a table that is missing here. */
export const sealedByReferral: Readonly<Record<string, { readonly key: string; readonly columns: Labels }>> = {
  content_versions: { key: 'id', columns: { content: ({ referral }) => `content ${referral}` } },
  document_readings: { key: 'upload', columns: { sealed: ({ upload }) => `reading ${upload}` } },
  annotations: {
    key: "id || ' ' || version",
    columns: { sealed: ({ id: which, version }) => `annotation ${which} ${version}` },
  },
  image_remarks: {
    key: 'id',
    columns: { sealed: ({ id: which }) => `remark ${which}`, sound: ({ id: which }) => `sound ${which}` },
  },
  consultations: { key: 'id', columns: { sealed: ({ id: which }) => `pin ${which}` } },
  consultation_words: {
    key: 'id',
    columns: { sealed: ({ id: which }) => `word ${which}`, sound: ({ id: which }) => `sound ${which}` },
  },
  alerts: { key: 'id', columns: { sealed: ({ id: which }) => `alert ${which}` } },
  consents: { key: 'id', columns: { sealed: ({ id: which }) => `consent ${which}` } },
  handover_notes: { key: 'id', columns: { sealed: ({ id: which }) => `handover note ${which}` } },
  emergency_access: { key: 'id', columns: { sealed: ({ id: which }) => `emergency ${which}` } },
};

/** What the archive made of a referral is not sealed anew: it is made again from what the referral says. */
export const madeAgain = ['archive_entries', 'archive_words', 'archive_texts', 'archive_thumbnails'] as const;

/** Columns of these hold a patient beside a referral and nothing sealed with a patient's key. */
export const followers = ['uploads', 'consent_tickets', 'follow_ups', 'happenings'] as const;

/** A referral leaves one patient for another. */
export function partingOn(sql: Sql, vault: Sealing): Pick<Patients, 'separate' | 'resealed' | 'lendsKeys'> {
  const anew = async (
    { table, key, columns, into }: { table: string; key: string; columns: Labels; into: PatientId },
    where: string,
    values: readonly unknown[],
  ) => {
    for (const row of await sql.all<Record<string, unknown>>(
      `select *, ${key} as parting_key from ${table} where ${where}`,
      values,
    ))
      for (const [column, labelOf] of Object.entries(columns)) {
        const before = row[column];
        if (!(before instanceof Uint8Array)) continue;
        const plain = await vault.open(into, labelOf(row), before);
        const sealed = await vault.seal(into, labelOf(row), plain);
        plain.fill(0);
        await sql.run(`update ${table} set ${column} = $2 where ${key} = $1`, [row['parting_key'], sealed]);
      }
  };
  return {
    separate: async (referral, from, into) => {
      await sql.run(
        `insert into patient_shares (patient, institution, since, ended_at)
         select $3, s.institution, s.since, s.ended_at from patient_shares s join referrals r on r.id = $1 and s.institution in (r.from_institution, r.to_institution)
         where s.patient = $2 on conflict do nothing`,
        [referral, from, into],
      );
      await anew(
        {
          table: 'referrals',
          key: 'id',
          into,
          columns: { content: ({ id: which }) => `content ${which}`, standing: ({ id: which }) => `standing ${which}` },
        },
        'id = $1',
        [referral],
      );
      await sql.run('update referrals set patient = $2 where id = $1', [referral, into]);
      for (const [table, { key, columns }] of Object.entries(sealedByReferral)) {
        await anew({ table, key, columns, into }, 'referral = $1', [referral]);
        if (table !== 'content_versions')
          await sql.run(`update ${table} set patient = $2 where referral = $1`, [referral, into]);
      }
      for (const table of followers)
        await sql.run(`update ${table} set patient = $2 where referral = $1`, [referral, into]);
      await limitsForBoth(sql, vault, from, into);
      for (const table of madeAgain) await sql.run(`delete from ${table} where referral = $1`, [referral]);
      await sql.run('insert into archive_due values ($1) on conflict do nothing', [referral]);
      const files = await sql.all<{ id: string }>(
        "insert into files_to_reseal (upload, lender) select id, $2 from uploads where referral = $1 and state in ('expected', 'kept', 'filed') on conflict do nothing returning upload as id",
        [referral, from],
      );
      return files.map((row) => id<UploadId>(row.id));
    },
    resealed: async (upload) => void (await sql.run('delete from files_to_reseal where upload = $1', [upload])),
    lendsKeys: async (patient) =>
      (await sql.one('select 1 as one from files_to_reseal where lender = $1 limit 1', [patient])) !== undefined,
  };
}

/** Refusals and withdrawals about no single referral, and holds that stand, are written down for the second patient too. */
async function limitsForBoth(sql: Sql, vault: Sealing, from: PatientId, into: PatientId): Promise<void> {
  const copy = async (
    table: string,
    where: string,
    resealed: (before: string, after: string, sealed: Uint8Array) => Promise<Uint8Array>,
  ) => {
    for (const row of await sql.all<{ id: string; sealed: Uint8Array }>(
      `select * from ${table} where patient = $1 and ${where}`,
      [from],
    )) {
      const after = `${row.id}-${into.slice(0, 8)}`;
      const both = { ...row, id: after, patient: into, sealed: await resealed(row.id, after, row.sealed) };
      const names = Object.keys(both);
      await sql.run(
        `insert into ${table} (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')}) on conflict do nothing`,
        Object.values(both),
      );
    }
  };
  await copy(
    'consents',
    "referral is null and (decision = 'refused' or withdrawn_at is not null) and replaced_at is null",
    async (before, after, sealed) =>
      vault.seal(into, `consent ${after}`, await vault.open(from, `consent ${before}`, sealed)),
  );
  await copy('legal_holds', 'lifted_at is null', async (before, after, sealed) =>
    vault.sealForService(`hold ${after}`, await vault.openForService(`hold ${before}`, sealed)),
  );
}
