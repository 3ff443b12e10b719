import type { PoolClient } from 'pg';
import type { Errand } from '#src/domain/errand.ts';
import { firstFrame } from '#src/domain/first-frame.ts';
import type { ErrandInHand, ErrandRunner, Outcome } from '#src/ports/errands.ts';
import type { Log } from '#src/ports/log.ts';
import type { Lane } from '#src/ports/messenger.ts';
import { type ErrandRow, ErrandRows } from './errand-rows.ts';
import { type LedgerParts, onePage } from './ledger.ts';
import { codeOf, isConflict, isLost } from './pg-troubles.ts';
import { Workers } from './workers.ts';

const lanes: readonly Lane[] = ['now', 'soon', 'optional'];
const renewMs = 6_000;
const takeBackMs = 5_000;

/** The outbox in the store. "Begun" is committed before anything is done, so that after a death it is known what may have happened. */
export class ErrandsInStore implements ErrandRunner {
  readonly #parts: LedgerParts;
  readonly #log: Log;
  readonly #alone: boolean;
  readonly #rows: ErrandRows;
  /** Ours and alive, even when a sleeping laptop let their lease run out. */
  readonly #inHand = new Set<string>();
  #workers: Workers | undefined;
  #lookout: NodeJS.Timeout | undefined;

  /** `alone`: no other process shares this store, so what was begun before our start is nobody's any more. */
  constructor(parts: LedgerParts, log: Log, alone: boolean) {
    this.#parts = parts;
    this.#log = log;
    this.#alone = alone;
    this.#rows = new ErrandRows(parts.pool);
  }

  wake(): void {
    this.#workers?.wake();
  }

  async start(run: (inHand: ErrandInHand) => Promise<Outcome>): Promise<void> {
    await (this.#alone ? this.#rows.takeBackAll() : this.#rows.takeBackLost([]));
    this.#workers = new Workers({
      count: 4,
      pollMs: 250,
      log: this.#log,
      one: async (found) => {
        const row = await this.#rows.claim(this.#parts.now());
        if (!row) return false;
        found();
        await this.#do(row, run);
        return true;
      },
    });
    this.#workers.start();
    this.#lookout = setInterval(() => void this.takeBackLost().catch(() => undefined), takeBackMs);
    this.#lookout.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#lookout);
    await this.#workers?.stop();
  }

  waiting() {
    return this.#rows.count();
  }

  /** Errands whose process died while doing them, elsewhere or before our start. */
  async takeBackLost(): Promise<void> {
    if ((await this.#rows.takeBackLost([...this.#inHand])) > 0) this.wake();
  }

  prune(days: number): Promise<number> {
    return this.#rows.prune(days);
  }

  async #do(row: ErrandRow, run: (inHand: ErrandInHand) => Promise<Outcome>): Promise<void> {
    this.#inHand.add(row.id);
    const renew = setInterval(() => void this.#rows.renew(row.id).catch(() => undefined), renewMs);
    try {
      const errand = await this.#open(row);
      if (!errand) return;
      const outcome = await run({
        id: row.id,
        errand,
        lane: lanes[row.lane] ?? 'soon',
        tries: row.tries - 1,
        begunBefore: row.begun_before,
      });
      await (outcome.is === 'later'
        ? this.#rows.later(row, this.#in(outcome.afterMs), outcome.why, row.begun_before)
        : this.#settle(row, outcome));
    } catch (error) {
      // It may have been done: whoever takes it up next must know that.
      this.#log.error(
        {
          errand: row.id,
          deed: row.deed,
          error: error instanceof Error ? error.name : 'unknown',
          code: codeOf(error),
          where: firstFrame(error),
        },
        'an errand could not be settled and comes again',
      );
      const pauseMs = Math.min(5_000 * 2 ** Math.min(row.tries - 1, 6), 300_000);
      await this.#rows.later(row, this.#in(pauseMs), 'could not be settled', true);
    } finally {
      clearInterval(renew);
      this.#inHand.delete(row.id);
    }
  }

  async #open(row: ErrandRow): Promise<Errand | undefined> {
    try {
      // Only `send` of a page writes errands, and it takes an Errand.
      return JSON.parse(
        Buffer.from(await this.#parts.vault.openForService('errand', row.sealed)).toString('utf8'),
      ) as Errand;
    } catch (error) {
      const code = codeOf(error);
      if (!code.startsWith('vault.') || code === 'vault.unreachable') throw error;
      this.#log.error({ errand: row.id, deed: row.deed, code }, 'an errand cannot be opened and is set aside');
      await this.#settle(row, { is: 'dropped', why: code });
      return undefined;
    }
  }

  /** The mark and the change that comes with it, in one transaction. What was done outside is done; only its mark is written again when others are in the way. */
  async #settle(row: ErrandRow, outcome: Exclude<Outcome, { is: 'later' }>): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      let client: PoolClient | undefined;
      try {
        client = await this.#parts.pool.connect();
        const rows = new ErrandRows(client);
        await onePage(this.#parts, client, async (page) => {
          await rows.end(row.id, outcome.is, 'why' in outcome ? outcome.why : undefined);
          if (outcome.keep) await outcome.keep(page);
        });
        return;
      } catch (error) {
        const passing = isConflict(error) || isLost(error) || codeOf(error) === 'referral.changed-meanwhile';
        if (!passing || tries >= 8) throw error;
        await new Promise((resolve) => setTimeout(resolve, 2 ** tries * 5));
      } finally {
        client?.release();
      }
    }
  }

  readonly #in = (ms: number): Date => new Date(this.#parts.now().getTime() + ms);
}
