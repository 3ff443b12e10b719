import { type ClinicianId, id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { KeptReading, ReadingState, Readings } from '#src/ports/readings.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = {
  upload: string;
  referral: string;
  patient: string;
  state: string;
  code: string | null;
  at: Date;
  confirmed_by: string | null;
  sealed: Uint8Array;
};

export function readingsOn(sql: Sql, sealed: Seals): Readings {
  const label = (upload: string) => `reading ${upload}`;
  const readingOf = async (row: Row): Promise<KeptReading> => ({
    upload: id<UploadId>(row.upload),
    referral: id<ReferralId>(row.referral),
    patient: id<PatientId>(row.patient),
    // Written by `keep` below from a reading's own parts.
    state: row.state as ReadingState,
    ...(row.code ? { code: row.code } : {}),
    at: row.at,
    ...(row.confirmed_by ? { confirmedBy: id<ClinicianId>(row.confirmed_by) } : {}),
    // The same: sealed below, opened only for the same patient and upload.
    says: (await sealed.openForPatient(
      id<PatientId>(row.patient),
      label(row.upload),
      row.sealed,
    )) as KeptReading['says'],
  });
  return {
    get: async (upload) => {
      const row = await sql.one<Row>('select * from document_readings where upload = $1', [upload]);
      return row && readingOf(row);
    },
    of: async (referral) => {
      const rows = await sql.all<Row>('select * from document_readings where referral = $1 order by at, upload', [
        referral,
      ]);
      const all: KeptReading[] = [];
      for (const row of rows) all.push(await readingOf(row));
      return all;
    },
    states: async (referral) =>
      new Map(
        (
          await sql.all<Pick<Row, 'upload' | 'state'>>(
            'select upload, state from document_readings where referral = $1',
            [referral],
          )
        )
          // Written by `keep` below from a reading's own state.
          .map(({ upload, state }) => [id<UploadId>(upload), state as ReadingState] as const),
      ),
    progress: async (referral) =>
      new Map(
        (
          await sql.all<{ upload: string; page: number; pages: number }>(
            'select upload, page, pages from reading_progress where referral = $1',
            [referral],
          )
        ).map(({ upload, page, pages }) => [id<UploadId>(upload), { page, pages }] as const),
      ),
    keepProgress: async (upload, referral, { page, pages }) =>
      void (await sql.run(
        `insert into reading_progress (upload, referral, page, pages) values ($1, $2, $3, $4)
         on conflict (upload) do update set page = excluded.page, pages = excluded.pages`,
        [upload, referral, page, pages],
      )),
    keep: async ({ upload, referral, patient, state, code, at, confirmedBy, says }) => {
      await sql.run(
        `insert into document_readings (upload, referral, patient, state, code, at, confirmed_by, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (upload) do update set state = excluded.state, code = excluded.code, at = excluded.at, confirmed_by = excluded.confirmed_by,
         patient = excluded.patient, sealed = excluded.sealed`,
        [
          upload,
          referral,
          patient,
          state,
          code ?? null,
          at,
          confirmedBy ?? null,
          await sealed.forPatient(patient, label(upload), says),
        ],
      );
      await sql.run('delete from reading_progress where upload = $1', [upload]);
    },
  };
}
