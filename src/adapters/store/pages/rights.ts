import type { Happening } from '#src/domain/happening.ts';
import { type ClinicianId, type InstitutionId, id, type PatientId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Requester, RequestId, RequestKind, RightsRequest } from '#src/domain/rights/request.ts';
import type { HoldId, LegalHold } from '#src/domain/rights/retention.ts';
import type { Rights } from '#src/ports/rights.ts';
import type { Sql } from '../sql.ts';
import { breachesOn } from './breaches.ts';
import { erasuresOn } from './erasures.ts';
import { revive, type Seals } from './seals.ts';

type RequestRow = {
  id: string;
  patient: string;
  institution: string;
  kind: string;
  requester: string;
  owner: string;
  received_at: Date;
  identity_asked_at: Date | null;
  identity_proved_at: Date | null;
  ended_at: Date | null;
  ended_by: string | null;
  outcome: string | null;
  warned_at: Date | null;
  late_told_at: Date | null;
  asked: Uint8Array;
  answered: Uint8Array | null;
};
type HoldRow = {
  id: string;
  patient: string;
  institution: string;
  by_person: string;
  at: Date;
  lifted_at: Date | null;
  lifted_by: string | null;
  sealed: Uint8Array;
};
type Answer = { readonly words: string; readonly lateReason?: string };

