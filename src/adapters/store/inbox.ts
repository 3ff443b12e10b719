import type { Pool } from 'pg';
import { id, type TenantId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Inbox, Incoming } from '#src/ports/inbox.ts';
import type { Log } from '#src/ports/log.ts';
import type { LedgerParts } from './ledger.ts';
import { pageOn } from './pages/page.ts';
import { isConflict } from './pg-troubles.ts';
import { sqlOver } from './sql.ts';
import { Workers } from './workers.ts';

type Waiting = {
  readonly incoming: Incoming;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
};
type Row = {
  id: string;
  tenant: string;
  kind: Incoming['kind'];
  key: string;
  topic: string;
  event_type: string | null;
  event_corp: string | null;
  at: Date;
  tries: number;
  sealed: Uint8Array;
};

const lastTry = 8;
/** Two people acting on one referral at the same moment are no fault of the event; it gets more patience. */
const lastTryInACrowd = 40;
const pauses = [1, 2, 5, 15, 60, 300, 900];

/** The inbox in the store. See the decision page on why its rows are claimed inside the transaction that handles them. */
export class InboxInStore implements Inbox {
  readonly #parts: LedgerParts;
  readonly #log: Log;
  #batch: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #workers: Workers | undefined;

  constructor(parts: LedgerParts, log: Log) {
    this.#parts = parts;
    this.#log = log;
  }

  keep(incoming: Incoming): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#batch.push({ incoming, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  /** One commit at a time; whatever arrives while it runs shares the next one. */
  async #writeAll(): Promise<void> {
    while (this.#batch.length > 0) {
      // In one order everywhere, so that two processes keeping the same events never wait for each other in a circle.
      const batch = this.#batch.splice(0, 500).sort((a, b) => (nameOf(a.incoming) < nameOf(b.incoming) ? -1 : 1));
      try {
        const fresh = await this.#insert(batch.map(({ incoming }) => incoming));
        for (const { incoming, resolve } of batch) resolve(fresh.delete(nameOf(incoming)));
        this.#workers?.wake();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }

  async #insert(all: readonly Incoming[]): Promise<Set<string>> {
    const { vault, pool } = this.#parts;
    const sealed = await Promise.all(
      all.map((one) => vault.sealForService(`inbox ${one.tenant} ${one.key}`, Buffer.from(one.data, 'utf8'))),
    );
    const { rows } = await pool.query<{ tenant: string; kind: string; key: string }>(
      `insert into inbox (tenant, kind, key, topic, event_type, event_corp, at, sealed)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::bytea[])
       on conflict do nothing returning tenant, kind, key`,
      [
        all.map((one) => one.tenant),
        all.map((one) => one.kind),
        all.map((one) => one.key),
        all.map((one) => one.topic),
        all.map((one) => one.eventType ?? null),
        all.map((one) => one.eventCorpId ?? null),
        all.map((one) => one.at),
        sealed.map((one) => Buffer.from(one)),
      ],
    );
    return new Set(rows.map((row) => `${row.tenant} ${row.kind} ${row.key}`));
  }

  async start(handle: Parameters<Inbox['start']>[0]): Promise<void> {
    this.#workers = new Workers({ count: 4, pollMs: 500, log: this.#log, one: () => this.#handleOne(handle) });
    this.#workers.start();
  }

  async stop(): Promise<void> {
    await this.#workers?.stop();
    await this.#writing;
  }

  async waiting() {
    const { rows } = await this.#parts.pool.query<{ waiting: string; aside: string; oldest: Date | null }>(
      "select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'aside') as aside, min(received_at) filter (where state = 'waiting') as oldest from inbox where state <> 'handled'",
    );
    return {
      waiting: Number(rows[0]?.waiting ?? 0),
      aside: Number(rows[0]?.aside ?? 0),
      oldestAt: rows[0]?.oldest ?? undefined,
    };
  }

