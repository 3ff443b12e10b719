import { type ClinicianId, id, type TenantId, type UserId } from '#src/domain/ids.ts';
import type { Session, Sessions } from '#src/ports/ledger.ts';
import type { Sql } from '../sql.ts';

type SessionRow = {
  id: string;
  person: string;
  tenant: string;
  user_id: string;
  device: string;
  csrf: string;
  from_at: Date;
  until_at: Date;
  seen_at: Date | null;
};

export function sessionsOn(sql: Sql): Sessions {
  return {
    add: async (session) => {
      // Each new one sweeps out those that are over, so that nothing else has to.
      await sql.run('delete from sessions where until_at < $1', [session.from]);
      await sql.run(
        'insert into sessions (id, person, tenant, user_id, device, csrf, from_at, until_at, seen_at) values ($1,$2,$3,$4,$5,$6,$7,$8,$9)',
        [
          session.id,
          session.person,
          session.tenant,
          session.user,
          session.device,
          session.csrf,
          session.from,
          session.until,
          session.seenAt,
        ],
      );
    },
    get: async (which, now): Promise<Session | undefined> => {
      const row = await sql.one<SessionRow>(`${columns} where id = $1 and until_at > $2`, [which, now]);
      return row && sessionIn(row);
    },
    of: async (person, now) =>
      (await sql.all<SessionRow>(`${columns} where person = $1 and until_at > $2 order by from_at`, [person, now])).map(
        sessionIn,
      ),
    seen: async (which, at) =>
      void (await sql.run('update sessions set seen_at = $2 where id = $1 and (seen_at is null or seen_at < $2)', [
        which,
        at,
      ])),
    end: async (which) => void (await sql.run('delete from sessions where id = $1', [which])),
    endAllOf: async (person) => void (await sql.run('delete from sessions where person = $1', [person])),
  };
}

const columns = 'select id, person, tenant, user_id, device, csrf, from_at, until_at, seen_at from sessions';

const sessionIn = (row: SessionRow): Session => ({
  id: row.id,
  person: id<ClinicianId>(row.person),
  tenant: id<TenantId>(row.tenant),
  user: id<UserId>(row.user_id),
  device: row.device,
  csrf: row.csrf,
  from: row.from_at,
  until: row.until_at,
  seenAt: row.seen_at ?? row.from_at,
});
