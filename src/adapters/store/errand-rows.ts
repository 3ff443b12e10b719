import type { ClientBase, Pool, PoolClient } from 'pg';
import { isConflict } from './pg-troubles.ts';

export type ErrandRow = {
  readonly id: string;
  readonly key: string | null;
  readonly lane: number;
  readonly deed: string;
  readonly tries: number;
  readonly begun_before: boolean;
  readonly sealed: Uint8Array;
};

/** Whoever does an errand renews its lease; one that nobody renews belongs to a process that is gone. */
const leaseSeconds = 20;

/** Reading a file may take minutes: however many wait, there are workers left for what is urgent. */
const mostReadings = 2;

/** The errands as they lie in the store: claimed, put off, taken back, counted, forgotten. */
export class ErrandRows {
  readonly #pool: Pick<ClientBase, 'query'>;

  constructor(pool: Pool | PoolClient) {
    this.#pool = pool;
  }

  /** Takes the next one that is due, lanes in order, and never two of one key at a time. */
  async claim(now: Date): Promise<ErrandRow | undefined> {
    const { rows } = await this.#pool.query<ErrandRow>(
      `update errands set state = 'begun', tries = tries + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
       where id = (select id from errands e where state = 'waiting' and next_at <= $1
         and (deed <> 'read-upload' or (select count(*) from errands r where r.state = 'begun' and r.deed = 'read-upload') < ${mostReadings})
         and (key is null or not exists (select 1 from errands b where b.key = e.key and b.state = 'begun'))
         order by lane, next_at, id limit 1 for update skip locked)
       returning id, key, lane, deed, tries, begun_before, sealed`,
      [now],
    );
    return rows[0];
  }

  async renew(which: string): Promise<void> {
    await this.#pool.query(
      `update errands set lease_until = now() + make_interval(secs => ${leaseSeconds}) where id = $1 and state = 'begun'`,
      [which],
    );
  }

  async later(row: ErrandRow, at: Date, why: string, begunBefore: boolean): Promise<void> {
    try {
      await this.#pool.query(
        "update errands set state = 'waiting', next_at = $2, why = $3, begun_before = $4, lease_until = null where id = $1",
        [row.id, at, why, begunBefore],
      );
    } catch (error) {
      if (!isConflict(error)) throw error;
      // The same thing was asked for anew meanwhile: that one waits already.
      await this.#pool.query(
        "update errands set state = 'done', ended_at = now(), why = 'said anew', lease_until = null where id = $1",
        [row.id],
      );
    }
  }

  async end(which: string, state: 'done' | 'unknown' | 'dropped', why?: string): Promise<void> {
    await this.#pool.query(
      'update errands set state = $2, ended_at = now(), why = $3, lease_until = null where id = $1',
      [which, state, why ?? null],
    );
  }

  takeBackAll(): Promise<number> {
    return this.#takeBack('true', []);
  }

  /** `ours` are in good hands, whatever their lease says. */
  takeBackLost(ours: readonly string[]): Promise<number> {
    return this.#takeBack('lease_until < now()', ours);
  }

  async #takeBack(lost: string, ours: readonly string[]): Promise<number> {
    const which = `${lost} and id <> all($1::bigint[])`;
    // A waiting errand of the same key says the same thing anew; the begun one is then no longer needed.
    await this.#pool.query(
      `update errands e set state = 'done', ended_at = now(), why = 'said anew', lease_until = null
       where state = 'begun' and ${which} and key is not null and exists (select 1 from errands w where w.key = e.key and w.state = 'waiting')`,
      [ours],
    );
    const { rowCount } = await this.#pool.query(
      `update errands set state = 'waiting', begun_before = true, lease_until = null where state = 'begun' and ${which}`,
      [ours],
    );
    return rowCount ?? 0;
  }

  async count() {
    const { rows } = await this.#pool.query<{ waiting: string; unknown: string; dropped: string; oldest: Date | null }>(
      `select count(*) filter (where state in ('waiting', 'begun')) as waiting, count(*) filter (where state = 'unknown') as unknown,
        count(*) filter (where state = 'dropped') as dropped, min(created_at) filter (where state in ('waiting', 'begun')) as oldest
       from errands where state <> 'done'`,
    );
    const [row] = rows;
    return {
      waiting: Number(row?.waiting ?? 0),
      unknown: Number(row?.unknown ?? 0),
      dropped: Number(row?.dropped ?? 0),
      oldestAt: row?.oldest ?? undefined,
    };
  }

  /** Forgets what ended more than `days` ago. */
  async prune(days: number): Promise<number> {
    const { rowCount } = await this.#pool.query(
      'delete from errands where id in (select id from errands where ended_at < now() - make_interval(days => $1) limit 5000)',
      [days],
    );
    return rowCount ?? 0;
  }
}
