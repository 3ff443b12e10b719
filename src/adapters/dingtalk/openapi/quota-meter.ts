import type { TenantId } from '#src/domain/ids.ts';
import { Unreachable } from '#src/domain/refused.ts';
import type { Clock } from '#src/ports/clock.ts';
import type { Lane } from '#src/ports/messenger.ts';
import type { Budget, QuotaBook } from '#src/ports/quota.ts';

type Parts = {
  readonly tenant: TenantId;
  readonly limits: Readonly<Record<Budget, number>>;
  readonly book: QuotaBook;
  readonly clock: Clock;
  readonly warn: (budget: Budget, percent: number) => void;
};

/** The month's budgets of one organisation: warns at 70 and 90 %, gives up optional calls at 90 %, stops when DingTalk says it is over. */
export class QuotaMeter {
  readonly #parts: Parts;
  #month = '';
  #used: Record<Budget, number> = { api: 0, push: 0 };
  #unkept: Record<Budget, number> = { api: 0, push: 0 };
  #warned = new Set<string>();
  #over = false;
  #flushSoon: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Before a counted call. Throws `dingtalk.quota-used-up` for what is not to be sent any more. */
  async before(lane: Lane): Promise<void> {
    await this.#turnMonth();
    if (this.#over) throw new Unreachable('dingtalk.quota-used-up', "The organisation's monthly calls are used up");
    if (lane === 'optional' && this.percent('api') >= 90)
      throw new Unreachable('dingtalk.quota-used-up', 'Optional calls rest until the next month');
  }

  count(budget: Budget): void {
    this.#used[budget] += 1;
    this.#unkept[budget] += 1;
    for (const mark of [70, 90]) {
      const key = `${this.#month} ${budget} ${mark}`;
      if (this.percent(budget) < mark || this.#warned.has(key)) continue;
      this.#warned.add(key);
      this.#parts.warn(budget, mark);
    }
    this.#flushSoon ??= setTimeout(() => void this.flush(), 1_000).unref();
  }

  percent(budget: Budget): number {
    return Math.floor((this.#used[budget] / this.#parts.limits[budget]) * 100);
  }

  /** May parts be asked for live, although each look costs a message? */
  get allowsLiveParts(): boolean {
    return this.percent('push') < 90;
  }

  saidOver(): void {
    this.#over = true;
  }

  async flush(): Promise<void> {
    clearTimeout(this.#flushSoon);
    this.#flushSoon = undefined;
    for (const budget of ['api', 'push'] as const) {
      const count = this.#unkept[budget];
      this.#unkept[budget] = 0;
      if (count === 0) continue;
      await this.#parts.book.add(this.#parts.tenant, this.#month, budget, count).catch(() => {
        // Not kept now; it is counted again with the next.
        this.#unkept[budget] += count;
      });
    }
  }

  async #turnMonth(): Promise<void> {
    const month = new Date(this.#parts.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
    if (month === this.#month) return;
    await this.flush();
    this.#month = month;
    this.#over = false;
    this.#used = { ...(await this.#parts.book.used(this.#parts.tenant, month)) };
  }
}
