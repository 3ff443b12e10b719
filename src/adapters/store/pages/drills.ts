import type { Drill } from '#src/domain/drill/drill.ts';
import { type ClinicianId, type HotlineId, type InstitutionId, id, type ReferralId } from '#src/domain/ids.ts';
import type { Drills } from '#src/ports/drills.ts';
import type { Sql } from '../sql.ts';

type Row = {
  referral: string;
  hotline: string;
  institution: string;
  by_person: string;
  begun_at: Date;
  until_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
};

const columns = 'd.referral, d.hotline, d.institution, d.by_person, d.begun_at, d.until_at, d.ended_at, d.ended_by';

export function drillsOn(sql: Sql): Drills {
  return {
    begin: async ({ referral, hotline, institution, by, begunAt, until }) =>
      void (await sql.run(
        'insert into drills (referral, hotline, institution, by_person, begun_at, until_at) values ($1, $2, $3, $4, $5, $6)',
        [referral, hotline, institution, by, begunAt, until],
      )),
    end: async (referral, at, by) =>
      (await sql.run('update drills set ended_at = $2, ended_by = $3 where referral = $1 and ended_at is null', [
        referral,
        at,
        by ?? null,
      ])) === 1,
    get: async (referral) => {
      const row = await sql.one<Row>(`select ${columns} from drills d where d.referral = $1`, [referral]);
      return row && drillOf(row);
    },
    of: async (institutions, limit) =>
      (
        await sql.all<Row>(
          `select ${columns} from drills d join referrals r on r.id = d.referral
           where d.institution = any($1) or r.to_institution = any($1) order by d.begun_at desc limit $2`,
          [institutions, limit],
        )
      ).map(drillOf),
    due: async (now, limit) =>
      (
        await sql.all<Row>(
          `select ${columns} from drills d join referrals r on r.id = d.referral
           where d.ended_at is null and (d.until_at <= $1 or r.state in ('closed', 'cancelled')) order by d.until_at limit $2`,
          [now, limit],
        )
      ).map(drillOf),
  };
}

const drillOf = (row: Row): Drill => ({
  referral: id<ReferralId>(row.referral),
  hotline: id<HotlineId>(row.hotline),
  institution: id<InstitutionId>(row.institution),
  by: id<ClinicianId>(row.by_person),
  begunAt: row.begun_at,
  until: row.until_at,
  ...(row.ended_at
    ? { ended: { at: row.ended_at, ...(row.ended_by ? { by: id<ClinicianId>(row.ended_by) } : {}) } }
    : {}),
});
