import { type ClinicianId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Remark, Remarks, Voice } from '#src/ports/annotations.ts';
import type { Vault } from '#src/ports/vault.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = {
  id: string;
  annotation: string;
  referral: string;
  patient: string;
  by_person: string;
  at: Date;
  sealed: Uint8Array;
};
type Hidden = { readonly text?: string; readonly voice?: Voice };

/** What was said in the threads of drawings; words and sound sealed with the patient's key, each for itself. */
export function remarksOn(sql: Sql, sealed: Seals, vault: Pick<Vault, 'seal' | 'open'>): Remarks {
  const hiddenOf = async (row: Pick<Row, 'id' | 'patient' | 'sealed'>): Promise<Hidden> =>
    // Written by `add` below.
    (await sealed.openForPatient(id<PatientId>(row.patient), `remark ${row.id}`, row.sealed)) as Hidden;
  return {
    of: async (referral) => {
      const rows = await sql.all<Row>(
        'select id, annotation, referral, patient, by_person, at, sealed from image_remarks where referral = $1 order by seq',
        [referral],
      );
      const all: Remark[] = [];
      for (const row of rows)
        all.push({
          ...(await hiddenOf(row)),
          id: row.id,
          annotation: row.annotation,
          referral: id<ReferralId>(row.referral),
          patient: id<PatientId>(row.patient),
          by: id<ClinicianId>(row.by_person),
          at: row.at,
        });
      return all;
    },
    add: async ({ text, voice, ...one }, sound) => {
      const hidden: Hidden = { ...(text ? { text } : {}), ...(voice ? { voice } : {}) };
      await sql.run(
        `insert into image_remarks (id, annotation, referral, patient, by_person, at, sealed, sound) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          one.id,
          one.annotation,
          one.referral,
          one.patient,
          one.by,
          one.at,
          await sealed.forPatient(one.patient, `remark ${one.id}`, hidden),
          sound ? await vault.seal(one.patient, `sound ${one.id}`, sound) : null,
        ],
      );
    },
    sound: async (referral, which) => {
      const row = await sql.one<Row & { sound: Uint8Array | null }>(
        'select * from image_remarks where id = $1 and referral = $2',
        [which, referral],
      );
      if (!row?.sound) return undefined;
      const { voice } = await hiddenOf(row);
      return (
        voice && {
          mime: voice.mime,
          bytes: await vault.open(id<PatientId>(row.patient), `sound ${row.id}`, row.sound),
        }
      );
    },
  };
}
