import { loadDrills } from '#config/drills.ts';
import type { Config } from '#config/load.ts';
import type { Store } from '#src/adapters/store/open-store.ts';
import type { Timer } from '#src/adapters/store/turns.ts';
import type { DrillPlan } from '#src/domain/drill/drill.ts';
import { type ClinicianId, type HotlineId, id } from '#src/domain/ids.ts';
import { endDueDrills } from '#src/usecases/drill/end-drill.ts';
import type { World } from '#src/usecases/world.ts';

/** Who takes part in drills, as the configuration names them. */
export const drillPlans = (configDir: string, config: Config): readonly DrillPlan[] =>
  loadDrills(configDir, {
    hotlines: config.hotlines.hotlines.map(({ id: key }) => key),
    people: config.people.people.map(({ id: key }) => key),
  }).map(({ hotline, people, ...plan }) => ({
    ...plan,
    hotline: id<HotlineId>(hotline),
    people: people.map((who) => id<ClinicianId>(who)),
  }));

/** A drill ends by itself. */
export const drillWork = (store: Store, world: World): Timer =>
  store.every('end drills', 20, async () => void (await endDueDrills(world)()));
