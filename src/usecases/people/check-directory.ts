import type { TenantId, UserId } from '../../domain/ids.ts';
import type { Directory } from '../../ports/dingtalk-people.ts';
import type { World } from '../world.ts';
import { endAccess, type Leaving } from './end-access.ts';

export type Checks = Pick<World, 'ledger' | 'log'> &
  Leaving & {
    readonly tenants: readonly TenantId[];
    readonly directoryOf: (tenant: TenantId) => Pick<Directory, 'everyone' | 'person'>;
    readonly endScreens: (person: string) => void;
  };

/** More than this many at once, and more than half, is a directory that is not all there rather than an exodus. */
const fewAtOnce = 3;

/**
 * Compares who is configured with who is in each organisation's directory. Word of a leaving can be lost; this is how it is found all the same, within a day.
 * Each missing person is looked up by name of user before anything ends. A directory that fails, is empty or has lost most of its people ends nobody's access:
 * it is said aloud instead. Gives how many were ended.
 */
export const checkDirectory = (world: Checks) => async (): Promise<number> => {
  let ended = 0;
  for (const tenant of world.tenants) ended += await checkOne(world, tenant);
  return ended;
};

async function checkOne(world: Checks, tenant: TenantId): Promise<number> {
  const directory = world.directoryOf(tenant);
  const present = new Set<UserId>(await directory.everyone(tenant));
  const known = world.house.people.flatMap(({ dingtalk }) =>
    dingtalk.filter((link) => link.tenant === tenant).map(({ user }) => user),
  );
  const missing = known.filter((user) => !present.has(user));
  if (present.size === 0 || (missing.length > fewAtOnce && missing.length * 2 > known.length)) {
    world.log.error(
      { tenant, known: known.length, missing: missing.length },
      'the directory lacks so many that nothing was ended; look at the visible range of the app',
    );
    return 0;
  }
  let ended = 0;
  for (const user of missing) {
    const entry = await directory.person(tenant, user);
    if (entry?.active) continue;
    const isNew = await world.ledger.write(async (page) => {
      if (await page.people.hasLeft(tenant, user)) return undefined;
      return endAccess(world)(page, tenant, user, { baton: 'clock' });
    });
    if (!isNew) continue;
    world.endScreens(isNew.id);
    world.log.warn({ tenant, person: isNew.id }, 'somebody is not in the directory any more; their access has ended');
    ended += 1;
  }
  return ended;
}
