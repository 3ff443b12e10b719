import type { EmergencyAccess, EmergencyId } from '#src/domain/consent/emergency.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Emergencies } from '#src/ports/consents.ts';
import type { Sql } from '../sql.ts';
import { revive, type Seals } from './seals.ts';

type EmergencyRow = {
  id: string;
  patient: string;
  referral: string | null;
  person: string;
  institution: string;
  ground: string;
  opened_at: Date;
  until_at: Date;
  ended_at: Date | null;
  review_by: Date;
  reviewed_at: Date | null;
  reviewed_by: string | null;
  verdict: string | null;
  escalated_at: Date | null;
  told_at: Date | null;
  told_how: string | null;
  sealed: Uint8Array;
};
type Hidden = { readonly words: string; readonly more?: EmergencyAccess['more']; readonly verdictWords?: string };

const columns =
  'id, patient, referral, person, institution, ground, opened_at, until_at, ended_at, review_by, reviewed_at, reviewed_by, verdict, escalated_at, told_at, told_how, sealed';

export function emergenciesOn(sql: Sql, sealed: Seals): Emergencies {
  const label = (which: string) => `emergency ${which}`;
  const accessOf = async (row: EmergencyRow): Promise<EmergencyAccess> => {
    // Written by `hiddenOf` below.
    const hidden = revive(await sealed.openForPatient(id<PatientId>(row.patient), label(row.id), row.sealed)) as Hidden;
    return {
      id: id<EmergencyId>(row.id),
      patient: id<PatientId>(row.patient),
      person: id<ClinicianId>(row.person),
      institution: id<InstitutionId>(row.institution),
      ground: row.ground as EmergencyAccess['ground'],
      words: hidden.words,
      openedAt: row.opened_at,
      until: row.until_at,
      reviewBy: row.review_by,
      ...(row.referral ? { referral: id<ReferralId>(row.referral) } : {}),
      ...(hidden.more ? { more: hidden.more } : {}),
      ...(row.ended_at ? { endedAt: row.ended_at } : {}),
      ...(row.reviewed_at
        ? {
            review: {
              at: row.reviewed_at,
              by: id<ClinicianId>(row.reviewed_by ?? ''),
              verdict: row.verdict === 'justified' ? 'justified' : 'not-justified',
              words: hidden.verdictWords ?? '',
            },
          }
        : {}),
      ...(row.escalated_at ? { escalatedAt: row.escalated_at } : {}),
      ...(row.told_at
        ? { told: { at: row.told_at, how: row.told_how as NonNullable<EmergencyAccess['told']>['how'] } }
        : {}),
    };
  };
  const hiddenOf = ({ patient, id: which, words, more, review }: EmergencyAccess) =>
    sealed.forPatient(patient, label(which), {
      words,
      ...(more ? { more } : {}),
      ...(review ? { verdictWords: review.words } : {}),
    } satisfies Hidden);
  const list = async (where: string, values: readonly unknown[]) =>
    Promise.all(
      (await sql.all<EmergencyRow>(`select ${columns} from emergency_access where ${where}`, values)).map(accessOf),
    );
  return {
    add: async (one) =>
      void (await sql.run(
        `insert into emergency_access (id, patient, referral, person, institution, ground, opened_at, until_at, review_by, sealed)
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
        [
          one.id,
          one.patient,
          one.referral ?? null,
          one.person,
          one.institution,
          one.ground,
          one.openedAt,
          one.until,
          one.reviewBy,
          await hiddenOf(one),
        ],
      )),
    keep: async (one) =>
      void (await sql.run(
        `update emergency_access set until_at = $2, ended_at = $3, reviewed_at = $4, reviewed_by = $5, verdict = $6, escalated_at = $7, told_at = $8,
         told_how = $9, sealed = $10 where id = $1`,
        [
          one.id,
          one.until,
          one.endedAt ?? null,
          one.review?.at ?? null,
          one.review?.by ?? null,
          one.review?.verdict ?? null,
          one.escalatedAt ?? null,
          one.told?.at ?? null,
          one.told?.how ?? null,
          await hiddenOf(one),
        ],
      )),
    get: async (which) => (await list('id = $1', [which]))[0],
    of: (patient) => list('patient = $1 order by opened_at, id', [patient]),
    by: (person, since) => list('person = $1 and opened_at > $2 order by opened_at, id', [person, since]),
    toReview: (institutions, limit) =>
      list('(reviewed_at is null or told_at is null) and institution = any($1) order by opened_at, id limit $2', [
        institutions,
        limit,
      ]),
    overdue: (now, limit) =>
      list('reviewed_at is null and escalated_at is null and review_by <= $1 order by review_by limit $2', [
        now,
        limit,
      ]),
    untold: (limit) => list('told_at is null order by opened_at limit $1', [limit]),
    runOut: (now, limit) => list('ended_at is null and until_at <= $1 order by until_at limit $2', [now, limit]),
  };
}
