import { drillCode } from '#src/domain/drill/drill.ts';
import {
  type ClinicianId,
  type HotlineId,
  type InstitutionId,
  id,
  type PatientId,
  type ReferralId,
} from '#src/domain/ids.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import type { Referral, Signature, Standing } from '#src/domain/referral/referral.ts';
import type { Urgency } from '#src/domain/referral/urgency.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Due, OlderContent, ReferralRow, ReferralWriter, WholeReferral } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';
import { revive, type Seals } from './seals.ts';

type Row = {
  readonly id: string;
  readonly code: string;
  readonly patient: string;
  readonly from_institution: string;
  readonly to_institution: string;
  readonly hotline: string;
  readonly author: string;
  readonly held_by: string | null;
  readonly urgency: string;
  readonly standing: Uint8Array;
  readonly signature: unknown;
  readonly version: number;
  readonly content_version: number;
  readonly started_at: Date;
  readonly first_sent_at: Date | null;
  readonly due_at: Date | null;
  readonly rung: number;
};

const isOver = "(state in ('closed', 'cancelled'))";

const columns =
  'id, code, patient, from_institution, to_institution, hotline, author, held_by, urgency, standing, signature, version, content_version, started_at, first_sent_at, due_at, rung';

export function referralsOn(sql: Sql, sealed: Seals, mayLock: boolean): ReferralWriter {
  const rowOf = async (row: Row): Promise<ReferralRow> => ({
    referral: await referralOf(row, sealed),
    due: row.due_at ? { at: row.due_at, rung: row.rung } : undefined,
  });
  const first = async (where: string, values: readonly unknown[]): Promise<ReferralRow | undefined> => {
    const row = await sql.one<Row>(`select ${columns} from referrals where ${where}`, values);
    return row && rowOf(row);
  };
  const many = async (rest: string, values: readonly unknown[]): Promise<readonly ReferralRow[]> => {
    const found: ReferralRow[] = [];
    for (const row of await sql.all<Row>(`select ${columns} from referrals where ${rest}`, values))
      found.push(await rowOf(row));
    return found;
  };

  return {
    get: (which) => first('id = $1', [which]),
    hold: (which) => first('id = $1 for update', [which]),
    // People say the short part of a drill's code.
    byCode: (code) => first('code in ($1, $2)', [code, drillCode(code)]),
    openDraft: (author, place) =>
      first(`author = $1 and place = $2 and state = 'draft'${mayLock ? ' for update' : ''}`, [author, place]),
    list: (query) => {
      const values: unknown[] = [];
      const has = (text: string, value: unknown): string => {
        values.push(value);
        return text.replaceAll('?', `$${values.length}`);
      };
      const where = [
        ...(query.states ? [has('state = any(?)', query.states)] : []),
        ...(query.institutions
          ? [has('(from_institution = any(?) or to_institution = any(?))', query.institutions)]
          : []),
        ...(query.author ? [has('author = ?', query.author)] : []),
        ...(query.heldBy ? [has('held_by = ?', query.heldBy)] : []),
        ...(query.patient ? [has('patient = ?', query.patient)] : []),
        ...(query.hotline ? [has('hotline = ?', query.hotline)] : []),
        ...(query.open === undefined ? [] : [`state ${query.open ? 'not ' : ''}in ('closed', 'cancelled')`]),
      ];
      if (query.after) {
        // The list goes on behind this one: open ones come first, whatever their age.
        values.push(query.after.id, query.after.startedAt);
        const last = `coalesce((select ${isOver} from referrals c where c.id = $${values.length - 1}), false)`;
        const sameHalf = `(started_at, id) < ($${values.length}, $${values.length - 1})`;
        where.push(`(${isOver} > ${last} or (${isOver} = ${last} and ${sameHalf}))`);
      }
      values.push(query.limit);
      return many(
        `${where.join(' and ') || 'true'} order by ${isOver}, started_at desc, id desc limit $${values.length}`,
        values,
      );
    },
    live: async (patient, to, except) =>
      (
        await many(
          "patient = $1 and to_institution = $2 and id <> $3 and state not in ('closed', 'cancelled', 'declined') order by started_at",
          [patient, to, except],
        )
      ).map(({ referral }) => referral),
    several: async (which) => {
      const rows = await sql.all<Row & { content: Uint8Array }>(
        `select ${columns}, content from referrals where id = any($1)`,
        [which],
      );
      const found = new Map<ReferralId, WholeReferral>();
      for (const row of rows) {
        const whole = await rowOf(row);
        const { id: own, patient } = whole.referral;
        // As `content` below.
        const content = (await sealed.openForPatient(patient, `content ${own}`, row.content)) as ReferralContent;
        found.set(own, { ...whole, content });
      }
      return found;
    },
    content: async (referral) => {
      const row = await sql.one<{ content: Uint8Array }>('select content from referrals where id = $1', [referral.id]);
      if (!row) throw new Refused('referral.not-found', `No referral ${referral.id}`);
      // Only `add` and `keepContent` write this column, and both take a ReferralContent.
      return (await sealed.openForPatient(referral.patient, `content ${referral.id}`, row.content)) as ReferralContent;
    },
    add: async (referral, content, due, place) => {
      // One that grew here and was called off grows no more, and stands in nobody's way.
      if (place)
        await sql.run("update referrals set place = null where author = $1 and place = $2 and state <> 'draft'", [
          referral.author,
          place,
        ]);
      await sql.run(
        `insert into referrals (id, code, patient, from_institution, to_institution, hotline, author, held_by, urgency, state, standing, signature, version, content_version,
          content, started_at, first_sent_at, due_at, rung, place) values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20)`,
        [
          ...(await valuesOf(referral, due, sealed)).slice(0, 14),
          await sealed.forPatient(referral.patient, `content ${referral.id}`, content),
          referral.startedAt,
          referral.firstSentAt ?? null,
          due?.at ?? null,
          due?.rung ?? 0,
          place ?? null,
        ],
      );
    },
    keep: async (referral, due) => {
      const [
        which,
        ,
        patient,
        from,
        to,
        line,
        author,
        held,
        urgency,
        state,
        standing,
        signature,
        version,
        contentVersion,
      ] = await valuesOf(referral, due, sealed);
      const kept = await sql.run(
        `update referrals set patient = $2, from_institution = $3, to_institution = $4, hotline = $5, author = $6, held_by = $7, urgency = $8, state = $9, standing = $10,
          signature = $11, version = $12, content_version = $13, first_sent_at = $14, due_at = $15, rung = $16 where id = $1 and version = $12 - 1`,
        [
          which,
          patient,
          from,
          to,
          line,
          author,
          held,
          urgency,
          state,
          standing,
          signature,
          version,
          contentVersion,
          referral.firstSentAt ?? null,
          due?.at ?? null,
          due?.rung ?? 0,
        ],
      );
      if (kept === 0)
        throw new Refused('referral.changed-meanwhile', `Referral ${referral.id} has changed meanwhile`, {
          code: referral.code,
        });
    },
    setDue: async (which, due) =>
      void (await sql.run('update referrals set due_at = $2, rung = $3 where id = $1', [
        which,
        due?.at ?? null,
        due?.rung ?? 0,
      ])),
    keepContent: async (referral, content) => {
      // Nothing that was said is overwritten: what it said until now moves, sealed as it is, among the older versions.
      await sql.run(
        'insert into content_versions (referral, content) select id, content from referrals where id = $1',
        [referral.id],
      );
      await sql.run('update referrals set content = $2 where id = $1', [
        referral.id,
        await sealed.forPatient(referral.patient, `content ${referral.id}`, content),
      ]);
    },
    olderContents: async (referral) => {
      const rows = await sql.all<{ content: Uint8Array; until_at: Date }>(
        'select content, until_at from content_versions where referral = $1 order by id',
        [referral.id],
      );
      const older: OlderContent[] = [];
      for (const { content, until_at: until } of rows) {
        const said = await sealed.openForPatient(referral.patient, `content ${referral.id}`, content);
        // The same column, moved.
        older.push({ until, content: said as ReferralContent });
      }
      return older;
    },
    settlePlace: async (which) => void (await sql.run('update referrals set place = null where id = $1', [which])),
    overdue: (now, limit) => many('due_at <= $1 order by due_at limit $2 for update skip locked', [now, limit]),
  };
}

