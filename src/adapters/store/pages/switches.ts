import { type ClinicianId, type InstitutionId, id } from '#src/domain/ids.ts';
import type { Switched, SwitchReason, SwitchSubject } from '#src/domain/people/switches.ts';
import type { Switches } from '#src/ports/switches.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = {
  kind: SwitchSubject['kind'];
  subject: string;
  reason: string;
  since: Date;
  by_person: string;
  on_at: Date | null;
  on_by: string | null;
  sealed: Uint8Array | null;
};

export function switchesOn(sql: Sql, sealed: Seals): Switches {
  const label = (kind: string, subject: string) => `switch ${kind} ${subject}`;
  const switchedOf = async (row: Row): Promise<Switched> => ({
    subject: subjectOf(row),
    // Written by `begin` from the domain's own words.
    reason: row.reason as SwitchReason,
    since: row.since,
    by: id<ClinicianId>(row.by_person),
    ...(row.sealed ? { words: String(await sealed.openForService(label(row.kind, row.subject), row.sealed)) } : {}),
    ...(row.on_at && row.on_by ? { on: { at: row.on_at, by: id<ClinicianId>(row.on_by) } } : {}),
  });
  return {
    hold: async () => void (await sql.run("select pg_advisory_xact_lock(hashtext('baton switches'))")),
    off: async () => {
      const rows = await sql.all<Pick<Row, 'kind' | 'subject'>>(
        'select kind, subject from switches where on_at is null order by subject',
      );
      const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind).map(({ subject }) => subject);
      return {
        people: of('person').map((one) => id<ClinicianId>(one)),
        places: of('place').map((one) => id<InstitutionId>(one)),
      };
    },
    of: async (subjects, limit) => {
      const rows = await sql.all<Row>(
        `select kind, subject, reason, since, by_person, on_at, on_by, sealed from switches
         where kind || ' ' || subject = any($1) order by on_at is not null, since desc limit $2`,
        [subjects.map(({ kind, id: which }) => `${kind} ${which}`), limit],
      );
      return Promise.all(rows.map(switchedOf));
    },
    begin: async ({ subject, reason, words, since, by }) =>
      (await sql.run(
        `insert into switches (kind, subject, reason, since, by_person, sealed) values ($1, $2, $3, $4, $5, $6)
         on conflict (kind, subject) where on_at is null do nothing`,
        [
          subject.kind,
          subject.id,
          reason,
          since,
          by,
          words ? await sealed.forService(label(subject.kind, subject.id), words) : null,
        ],
      )) === 1,
    end: async (subject, by, at) =>
      (await sql.run('update switches set on_at = $3, on_by = $4 where kind = $1 and subject = $2 and on_at is null', [
        subject.kind,
        subject.id,
        at,
        by,
      ])) === 1,
  };
}

const subjectOf = ({ kind, subject }: Row): SwitchSubject =>
  kind === 'person' ? { kind, id: id<ClinicianId>(subject) } : { kind, id: id<InstitutionId>(subject) };
