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

const budgets = ['api', 'push'] as const;
const marks = [70, 90] as const;
/** After "used up" one call an hour goes out all the same: somebody may have bought more. */
const askAgainMs = 3_600_000;

/** The month's budgets of one organisation: warns at 70 and 90 %, gives up optional calls at 90 %, stops when DingTalk says it is over. */
export class QuotaMeter {
  readonly #parts: Parts;
  readonly #warned = new Set<string>();
  /** Counted here and not yet in the book, by month: the last second of a month belongs to that month. */
  readonly #unkept = new Map<string, Record<Budget, number>>();
  #month = '';
  #used: Record<Budget, number> = { api: 0, push: 0 };
  #reading: Promise<void> | undefined;
  #overUntil = 0;
  #flushSoon: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Before a counted call. Throws `dingtalk.quota-used-up` for what is not to be sent any more. */
  async before(lane: Lane): Promise<void> {
    this.#turnMonth();
    await this.#reading;
    if (this.#parts.clock.now().getTime() < this.#overUntil)
      throw new Unreachable('dingtalk.quota-used-up', "The organisation's monthly calls are used up");
    if (lane === 'optional' && this.percent('api') >= 90)
      throw new Unreachable('dingtalk.quota-used-up', 'Optional calls rest until the next month');
  }

  count(budget: Budget): void {
    this.#turnMonth();
    this.#used[budget] += 1;
    const unkept = this.#unkept.get(this.#month) ?? { api: 0, push: 0 };
    unkept[budget] += 1;
    this.#unkept.set(this.#month, unkept);
    this.#warnOf(budget);
    this.#flushSoon ??= setTimeout(() => void this.flush(), 1_000).unref();
  }

  percent(budget: Budget): number {
    return Math.floor((this.#used[budget] / this.#parts.limits[budget]) * 100);
  }

  /** May parts be asked for live, although each look costs a message? */
  get allowsLiveParts(): boolean {
    return this.percent('push') < 90;
  }

  /** DingTalk itself says that nothing is left. */
  saidOver(): void {
    this.#overUntil = this.#parts.clock.now().getTime() + askAgainMs;
  }

  /** Writes into the book what was counted since the last time. What cannot be written is written with the next. */
  async flush(): Promise<void> {
    clearTimeout(this.#flushSoon);
    this.#flushSoon = undefined;
    for (const [month, counts] of [...this.#unkept]) {
      this.#unkept.delete(month);
      for (const budget of budgets) if (counts[budget] > 0) await this.#keep(month, budget, counts[budget]);
    }
  }

  async #keep(month: string, budget: Budget, count: number): Promise<void> {
    try {
      const total = await this.#parts.book.add(this.#parts.tenant, month, budget, count);
      // Another process may count for the same organisation: the book knows both.
      if (month === this.#month) this.#used[budget] = total + (this.#unkept.get(month)?.[budget] ?? 0);
    } catch {
      // Not kept now: back to the rest, to be written with the next.
      const unkept = this.#unkept.get(month) ?? { api: 0, push: 0 };
      unkept[budget] += count;
      this.#unkept.set(month, unkept);
    }
  }

  #turnMonth(): void {
    const month = new Date(this.#parts.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
    if (month === this.#month) return;
    this.#month = month;
    this.#overUntil = 0;
    this.#used = { api: 0, push: 0 };
    this.#reading = this.#readBook(month);
  }

  async #readBook(month: string): Promise<void> {
    try {
      const kept = await this.#parts.book.used(this.#parts.tenant, month);
      if (month !== this.#month) return;
      for (const budget of budgets) {
        this.#used[budget] = kept[budget];
        // Said already, before this process began.
        for (const mark of marks) if (this.percent(budget) >= mark) this.#warned.add(`${month} ${budget} ${mark}`);
        this.#used[budget] += this.#unkept.get(month)?.[budget] ?? 0;
        this.#warnOf(budget);
      }
    } catch {
      // The store is away: counted from here, and put right by the book's own total with the next flush.
    } finally {
      if (month === this.#month) this.#reading = undefined;
    }
  }

  #warnOf(budget: Budget): void {
    for (const mark of marks) {
      const key = `${this.#month} ${budget} ${mark}`;
      if (this.percent(budget) < mark || this.#warned.has(key)) continue;
      this.#warned.add(key);
      this.#parts.warn(budget, mark);
    }
  }
}
