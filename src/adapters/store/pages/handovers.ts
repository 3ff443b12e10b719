import type { CaseStanding, Handover, HandoverCase, HandoverId } from '#src/domain/handover/handover.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { HandoverNote, Handovers } from '#src/ports/handovers.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = { id: string; institution: string; at: Date; since: Date; opened_at: Date; limit_at: Date; step: number };
type CaseRow = {
  handover: string;
  referral: string;
  state: string;
  by_person: string | null;
  since: Date | null;
};
type NoteRow = {
  id: string;
  institution: string;
  referral: string;
  patient: string;
  by_person: string;
  at: Date;
  sealed: Uint8Array;
};

/** What passes from one shift to the next. Ids, states and times are in the clear; a note is sealed with the patient's key. */
export function handoversOn(sql: Sql, sealed: Seals): Handovers {
  const noteOf = async (row: NoteRow): Promise<HandoverNote> => ({
    id: row.id,
    institution: id<InstitutionId>(row.institution),
    referral: id<ReferralId>(row.referral),
    patient: id<PatientId>(row.patient),
    by: id<ClinicianId>(row.by_person),
    at: row.at,
    text: String(await sealed.openForPatient(id<PatientId>(row.patient), `handover note ${row.id}`, row.sealed)),
  });
  return {
    latest: async (institution, before) => {
      const row = await sql.one<Row>(
        'select * from handovers where institution = $1 and at <= $2 order by at desc limit 1',
        [institution, before],
      );
      return row && handoverOf(row);
    },
    cases: async (handover) =>
      (await sql.all<CaseRow>('select * from handover_cases where handover = $1 order by referral', [handover])).map(
        caseOf,
      ),
    notes: async (institution, referrals) =>
      Promise.all(
        (
          await sql.all<NoteRow>(
            'select distinct on (referral) * from handover_notes where institution = $1 and referral = any($2) order by referral, seq desc',
            [institution, referrals],
          )
        ).map(noteOf),
      ),
    open: async ({ id: which, institution, at, since, openedAt, limit }, cases, due) => {
      const opened = await sql.run(
        `insert into handovers (id, institution, at, since, opened_at, limit_at, due_at) values ($1,$2,$3,$4,$5,$6,$7) on conflict (institution, at) do nothing`,
        [which, institution, at, since, openedAt, limit, due ?? null],
      );
      if (opened === 0) return false;
      await sql.run(
        "insert into handover_cases (handover, referral, state) select $1, r, 'waiting' from unnest($2::text[]) as c (r)",
        [which, cases.map(({ referral }) => referral)],
      );
      return true;
    },
    passOn: async (institution, before) =>
      void (await sql.run('update handovers set due_at = null where institution = $1 and at < $2', [
        institution,
        before,
      ])),
    hold: async (handover, referral) => {
      const row = await sql.one<CaseRow>(
        'select * from handover_cases where handover = $1 and referral = $2 for update',
        [handover, referral],
      );
      return row && caseOf(row);
    },
    keep: async ({ handover, referral, standing }) =>
      void (await sql.run(
        'update handover_cases set state = $3, by_person = $4, since = $5 where handover = $1 and referral = $2',
        [
          handover,
          referral,
          standing.is,
          standing.is === 'taken' ? standing.by : null,
          standing.is === 'taken' ? standing.at : standing.is === 'escalated' ? standing.since : null,
        ],
      )),
    due: async (now, limit) =>
      (
        await sql.all<Row>(
          'select * from handovers where due_at <= $1 order by due_at limit $2 for update skip locked',
          [now, limit],
        )
      ).map((row) => ({ handover: handoverOf(row), step: row.step })),
    setDue: async (handover, due, step) =>
      void (await sql.run('update handovers set due_at = $2, step = $3 where id = $1', [handover, due ?? null, step])),
    addNote: async ({ id: which, institution, referral, patient, by, at, text }) =>
      void (await sql.run(
        'insert into handover_notes (id, institution, referral, patient, by_person, at, sealed) values ($1,$2,$3,$4,$5,$6,$7)',
        [
          which,
          institution,
          referral,
          patient,
          by,
          at,
          await sealed.forPatient(patient, `handover note ${which}`, text),
        ],
      )),
  };
}

const handoverOf = (row: Row): Handover => ({
  id: row.id as HandoverId,
  institution: id<InstitutionId>(row.institution),
  at: row.at,
  since: row.since,
  openedAt: row.opened_at,
  limit: row.limit_at,
});

const caseOf = (row: CaseRow): HandoverCase => ({
  handover: row.handover as HandoverId,
  referral: id<ReferralId>(row.referral),
  standing: standingOf(row),
});

/** Only `open` and `keep` write these columns. */
function standingOf({ state, by_person: by, since }: CaseRow): CaseStanding {
  if (state === 'taken' && by && since) return { is: 'taken', by: id<ClinicianId>(by), at: since };
  if (state === 'escalated' && since) return { is: 'escalated', since };
  return { is: 'waiting' };
}
