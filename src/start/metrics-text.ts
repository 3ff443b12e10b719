import type { Config } from '#config/load.ts';
import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import type { StreamSupervisor } from '#src/adapters/dingtalk/stream/supervisor.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import type { TenantId } from '#src/domain/ids.ts';
import type { Metrics } from './metrics.ts';
import { safetyFigures } from './safety-figures.ts';

type Parts = {
  readonly config: Config;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly supervisors: readonly StreamSupervisor[];
  readonly tenants: ReadonlyMap<TenantId, OpenedTenant>;
};

/** What Prometheus reads, with the gauges as they stand at this moment. */
export const metricsText =
  ({ metrics, store, supervisors, tenants, config }: Parts) =>
  async () => {
    const { inbox, errands } = { inbox: await store.inbox.waiting(), errands: await store.errands.waiting() };
    metrics.inbox.set({ state: 'waiting' }, inbox.waiting);
    metrics.inbox.set({ state: 'aside' }, inbox.aside);
    for (const state of ['waiting', 'unknown', 'dropped'] as const) metrics.errands.set({ state }, errands[state]);
    supervisors.forEach((one, index) => {
      const tenant = [...tenants.keys()][index] ?? '';
      metrics.connected.set({ tenant }, one.health().connected ? 1 : 0);
    });
    for (const [tenant, { quota }] of tenants)
      for (const budget of ['api', 'push'] as const) metrics.quota.set({ tenant, budget }, quota.percent(budget));
    await safetyFigures(store, config, metrics);
    metrics.memory.set(process.memoryUsage.rss());
    return metrics.registry.metrics();
  };