/** What the patient asked is sealed with the patient's key and goes with it; why it was refused or late is the institution's own word and stays. */
export function rightsOn(sql: Sql, sealed: Seals): Rights {
  const requestOf = async (row: RequestRow): Promise<RightsRequest> => {
    const answer = row.answered
      ? ((await sealed.openForService(`request ${row.id}`, row.answered)) as Answer)
      : undefined;
    return {
      id: id<RequestId>(row.id),
      patient: id<PatientId>(row.patient),
      institution: id<InstitutionId>(row.institution),
      // Written by `keepRequest` from the domain's own words.
      kind: row.kind as RequestKind,
      from: row.requester as Requester,
      owner: id<ClinicianId>(row.owner),
      receivedAt: row.received_at,
      words: await askedWords(sealed, row),
      ...(row.identity_asked_at ? { identityAskedAt: row.identity_asked_at } : {}),
      ...(row.identity_proved_at ? { identityProvedAt: row.identity_proved_at } : {}),
      ...(row.ended_at && answer
        ? {
            ended: {
              at: row.ended_at,
              by: id<ClinicianId>(row.ended_by ?? ''),
              how: row.outcome === 'refused' ? 'refused' : 'answered',
              ...answer,
            },
          }
        : {}),
      ...(row.warned_at ? { warnedAt: row.warned_at } : {}),
      ...(row.late_told_at ? { lateToldAt: row.late_told_at } : {}),
    };
  };
  const holdOf = async (row: HoldRow): Promise<LegalHold> => ({
    id: id<HoldId>(row.id),
    patient: id<PatientId>(row.patient),
    institution: id<InstitutionId>(row.institution),
    reason: String(await sealed.openForService(`hold ${row.id}`, row.sealed)),
    by: id<ClinicianId>(row.by_person),
    at: row.at,
    ...(row.lifted_at ? { lifted: { at: row.lifted_at, by: id<ClinicianId>(row.lifted_by ?? '') } } : {}),
  });
  const requests = async (rest: string, values: readonly unknown[]) =>
    Promise.all((await sql.all<RequestRow>(`select * from rights_requests where ${rest}`, values)).map(requestOf));
  const holds = async (rest: string, values: readonly unknown[]) =>
    Promise.all(
      (await sql.all<HoldRow>(`select * from legal_holds where ${rest} order by at desc`, values)).map(holdOf),
    );

  return {
    ...erasuresOn(sql),
    ...breachesOn(sql, sealed),
    request: async (which) => (await requests('id = $1', [which]))[0],
    requests: (places, limit) =>
      requests('institution = any($1) order by ended_at is not null, received_at desc, id limit $2', [places, limit]),
    open: (limit) => requests('ended_at is null order by received_at, id limit $1', [limit]),
    keepRequest: async (one) =>
      void (await sql.run(
        `insert into rights_requests (id, patient, institution, kind, requester, owner, received_at, identity_asked_at, identity_proved_at, ended_at, ended_by, outcome,
           warned_at, late_told_at, asked, answered) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)
         on conflict (id) do update set owner = excluded.owner, identity_asked_at = excluded.identity_asked_at, identity_proved_at = excluded.identity_proved_at,
           ended_at = excluded.ended_at, ended_by = excluded.ended_by, outcome = excluded.outcome, warned_at = excluded.warned_at,
           late_told_at = excluded.late_told_at, answered = excluded.answered`,
        [
          one.id,
          one.patient,
          one.institution,
          one.kind,
          one.from,
          one.owner,
          one.receivedAt,
          one.identityAskedAt ?? null,
          one.identityProvedAt ?? null,
          one.ended?.at ?? null,
          one.ended?.by ?? null,
          one.ended?.how ?? null,
          one.warnedAt ?? null,
          one.lateToldAt ?? null,
          await sealed.forPatient(one.patient, `request ${one.id}`, one.words),
          one.ended
            ? await sealed.forService(`request ${one.id}`, {
                words: one.ended.words,
                ...(one.ended.lateReason ? { lateReason: one.ended.lateReason } : {}),
              } satisfies Answer)
            : null,
        ],
      )),
    forgetRequests: async (before) =>
      (await sql.all('delete from rights_requests where ended_at < $1 returning id', [before])).length,
    hold: async (which) => (await holds('id = $1', [which]))[0],
    holds: ({ patient, institutions }) =>
      holds('($1::text is null or patient = $1) and ($2::text[] is null or institution = any($2))', [
        patient ?? null,
        institutions ?? null,
      ]),
    keepHold: async ({ id: which, patient, institution, reason, by, at, lifted }) =>
      void (await sql.run(
        `insert into legal_holds (id, patient, institution, by_person, at, lifted_at, lifted_by, sealed) values ($1,$2,$3,$4,$5,$6,$7,$8)
         on conflict (id) do update set lifted_at = excluded.lifted_at, lifted_by = excluded.lifted_by`,
        [
          which,
          patient,
          institution,
          by,
          at,
          lifted?.at ?? null,
          lifted?.by ?? null,
          await sealed.forService(`hold ${which}`, reason),
        ],
      )),
    trailOf: async (patient, referrals) =>
      (
        await sql.all<{ body: string }>(
          'select body from happenings where patient = $1 or referral = any($2) order by at, chain, seq',
          [patient, referrals],
        )
      ).map(({ body }) => revive(JSON.parse(body)) as Happening),
    entriesAt: async (places, { from, until }) =>
      (
        await sql.all<{ chain: string; seq: string; body: string }>(
          'select chain, seq, body from happenings where chain = any($1) and at between $2 and $3 order by at, chain, seq limit 500000',
          [places, from, until],
        )
      ).map(({ chain, seq, body }) => ({ chain, seq: Number(seq), happening: revive(JSON.parse(body)) as Happening })),
    quiet: async (before, limit) =>
      (
        await sql.all<{ patient: string; institution: string; last: Date }>(
          `select r.patient, min(r.from_institution) as institution, greatest(max(r.started_at), max(h.last)) as last from referrals r
           left join lateral (select max(at) as last from happenings where referral = r.id) h on true
           group by r.patient having bool_and(r.state in ('closed', 'cancelled')) and greatest(max(r.started_at), max(h.last)) < $1
           order by last limit $2`,
          [before, limit],
        )
      ).map((row) => ({
        patient: id<PatientId>(row.patient),
        institution: id<InstitutionId>(row.institution),
        last: row.last,
      })),
  };
}

/** After an erasure the key is gone, and the words with it. */
const askedWords = async (sealed: Seals, { id: which, patient, asked }: RequestRow): Promise<string> =>
  sealed.openForPatient(id<PatientId>(patient), `request ${which}`, asked).then(String, (error: unknown) => {
    if (error instanceof Refused && error.code === 'vault.key-missing') return '';
    throw error;
  });