  /** Forgets keys older than `days`; at least eight, because DingTalk may repeat itself. */
  async prune(days: number): Promise<number> {
    return (
      (
        await this.#parts.pool.query(
          "delete from inbox where id in (select id from inbox where state = 'handled' and received_at < now() - make_interval(days => $1) limit 5000)",
          [Math.max(days, 8)],
        )
      ).rowCount ?? 0
    );
  }

  /** Puts what was set aside back in line. */
  async retryAside(): Promise<number> {
    const count =
      (
        await this.#parts.pool.query(
          "update inbox set state = 'waiting', tries = 0, next_at = now() where state = 'aside'",
        )
      ).rowCount ?? 0;
    this.#workers?.wake();
    return count;
  }

  /**
   * Claims, handles and marks in one transaction: the row stays locked while it is handled, and a process that dies lets go of it at once,
   * with nothing done.
   */
  async #handleOne(handle: Parameters<Inbox['start']>[0]): Promise<boolean> {
    const { pool, vault } = this.#parts;
    const client = await pool.connect();
    let failed: { row: Row; error: unknown } | undefined;
    let sent = false;
    try {
      await client.query('begin');
      const sql = sqlOver(client);
      const row = await sql.one<Row>(
        "select id, tenant, kind, key, topic, event_type, event_corp, at, tries, sealed from inbox where state = 'waiting' and next_at <= now() order by next_at, id limit 1 for update skip locked",
      );
      if (!row) {
        await client.query('rollback');
        return false;
      }
      try {
        const page = pageOn(sql, {
          vault,
          now: this.#parts.now,
          mayLock: true,
          sent: () => {
            sent = true;
          },
        });
        await handle(await this.#incomingOf(row), page);
        await sql.run("update inbox set state = 'handled', sealed = null, tries = tries + 1 where id = $1", [row.id]);
        await client.query('commit');
        if (sent) this.#parts.errandsWaiting();
      } catch (error) {
        await client.query('rollback');
        failed = { row, error };
      }
    } finally {
      client.release();
    }
    if (failed) await this.#putBack(pool, failed.row, failed.error);
    return true;
  }

  async #incomingOf(row: Row): Promise<Incoming> {
    const tenant = id<TenantId>(row.tenant);
    const data = Buffer.from(
      await this.#parts.vault.openForService(`inbox ${row.tenant} ${row.key}`, row.sealed),
    ).toString('utf8');
    return {
      tenant,
      key: row.key,
      kind: row.kind,
      topic: row.topic,
      data,
      at: row.at,
      ...(row.event_type ? { eventType: row.event_type } : {}),
      ...(row.event_corp ? { eventCorpId: row.event_corp } : {}),
    };
  }

  async #putBack(pool: Pool, row: Row, error: unknown): Promise<void> {
    const code = error instanceof Refused ? error.code : error instanceof Error ? error.name : 'unknown';
    const inTheWay = isConflict(error) || code === 'referral.changed-meanwhile';
    const tries = row.tries + 1;
    const aside = tries >= (inTheWay ? lastTryInACrowd : lastTry);
    const seconds = inTheWay
      ? Math.random() * 0.02 * 2 ** Math.min(row.tries, 6)
      : (pauses[Math.min(row.tries, pauses.length - 1)] ?? 900);
    await pool.query(
      "update inbox set state = $2, tries = $3, next_at = now() + make_interval(secs => $4), why = $5 where id = $1 and state = 'waiting'",
      [row.id, aside ? 'aside' : 'waiting', tries, seconds, code],
    );
    this.#log[aside ? 'error' : 'warn'](
      {
        inbox: row.id,
        tries,
        code,
        where: error instanceof Error && !(error instanceof Refused) ? firstFrame(error) : undefined,
      },
      aside ? 'an event was set aside after its last try' : 'an event will be tried again',
    );
  }
}

const nameOf = ({ tenant, kind, key }: Incoming): string => `${tenant} ${kind} ${key}`;

/** Where in our own code it happened; messages of surprises may hold values and are not logged. */
const firstFrame = (error: Error): string =>
  error.stack
    ?.split('\n')
    .find((line) => line.trim().startsWith('at '))
    ?.trim() ?? '';
