import { type ClinicianId, id } from '#src/domain/ids.ts';
import type { Language } from '#src/domain/people/person.ts';
import type { PeopleNotes } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';

export function peopleOn(sql: Sql): PeopleNotes {
  return {
    personOf: async (tenant, user) => {
      const row = await sql.one<{ person: string }>(
        'select person from people_links where tenant = $1 and user_id = $2',
        [tenant, user],
      );
      return row && id<ClinicianId>(row.person);
    },
    link: async (person, tenant, user, unionId, at) =>
      void (await sql.run(
        'insert into people_links (tenant, user_id, person, union_id, at) values ($1,$2,$3,$4,$5) on conflict (tenant, user_id) do update set person = excluded.person, union_id = coalesce(excluded.union_id, people_links.union_id)',
        [tenant, user, person, unionId ?? null, at],
      )),
    // Written by keepLanguage only.
    language: async (person) =>
      (await sql.one<{ language: string }>('select language from people_settings where person = $1', [person]))
        ?.language as Language | undefined,
    keepLanguage: async (person, language) =>
      void (await sql.run(
        'insert into people_settings (person, language) values ($1, $2) on conflict (person) do update set language = excluded.language',
        [person, language],
      )),
    endFor: async (tenant, user, at) => {
      await sql.run('insert into leavers (tenant, user_id, at) values ($1, $2, $3) on conflict do nothing', [
        tenant,
        user,
        at,
      ]);
      await sql.run('delete from sessions where tenant = $1 and user_id = $2', [tenant, user]);
      await sql.run('delete from people_links where tenant = $1 and user_id = $2', [tenant, user]);
    },
    hasLeft: async (tenant, user) =>
      (await sql.one('select 1 as left from leavers where tenant = $1 and user_id = $2', [tenant, user])) !== undefined,
    comeBack: async (tenant, user) =>
      void (await sql.run('delete from leavers where tenant = $1 and user_id = $2', [tenant, user])),
  };
}
