import type { Config } from '#config/load.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import { forReview, per100 } from '#src/domain/safety/reviewing.ts';
import type { Metrics } from './metrics.ts';

const tiers = ['stop', 'caution', 'note'] as const;

/** How many alerts are raised and overridden, beside the budget; and how many rules wait for the pharmacist. */
export async function safetyFigures(store: Store, { safety }: Config, metrics: Metrics): Promise<void> {
  const counts = await store.ledger.read((page) => page.alerts.counts());
  const { rows } = await store.pool.query<{ count: string }>('select count(*) from referrals where not drill');
  const referrals = Number(rows[0]?.count ?? 0);
  for (const tier of tiers) {
    const own = counts.filter((one) => one.tier === tier);
    const raised = own.reduce((sum, one) => sum + one.raised, 0);
    metrics.alerts.set({ tier, what: 'raised' }, raised);
    metrics.alerts.set(
      { tier, what: 'overridden' },
      own.reduce((sum, one) => sum + one.overridden, 0),
    );
    metrics.alertRate.set({ tier, what: 'measured' }, per100(raised, referrals));
    metrics.alertRate.set({ tier, what: 'budget' }, safety.alertsPer100Referrals[tier]);
  }
  metrics.rulesForReview.set(
    forReview(
      counts.filter(({ tier }) => tier === 'stop'),
      safety.review,
    ).length,
  );
}
