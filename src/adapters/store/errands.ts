import type { Errand } from '#src/domain/errand.ts';
import type { ErrandInHand, ErrandRunner, Outcome } from '#src/ports/errands.ts';
import type { Log } from '#src/ports/log.ts';
import type { Lane } from '#src/ports/messenger.ts';
import { type LedgerParts, onePage } from './ledger.ts';
import { Workers } from './workers.ts';

type Row = { id: string; lane: number; tries: number; begun_before: boolean; sealed: Uint8Array; key: string | null };

const lanes: readonly Lane[] = ['now', 'soon', 'optional'];
const leaseSeconds = 90;

/** The outbox in the store. "Begun" is committed before anything is done, so that after a death it is known what may have happened. */
export class ErrandsInStore implements ErrandRunner {
  readonly #parts: LedgerParts;
  readonly #log: Log;
  readonly #alone: boolean;
  #workers: Workers | undefined;

  /** `alone`: no other process shares this store, so what was begun before our start is nobody's any more. */
  constructor(parts: LedgerParts, log: Log, alone: boolean) {
    this.#parts = parts;
    this.#log = log;
    this.#alone = alone;
  }

  wake(): void {
    this.#workers?.wake();
  }

  async start(run: (inHand: ErrandInHand) => Promise<Outcome>): Promise<void> {
    await this.#takeBack(this.#alone ? 'true' : 'lease_until < now()');
    this.#workers = new Workers({
      count: 4,
      pollMs: 250,
      log: this.#log,
      one: async () => {
        const row = await this.#claim();
        if (!row) return false;
        await this.#do(row, run);
        return true;
      },
    });
    this.#workers.start();
  }

  async stop(): Promise<void> {
    await this.#workers?.stop();
  }

  async waiting() {
    const { rows } = await this.#parts.pool.query<{
      waiting: string;
      unknown: string;
      dropped: string;
      oldest: Date | null;
    }>(
      `select count(*) filter (where state in ('waiting', 'begun')) as waiting, count(*) filter (where state = 'unknown') as unknown,
        count(*) filter (where state = 'dropped') as dropped, min(created_at) filter (where state in ('waiting', 'begun')) as oldest from errands where state <> 'done'`,
    );
    const [row] = rows;
    return {
      waiting: Number(row?.waiting ?? 0),
      unknown: Number(row?.unknown ?? 0),
      dropped: Number(row?.dropped ?? 0),
      oldestAt: row?.oldest ?? undefined,
    };
  }

  /** Errands whose process died while doing them; run now and then where several processes share a store. */
  async takeBackLost(): Promise<void> {
    await this.#takeBack('lease_until < now()');
  }

  async prune(days: number): Promise<number> {
    return (
      (
        await this.#parts.pool.query(
          'delete from errands where id in (select id from errands where ended_at < now() - make_interval(days => $1) limit 5000)',
          [days],
        )
      ).rowCount ?? 0
    );
  }

  async #takeBack(which: string): Promise<void> {
    // A waiting errand of the same key says the same thing anew; the begun one is then no longer needed.
    await this.#parts.pool.query(
      `update errands e set state = 'done', ended_at = now(), why = 'said anew' where state = 'begun' and ${which} and key is not null and exists (select 1 from errands w where w.key = e.key and w.state = 'waiting')`,
    );
    await this.#parts.pool.query(
      `update errands set state = 'waiting', begun_before = true, lease_until = null where state = 'begun' and ${which}`,
    );
  }

  async #claim(): Promise<Row | undefined> {
    const { rows } = await this.#parts.pool.query<Row>(
      `update errands set state = 'begun', tries = tries + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
       where id = (select id from errands e where state = 'waiting' and next_at <= $1
         and (key is null or not exists (select 1 from errands b where b.key = e.key and b.state = 'begun'))
         order by lane, next_at, id limit 1 for update skip locked)
       returning id, lane, tries, begun_before, sealed, key`,
      [this.#parts.now()],
    );
    return rows[0];
  }

  async #do(row: Row, run: (inHand: ErrandInHand) => Promise<Outcome>): Promise<void> {
    // Only `send` of a page writes errands, and it takes an Errand.
    const errand = JSON.parse(
      Buffer.from(await this.#parts.vault.openForService('errand', row.sealed)).toString('utf8'),
    ) as Errand;
    const renew = setInterval(
      () =>
        void this.#parts.pool
          .query('update errands set lease_until = now() + make_interval(secs => $2) where id = $1', [
            row.id,
            leaseSeconds,
          ])
          .catch(() => undefined),
      30_000,
    );
    try {
      const outcome = await run({
        id: row.id,
        errand,
        lane: lanes[row.lane] ?? 'soon',
        tries: row.tries - 1,
        begunBefore: row.begun_before,
      });
      await this.#settle(row, outcome);
    } catch (error) {
      this.#log.error(
        {
          errand: row.id,
          deed: errand.do,
          error: error instanceof Error ? error.name : 'unknown',
          where: error instanceof Error ? error.stack?.split('\n')[1]?.trim() : undefined,
        },
        'an errand could not be settled and comes again',
      );
      await this.#later(row, 5_000, 'could not be settled');
    } finally {
      clearInterval(renew);
    }
  }

  async #settle(row: Row, outcome: Outcome): Promise<void> {
    if (outcome.is === 'later') return this.#later(row, outcome.afterMs, outcome.why);
    for (let tries = 0; ; tries += 1) {
      const client = await this.#parts.pool.connect();
      try {
        await onePage(this.#parts, client, 'begin', async (page) => {
          await client.query(
            'update errands set state = $2, ended_at = now(), why = $3, lease_until = null where id = $1',
            [row.id, outcome.is, 'why' in outcome ? outcome.why : null],
          );
          if (outcome.keep) await outcome.keep(page);
        });
        return;
      } catch (error) {
        // Another writer was in the way: the deed is done, only its mark must be written again.
        const code = error instanceof Error && 'code' in error ? error.code : '';
        if (!['40001', '40P01', '23505', 'referral.changed-meanwhile'].includes(String(code)) || tries >= 8)
          throw error;
      } finally {
        client.release();
      }
    }
  }

  async #later(row: Row, afterMs: number, why: string): Promise<void> {
    const at = new Date(this.#parts.now().getTime() + afterMs);
    try {
      await this.#parts.pool.query(
        "update errands set state = 'waiting', next_at = $2, why = $3, lease_until = null, begun_before = false where id = $1",
        [row.id, at, why],
      );
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '23505')) throw error;
      // The same thing was asked for anew meanwhile: that one waits already.
      await this.#parts.pool.query(
        "update errands set state = 'done', ended_at = now(), why = 'said anew', lease_until = null where id = $1",
        [row.id],
      );
    }
  }
}
