import { type ClinicianId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Annotation, Annotations } from '#src/ports/annotations.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = {
  id: string;
  version: number;
  referral: string;
  patient: string;
  by_person: string;
  at: Date;
  erased: boolean;
  sealed: Uint8Array;
};
type Hidden = Pick<Annotation, 'series' | 'file' | 'frame' | 'kind' | 'points' | 'text'>;

export function annotationsOn(sql: Sql, sealed: Seals): Annotations {
  const annotationOf = async (row: Row): Promise<Annotation> => ({
    // Written by `keep` below from an annotation's own parts.
    ...((await sealed.openForPatient(
      id<PatientId>(row.patient),
      `annotation ${row.id} ${row.version}`,
      row.sealed,
    )) as Hidden),
    id: row.id,
    version: row.version,
    referral: id<ReferralId>(row.referral),
    patient: id<PatientId>(row.patient),
    by: id<ClinicianId>(row.by_person),
    at: row.at,
    ...(row.erased ? { erased: true } : {}),
  });
  return {
    of: async (referral) => {
      const rows = await sql.all<Row>(
        'select distinct on (id) * from annotations where referral = $1 order by id, version desc',
        [referral],
      );
      const all: Annotation[] = [];
      for (const row of rows) if (!row.erased) all.push(await annotationOf(row));
      return all.toSorted((one, other) => one.at.getTime() - other.at.getTime());
    },
    get: async (which) => {
      const row = await sql.one<Row>('select * from annotations where id = $1 order by version desc limit 1', [which]);
      return row && annotationOf(row);
    },
    keep: async ({ series, file, frame, kind, points, text, ...one }) => {
      const hidden: Hidden = { series, file, frame, kind, points, ...(text ? { text } : {}) };
      const kept = await sql.run(
        `insert into annotations (id, version, referral, patient, by_person, at, erased, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing`,
        [
          one.id,
          one.version,
          one.referral,
          one.patient,
          one.by,
          one.at,
          one.erased ?? false,
          await sealed.forPatient(one.patient, `annotation ${one.id} ${one.version}`, hidden),
        ],
      );
      if (kept === 0)
        throw new Refused('referral.changed-meanwhile', `Annotation ${one.id} has a version ${one.version} already`);
    },
  };
}
