import type { Pool } from 'pg';
import { firstFrame } from '#src/domain/first-frame.ts';
import { id, type TenantId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import type { Inbox, Incoming } from '#src/ports/inbox.ts';
import type { Log } from '#src/ports/log.ts';
import { GroupCommit } from './group-commit.ts';
import type { LedgerParts } from './ledger.ts';
import { pageOn } from './pages/page.ts';
import { isConflict } from './pg-troubles.ts';
import { sqlOver } from './sql.ts';
import { Workers } from './workers.ts';

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
  readonly #commit: GroupCommit;
  #workers: Workers | undefined;

  constructor(parts: LedgerParts, log: Log) {
    this.#parts = parts;
    this.#log = log;
    this.#commit = new GroupCommit(parts, () => this.#workers?.wake());
  }

  keep(incoming: Incoming): Promise<boolean> {
    return this.#commit.keep(incoming);
  }

  async start(handle: Parameters<Inbox['start']>[0]): Promise<void> {
    this.#workers = new Workers({
      count: 4,
      pollMs: 500,
      log: this.#log,
      one: (found) => this.#handleOne(handle, found),
    });
    this.#workers.start();
  }

  async stop(): Promise<void> {
    await this.#workers?.stop();
    await this.#commit.settled();
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
  async #handleOne(handle: Parameters<Inbox['start']>[0], found: () => void): Promise<boolean> {
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
      found();
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
        where: error instanceof Refused ? undefined : firstFrame(error),
      },
      aside ? 'an event was set aside after its last try' : 'an event will be tried again',
    );
  }
}
