import type { Config, Environment } from '#config/load.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import { checkpointsOn } from '#src/adapters/vault/checkpoints.ts';
import type { OpenedVault } from '#src/adapters/vault/open-vault.ts';
import type { OpenScreens } from '#src/http/routes/live.ts';
import { tendConsents } from '#src/usecases/consent/tend-consents.ts';
import { remindOfQuestions } from '#src/usecases/consultation/remind-of-questions.ts';
import { tendEmergencies } from '#src/usecases/emergency/tend-emergencies.ts';
import { destroyOldDrawerKeys } from '#src/usecases/people/open-drawer.ts';
import { climbLadders } from '#src/usecases/reminding/climb-ladders.ts';
import { wakeFollowUps } from '#src/usecases/visits/wake-follow-ups.ts';
import type { World } from '#src/usecases/world.ts';
import { every, type Regular } from './every.ts';
import type { Metrics } from './metrics.ts';
import { secondPlace } from './second-place.ts';
import { stamping } from './stamps.ts';

type Parts = {
  readonly world: World;
  readonly config: Config;
  readonly store: Store;
  readonly vault: OpenedVault;
  readonly metrics: Metrics;
  readonly screens: OpenScreens;
  readonly dataDir: string;
  readonly env: Environment;
};

const minute = 60;

/** What is done again and again. The ladders are climbed by every instance (they hold rows one by one); the rest by one instance a turn. */
export function regularWork({
  world,
  config,
  env,
  store,
  vault,
  metrics,
  screens,
  dataDir,
}: Parts): readonly Regular[] {
  const checkpoints = checkpointsOn({ pool: store.pool, signer: vault.signer, clock: world.clock });
  const climb = climbLadders({ ...world, repeatMinutes: config.reminders.repeatMinutes });
  const remind = remindOfQuestions({ ...world, repeatMinutes: config.reminders.repeatMinutes });
  const wake = wakeFollowUps(world);
  const stamp = stamping(dataDir, env, checkpoints, world.log);
  const tellSecondPlace = secondPlace(world, config, dataDir, checkpoints);
  return [
    every(1_000, world.log, async () => {
      const climbed = await climb();
      if (climbed === 0) return;
      metrics.escalated.inc(climbed);
      screens.announce({ kind: 'work' }, 'everybody');
    }),
    store.every('remind of questions', 1, async () => {
      await remind();
    }),
    store.every('wake follow-ups', 10, async () => {
      if ((await wake()) > 0) screens.announce({ kind: 'work' }, 'everybody');
    }),
    store.every('tend consents', 1, async () => void (await tendConsents(world)())),
    store.every('tend emergency access', 5, async () => void (await tendEmergencies(world)())),
    store.every('look at approvals', config.approval.sweepMinutes * minute, () => lookAtApprovals(world)),
    store.every('sweep groups', 10 * minute, () => sweepGroups(world)),
    store.every('make checkpoints', 10 * minute, () => checkpoints.makeAll()),
    store.every('make checkpoints of busy chains', minute, async () => {
      await checkpoints.makeAll({ everyEntries: 100 });
    }),
    store.every('tell checkpoints in the second place', minute, async () => {
      await tellSecondPlace();
    }),
    ...(stamp ? [store.every('have checkpoints stamped', 10 * minute, stamp)] : []),
    store.every('destroy old drawer keys', 10 * minute, async () => void (await destroyOldDrawerKeys(world))),
    store.every('forget what is over', 60 * minute, async () => {
      await store.inbox.prune(config.retention.inboxKeys);
      await store.errands.prune(config.retention.doneErrands);
    }),
  ];
}

/** Word of an approval can be lost: what still runs is looked at again. */
const lookAtApprovals = ({ ledger }: World): Promise<void> =>
  ledger.write(async (page) => {
    for (const { tenant, instance } of await page.approvals.unsettled(200)) {
      if (!instance) continue;
      const errand = { do: 'look-at-approval', tenant, instance } as const;
      await page.send(errand, { lane: 'optional', key: `look ${tenant} ${instance}` });
    }
  });

/** A file put into a group without a mention is found in the group's file space. */
const sweepGroups = ({ ledger, house }: World): Promise<void> =>
  ledger.write(async (page) => {
    for (const { tenant, group } of house.hotlines)
      await page.send({ do: 'sweep-group', tenant, group }, { lane: 'optional', key: `sweep ${tenant} ${group}` });
  });
