import { type ClinicianId, type InstitutionId, id } from '#src/domain/ids.ts';
import type { Breach, BreachId } from '#src/domain/rights/breach.ts';
import type { Rights } from '#src/ports/rights.ts';
import type { Sql } from '../sql.ts';
import type { Seals } from './seals.ts';

type Row = {
  id: string;
  institution: string;
  found_at: Date;
  noted_at: Date;
  by_person: string;
  closed_at: Date | null;
  sealed: Uint8Array;
};
type Words = Pick<Breach, 'facts' | 'select'> & {
  readonly decided?: { readonly at: string; readonly notify: boolean; readonly why: string };
};

export function breachesOn(sql: Sql, sealed: Seals): Pick<Rights, 'breaches' | 'breach' | 'keepBreach'> {
  const breachOf = async (row: Row): Promise<Breach> => {
    // Written by `keepBreach`.
    const { facts, select, decided } = (await sealed.openForService(`breach ${row.id}`, row.sealed)) as Words;
    return {
      id: id<BreachId>(row.id),
      institution: id<InstitutionId>(row.institution),
      foundAt: row.found_at,
      notedAt: row.noted_at,
      by: id<ClinicianId>(row.by_person),
      select,
      facts,
      ...(decided ? { decided: { ...decided, at: new Date(decided.at) } } : {}),
      ...(row.closed_at ? { closedAt: row.closed_at } : {}),
    };
  };
  return {
    breaches: async (places) =>
      Promise.all(
        (
          await sql.all<Row>('select * from breaches where institution = any($1) order by found_at desc limit 500', [
            places,
          ])
        ).map(breachOf),
      ),
    breach: async (which) => {
      const row = await sql.one<Row>('select * from breaches where id = $1', [which]);
      return row && breachOf(row);
    },
    keepBreach: async ({ id: which, institution, foundAt, notedAt, by, closedAt, facts, select, decided }) =>
      void (await sql.run(
        `insert into breaches (id, institution, found_at, noted_at, by_person, closed_at, sealed) values ($1,$2,$3,$4,$5,$6,$7)
         on conflict (id) do update set closed_at = excluded.closed_at, sealed = excluded.sealed`,
        [
          which,
          institution,
          foundAt,
          notedAt,
          by,
          closedAt ?? null,
          await sealed.forService(`breach ${which}`, { facts, select, ...(decided ? { decided } : {}) }),
        ],
      )),
  };
}
