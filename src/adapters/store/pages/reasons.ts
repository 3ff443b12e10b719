import { isReason, reasonKinds, type StatedReason } from '#src/domain/access/reasons.ts';
import { type ClinicianId, type InstitutionId, id, type ReferralId } from '#src/domain/ids.ts';
import type { Reasons } from '#src/ports/reasons.ts';
import type { Sql } from '../sql.ts';

type Row = {
  person: string;
  institution: string;
  referral: string;
  kind: string;
  reason: string;
  since: Date;
  until_at: Date;
};

/** Codes only: why somebody looked says nothing of the patient. */
export function reasonsOn(sql: Sql): Reasons {
  return {
    add: async ({ person, at, referral, kind, reason, since, until }) => {
      // Each new one sweeps out those that are over.
      await sql.run('delete from stated_reasons where until_at < $1', [since]);
      await sql.run(
        `insert into stated_reasons (person, institution, referral, kind, reason, since, until_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (person, institution, referral, kind) do update set reason = excluded.reason, since = excluded.since, until_at = excluded.until_at`,
        [person, at, referral, kind, reason, since, until],
      );
    },
    addLink: async ({ id: which, referral, person, madeBy, since, until }) => {
      await sql.run('delete from asked_links where until_at < $1', [since]);
      await sql.run(
        'insert into asked_links (id, referral, person, made_by, since, until_at) values ($1, $2, $3, $4, $5, $6)',
        [which, referral, person, madeBy, since, until],
      );
    },
    link: async (which, now) => {
      const row = await sql.one<{ referral: string; person: string; made_by: string; since: Date; until_at: Date }>(
        'select referral, person, made_by, since, until_at from asked_links where id = $1 and until_at > $2',
        [which, now],
      );
      return (
        row && {
          id: which,
          referral: id<ReferralId>(row.referral),
          person: id<ClinicianId>(row.person),
          madeBy: id<ClinicianId>(row.made_by),
          since: row.since,
          until: row.until_at,
        }
      );
    },
    endFor: async (person) => {
      await sql.run('delete from stated_reasons where person = $1', [person]);
      await sql.run('delete from asked_links where person = $1 or made_by = $1', [person]);
    },
    inForce: async (person, referral, now) => {
      const rows = await sql.all<Row>(
        'select person, institution, referral, kind, reason, since, until_at from stated_reasons where person = $1 and referral = $2 and since <= $3 and until_at > $3',
        [person, referral, now],
      );
      return rows.flatMap((row): StatedReason[] => {
        const kind = reasonKinds.find((one) => one === row.kind);
        if (!kind || !isReason(kind, row.reason)) return [];
        return [
          {
            person: id<ClinicianId>(row.person),
            at: id<InstitutionId>(row.institution),
            referral: id<ReferralId>(row.referral),
            kind,
            reason: row.reason,
            since: row.since,
            until: row.until_at,
          },
        ];
      });
    },
  };
}
