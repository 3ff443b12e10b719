import { type ClinicianId, type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { FollowUp, FollowUpId, FollowUpReason, FollowUpStanding } from '#src/domain/visits/follow-up.ts';
import type { FollowUps } from '#src/ports/consultations.ts';
import type { Sql } from '../sql.ts';

type Row = {
  id: string;
  referral: string;
  patient: string;
  by_person: string;
  set_at: Date;
  owner: string;
  due_at: Date;
  state: string;
  ended_at: Date | null;
  ended_by: string | null;
  because: string | null;
  version: number;
};

/** When to see patients again: ids, days and states, nothing said of a patient. */
export function followUpsOn(sql: Sql): FollowUps {
  const all = async (text: string, values: readonly unknown[]): Promise<readonly FollowUp[]> =>
    (await sql.all<Row>(text, values)).map(followUpOf);
  return {
    get: async (which) => (await all('select * from follow_ups where id = $1', [which]))[0],
    of: (referral) => all('select * from follow_ups where referral = $1 order by set_at', [referral]),
    openAt: (places, limit) =>
      all(
        `select f.* from follow_ups f join referrals r on r.id = f.referral
         where f.state in ('open', 'due') and (r.from_institution = any($1) or r.to_institution = any($1)) order by f.due_at limit $2`,
        [places, limit],
      ),
    due: (now, limit) =>
      all(
        "select * from follow_ups where state = 'open' and due_at <= $1 order by due_at limit $2 for update skip locked",
        [now, limit],
      ),
    keep: async ({ standing, ...one }) => {
      const ended = 'by' in standing ? standing : undefined;
      const kept = await sql.run(
        `insert into follow_ups (id, referral, patient, by_person, set_at, owner, due_at, state, ended_at, ended_by, because, version)
         values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)
         on conflict (id) do update set state = excluded.state, ended_at = excluded.ended_at, ended_by = excluded.ended_by, because = excluded.because,
           version = excluded.version where follow_ups.version = excluded.version - 1`,
        [
          one.id,
          one.referral,
          one.patient,
          one.by,
          one.setAt,
          one.owner,
          one.due,
          standing.state,
          ended?.at ?? (standing.state === 'due' ? standing.since : null),
          ended?.by ?? null,
          standing.state === 'ended' ? standing.because : null,
          one.version,
        ],
      );
      if (kept === 0)
        throw new Refused('referral.changed-meanwhile', `Follow-up ${one.id} has a version ${one.version} already`);
    },
  };
}

const followUpOf = (row: Row): FollowUp => ({
  id: id<FollowUpId>(row.id),
  referral: id<ReferralId>(row.referral),
  patient: id<PatientId>(row.patient),
  by: id<ClinicianId>(row.by_person),
  setAt: row.set_at,
  owner: id<InstitutionId>(row.owner),
  due: row.due_at,
  standing: standingOf(row),
  version: row.version,
});

function standingOf({ state, set_at, ended_at, ended_by, because }: Row): FollowUpStanding {
  const at = ended_at ?? set_at;
  const by = id<ClinicianId>(ended_by ?? '');
  if (state === 'due') return { state, since: at };
  if (state === 'booked') return { state, at, by };
  // Only `keep` writes the column, from a reason of the domain.
  if (state === 'ended') return { state, at, by, because: (because ?? 'not-needed') as FollowUpReason };
  return { state: 'open' };
}
