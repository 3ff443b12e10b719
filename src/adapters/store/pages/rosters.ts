import { type ClinicianId, type HotlineId, type InstitutionId, id } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { RosterLine } from '#src/domain/roster/roster.ts';
import type { Rosters } from '#src/ports/handovers.ts';
import type { Sql } from '../sql.ts';

type Row = {
  institution: string;
  hotline: string;
  day: string;
  minute: number;
  on_duty: string[];
  cover: string[];
  version: number;
  by_person: string;
  at: Date;
};

/** Who is on duty in which shift. */
export function rostersOn(sql: Sql): Rosters {
  return {
    between: async (institutions, from, until) =>
      (
        await sql.all<Row>(
          'select * from rosters where institution = any($1) and day >= $2 and day <= $3 order by institution, day, minute, hotline',
          [institutions, from, until],
        )
      ).map(lineOf),
    hold: async ({ institution, hotline = '', day, minute }) => {
      // A lock of its own: the first who plans a shift finds no row to hold.
      await sql.run('select pg_advisory_xact_lock(hashtext($1))', [
        `roster ${institution} ${hotline} ${day} ${minute}`,
      ]);
      const row = await sql.one<Row>(
        'select * from rosters where institution = $1 and hotline = $2 and day = $3 and minute = $4',
        [institution, hotline, day, minute],
      );
      return row && lineOf(row);
    },
    keep: async ({ institution, hotline = '', day, minute, onDuty, cover, version, by, at }) => {
      const kept = await sql.run(
        `insert into rosters (institution, hotline, day, minute, on_duty, cover, version, by_person, at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)
         on conflict (institution, day, minute, hotline) do update set on_duty = excluded.on_duty, cover = excluded.cover, version = excluded.version,
           by_person = excluded.by_person, at = excluded.at where rosters.version = excluded.version - 1`,
        [institution, hotline, day, minute, onDuty, cover, version, by, at],
      );
      if (kept === 0)
        throw new Refused('roster.changed-meanwhile', `The roster of ${institution} on ${day} was changed`);
    },
  };
}

const lineOf = (row: Row): RosterLine => ({
  institution: id<InstitutionId>(row.institution),
  ...(row.hotline ? { hotline: id<HotlineId>(row.hotline) } : {}),
  day: row.day,
  minute: row.minute,
  onDuty: row.on_duty.map((who) => id<ClinicianId>(who)),
  cover: row.cover.map((who) => id<ClinicianId>(who)),
  version: row.version,
  by: id<ClinicianId>(row.by_person),
  at: row.at,
});
