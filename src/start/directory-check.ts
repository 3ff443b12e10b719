import type { OpenedTenant } from '#src/adapters/dingtalk/open-tenant.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import type { Timer } from '#src/adapters/store/turns.ts';
import type { TenantId } from '#src/domain/ids.ts';
import { type Checks, checkDirectory } from '#src/usecases/people/check-directory.ts';
import type { World } from '#src/usecases/world.ts';

type Parts = {
  readonly world: World;
  readonly store: Store;
  readonly tenants: ReadonlyMap<TenantId, OpenedTenant>;
  readonly endScreens: Checks['endScreens'];
};

const day = 24 * 3_600;

/** Once a day, by one instance: is everybody who is configured still in the organisation? */
export function directoryCheck({ world, store, tenants, endScreens }: Parts): Timer {
  const check = checkDirectory({
    ...world,
    endScreens,
    tenants: [...tenants.keys()],
    directoryOf: (tenant) => {
      const found = tenants.get(tenant);
      if (!found) throw new Error(`no organisation ${tenant}`);
      return found.directory;
    },
  });
  return store.every('check the directory', day, async () => void (await check()));
}