const valuesOf = async (referral: Referral, _due: Due | undefined, sealed: Seals): Promise<readonly unknown[]> => [
  referral.id,
  referral.code,
  referral.patient,
  referral.from,
  referral.to,
  referral.hotline,
  referral.author,
  referral.heldBy ?? null,
  referral.urgency,
  referral.standing.state,
  await sealed.forPatient(referral.patient, `standing ${referral.id}`, referral.standing),
  referral.signature ? JSON.stringify(referral.signature) : null,
  referral.version,
  referral.contentVersion,
];

async function referralOf(row: Row, sealed: Seals): Promise<Referral> {
  const patient = id<PatientId>(row.patient);
  // The columns were written from a Referral; the store's own writers are the only ones.
  const standing = revive(await sealed.openForPatient(patient, `standing ${row.id}`, row.standing)) as Standing;
  return {
    id: id<ReferralId>(row.id),
    code: row.code,
    patient,
    from: id<InstitutionId>(row.from_institution),
    to: id<InstitutionId>(row.to_institution),
    hotline: id<HotlineId>(row.hotline),
    author: id<ClinicianId>(row.author),
    urgency: row.urgency as Urgency,
    standing,
    version: row.version,
    contentVersion: row.content_version,
    startedAt: row.started_at,
    ...(row.held_by ? { heldBy: id<ClinicianId>(row.held_by) } : {}),
    ...(row.first_sent_at ? { firstSentAt: row.first_sent_at } : {}),
    ...(row.signature ? { signature: revive(row.signature) as Signature } : {}),
  };
}
