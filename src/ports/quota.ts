import type { TenantId } from '../domain/ids.ts';

export type Budget = 'api' | 'push';

/** Counts what an organisation has used of its month (yyyy-mm, China time), kept in the store. */
export interface QuotaBook {
  add(tenant: TenantId, month: string, budget: Budget, count: number): Promise<number>;
  used(tenant: TenantId, month: string): Promise<Readonly<Record<Budget, number>>>;
}
