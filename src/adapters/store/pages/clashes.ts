import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Patients } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = { referral: string; patient: string; other: string; at: Date };

/** Two with one identity number, and what a person decided about them. Ids and times only. */
export const clashesOn = (
  sql: Sql,
  sealed: Seals,
): Pick<Patients, 'keepClash' | 'clashes' | 'settleClash' | 'withdrawClash' | 'werePartedFor'> => ({
  keepClash: async ({ referral, patient, other, at }) =>
    (await sql.run(
      'insert into identity_clashes (referral, patient, other, at) values ($1, $2, $3, $4) on conflict (referral, other) do nothing',
      [referral, patient, other, at],
    )) === 1,
  clashes: async (institutions) =>
    (
      await sql.all<Row>(
        `select c.referral, c.patient, c.other, c.at from identity_clashes c join referrals r on r.id = c.referral
         where c.settled_at is null and (r.from_institution = any($1) or r.to_institution = any($1)) order by c.at limit 200`,
        [institutions],
      )
    ).map((row) => ({
      referral: id<ReferralId>(row.referral),
      patient: id<PatientId>(row.patient),
      other: id<PatientId>(row.other),
      at: row.at,
    })),
  settleClash: async (referral, { how, by, at, words }) =>
    void (await sql.run(
      'update identity_clashes set settled_at = $2, settled_by = $3, how = $4, words = $5 where referral = $1 and settled_at is null',
      [referral, at, by, how, await sealed.forService(`clash ${referral}`, words)],
    )),
  withdrawClash: async (referral) =>
    void (await sql.run('delete from identity_clashes where referral = $1 and settled_at is null', [referral])),
  werePartedFor: async (referral, other) =>
    (await sql.one("select 1 as one from identity_clashes where referral = $1 and other = $2 and how = 'parted'", [
      referral,
      other,
    ])) !== undefined,
});
