import { openTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import { realBases, type TenantSettings } from '#src/adapters/dingtalk/tenant-settings.ts';
import { type GroupId, id, type TenantId, type UserId } from '#src/domain/ids.ts';
import type { Log } from '#src/ports/log.ts';
import type { Budget, QuotaBook } from '#src/ports/quota.ts';
import { SetClock } from './a-store.ts';

export const tenant = id<TenantId>('shared');
export const group = id<GroupId>('cidTmCardio/Hotline+01==');
export const drCheung = id<UserId>('u-cheung');
export const drLam = id<UserId>('u-lam');
export const drNg = id<UserId>('u-ng');
export const alvin = id<UserId>('u-alvin');

/** What an administrator typed in; the secret is one that no test may ever find in a log. */
export const settingsFor = (more: Partial<TenantSettings> = {}): TenantSettings => ({
  tenant,
  corpId: 'dingshared01',
  clientId: 'dingbatonshared',
  secret: () => 'pretend-secret-shared',
  robotCode: 'dingbatonshared',
  operatorUser: 'u-kwan',
  quota: { api: 100_000, push: 100_000, qps: 1_000 },
  bases: realBases,
  ...more,
});

/** Everything that was logged, as one text: what must never be said can be looked for in it. */
export class LogInMemory implements Log {
  readonly lines: { readonly level: string; readonly facts: object; readonly sentence: string }[] = [];
  readonly debug = this.#at('debug');
  readonly info = this.#at('info');
  readonly warn = this.#at('warn');
  readonly error = this.#at('error');
  #at(level: string) {
    return (facts: object, sentence: string) => void this.lines.push({ level, facts, sentence });
  }
  text(): string {
    return JSON.stringify(this.lines);
  }
}

export class QuotaBookInMemory implements QuotaBook {
  readonly counts = new Map<string, Record<Budget, number>>();
  away = false;
  async add(which: TenantId, month: string, budget: Budget, count: number): Promise<number> {
    if (this.away) throw new Error('the store is away');
    const row = this.counts.get(`${which} ${month}`) ?? { api: 0, push: 0 };
    row[budget] += count;
    this.counts.set(`${which} ${month}`, row);
    return row[budget];
  }
  async used(which: TenantId, month: string): Promise<Record<Budget, number>> {
    if (this.away) throw new Error('the store is away');
    return { ...(this.counts.get(`${which} ${month}`) ?? { api: 0, push: 0 }) };
  }
}

/** One organisation's adapters with a log and a book that can be looked into. */
export function aTenant(more: Partial<TenantSettings> = {}) {
  const log = new LogInMemory();
  const book = new QuotaBookInMemory();
  const clock = new SetClock();
  const warned: string[] = [];
  const opened = openTenant(settingsFor(more), {
    clock,
    log,
    book,
    warn: (budget, percent) => void warned.push(`${budget} ${percent}`),
  });
  return { ...opened, log, book, clock, warned };
}
