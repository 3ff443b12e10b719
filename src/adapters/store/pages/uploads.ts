import { type ClinicianId, id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Upload, Uploads } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type UploadRow = {
  id: string;
  referral: string | null;
  patient: string;
  by_person: string;
  state: string;
  kind: string | null;
  mime: string | null;
  bytes: string | null;
  sha256: string | null;
  refusal: string | null;
  at: Date;
  sealed: Uint8Array;
};

export function uploadsOn(sql: Sql, sealed: Seals): Uploads {
  const columns = 'id, referral, patient, by_person, state, kind, mime, bytes, sha256, refusal, at, sealed';
  const uploadOf = async (row: UploadRow): Promise<Upload> => {
    // Written by `valuesOf` below from an Upload's own parts.
    const hidden = (await sealed.openForService(`upload ${row.id}`, row.sealed)) as Pick<
      Upload,
      'origin' | 'name' | 'replyTo'
    >;
    return {
      id: id<UploadId>(row.id),
      referral: row.referral ? id<ReferralId>(row.referral) : undefined,
      patient: id<PatientId>(row.patient),
      by: id<ClinicianId>(row.by_person),
      state: row.state as Upload['state'],
      at: row.at,
      ...hidden,
      ...(row.kind ? { kind: row.kind } : {}),
      ...(row.mime ? { mime: row.mime } : {}),
      ...(row.bytes === null ? {} : { bytes: Number(row.bytes) }),
      ...(row.sha256 ? { sha256: row.sha256 } : {}),
      ...(row.refusal ? { refusal: row.refusal } : {}),
    };
  };
  const valuesOf = async (upload: Upload): Promise<readonly unknown[]> => [
    upload.id,
    upload.referral ?? null,
    upload.patient,
    upload.by,
    upload.state,
    upload.kind ?? null,
    upload.mime ?? null,
    upload.bytes ?? null,
    upload.sha256 ?? null,
    upload.refusal ?? null,
    upload.at,
    await sealed.forService(`upload ${upload.id}`, {
      origin: upload.origin,
      name: upload.name,
      replyTo: upload.replyTo,
    }),
  ];
  return {
    add: async (upload) =>
      (await sql.run(
        `insert into uploads (${columns}) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12) on conflict do nothing`,
        await valuesOf(upload),
      )) === 1,
    get: async (which) => {
      const row = await sql.one<UploadRow>(`select ${columns} from uploads where id = $1`, [which]);
      return row && uploadOf(row);
    },
    // The patient stays what the row says: a merge may have moved it since the upload was read.
    keep: async (upload) => {
      const [which, referral, , by, ...rest] = await valuesOf(upload);
      await sql.run(
        'update uploads set referral = $2, by_person = $3, state = $4, kind = $5, mime = $6, bytes = $7, sha256 = $8, refusal = $9, at = $10, sealed = $11 where id = $1',
        [which, referral, by, ...rest],
      );
    },
    of: async (referral) => {
      const found: Upload[] = [];
      for (const row of await sql.all<UploadRow>(`select ${columns} from uploads where referral = $1 order by at, id`, [
        referral,
      ]))
        found.push(await uploadOf(row));
      return found;
    },
    standings: async (referral) =>
      (
        await sql.all<Pick<UploadRow, 'id' | 'state' | 'kind'>>(
          'select id, state, kind from uploads where referral = $1 order by at, id',
          [referral],
        )
      )
        // Written by `valuesOf` above from an Upload's own state.
        .map(({ id: which, state, kind }) => ({
          id: id<UploadId>(which),
          state: state as Upload['state'],
          ...(kind ? { kind } : {}),
        })),
    seenInSpace: async (space, file, version, at) =>
      (await sql.run(
        'insert into space_files (space, file, version, at) values ($1, $2, $3, $4) on conflict do nothing',
        [space, file, version, at],
      )) === 1,
  };
}
