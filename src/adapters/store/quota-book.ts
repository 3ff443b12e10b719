import type { Pool } from 'pg';
import type { Budget, QuotaBook } from '#src/ports/quota.ts';

export const quotaBookOn = (pool: Pool): QuotaBook => ({
  add: async (tenant, month, budget, count) => {
    const { rows } = await pool.query<{ count: string }>(
      'insert into quota (tenant, month, budget, count) values ($1, $2, $3, $4) on conflict (tenant, month, budget) do update set count = quota.count + excluded.count returning count',
      [tenant, month, budget, count],
    );
    return Number(rows[0]?.count ?? 0);
  },
  used: async (tenant, month) => {
    const { rows } = await pool.query<{ budget: Budget; count: string }>(
      'select budget, count from quota where tenant = $1 and month = $2',
      [tenant, month],
    );
    const of = (budget: Budget) => Number(rows.find((row) => row.budget === budget)?.count ?? 0);
    return { api: of('api'), push: of('push') };
  },
});
