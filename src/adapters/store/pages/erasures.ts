import { type ClinicianId, type InstitutionId, id, type PatientId } from '#src/domain/ids.ts';
import type { Certificate, ErasureId } from '#src/domain/rights/retention.ts';
import type { Rights } from '#src/ports/rights.ts';
import type { Sql } from '../sql.ts';

/** The trail keeps ids and states, the registers keep what was asked and decided; keys have a way of their own. Everything else goes. */
const stays = new Set(['happenings', 'erasures', 'rights_requests', 'legal_holds', 'data_keys', 'key_wraps']);

type Row = {
  id: string;
  patient: string;
  institution: string;
  why: string;
  by_who: string;
  at: Date;
  done_at: Date | null;
  counts: Record<string, number>;
  files: string[];
};

export function erasuresOn(sql: Sql): Pick<Rights, 'certificates' | 'unfinished' | 'keepCertificate' | 'erase'> {
  const list = async (rest: string, values: readonly unknown[]): Promise<readonly Certificate[]> =>
    (await sql.all<Row>(`select * from erasures where ${rest}`, values)).map((row) => ({
      id: id<ErasureId>(row.id),
      patient: id<PatientId>(row.patient),
      institution: id<InstitutionId>(row.institution),
      why: row.why === 'request' ? 'request' : 'retention',
      by: row.by_who === 'baton' ? 'baton' : id<ClinicianId>(row.by_who),
      at: row.at,
      rows: row.counts,
      files: row.files,
      ...(row.done_at ? { doneAt: row.done_at } : {}),
    }));
  return {
    certificates: (places) => list('institution = any($1) order by at desc limit 500', [places]),
    unfinished: (limit) => list('done_at is null order by at limit $1', [limit]),
    keepCertificate: async ({ id: which, patient, institution, why, by, at, rows, files, doneAt }) =>
      void (await sql.run(
        `insert into erasures (id, patient, institution, why, by_who, at, done_at, counts, files) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)
         on conflict (id) do update set done_at = excluded.done_at`,
        [which, patient, institution, why, by, at, doneAt ?? null, JSON.stringify(rows), files],
      )),
    erase: async (patient) => {
      const referrals = (await sql.all<{ id: string }>('select id from referrals where patient = $1', [patient])).map(
        (row) => row.id,
      );
      const files = (await sql.all<{ id: string }>('select id from uploads where patient = $1', [patient])).map(
        (row) => row.id,
      );
      const rows: Record<string, number> = {};
      const take = async (table: string, where: string, value: unknown) => {
        const gone = await sql.all<{ one: number }>(`delete from ${table} where ${where} returning 1 as one`, [value]);
        if (gone.length > 0) rows[table] = (rows[table] ?? 0) + gone.length;
      };
      // Every table that knows a patient or a referral, also those that later versions add.
      for (const table of await tablesWith(sql, 'referral')) await take(table, 'referral = any($1)', referrals);
      for (const table of await tablesWith(sql, 'patient')) await take(table, 'patient = $1', patient);
      await take('patients', 'id = $1', patient);
      return { rows, files };
    },
  };
}

const tablesWith = async (sql: Sql, column: string): Promise<readonly string[]> =>
  (
    await sql.all<{ name: string }>(
      `select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = current_schema() and c.column_name = $1 and t.table_type = 'BASE TABLE' order by 1`,
      [column],
    )
  )
    .map(({ name }) => name)
    .filter((name) => !stays.has(name) && /^[a-z_]+$/.test(name));
