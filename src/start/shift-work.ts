import type { Store } from '#src/adapters/store/open-store.ts';
import type { InstitutionId } from '#src/domain/ids.ts';
import type { OpenScreens } from '#src/http/routes/live.ts';
import { escalateHandovers } from '#src/usecases/handover/escalate-handovers.ts';
import { openHandovers } from '#src/usecases/handover/open-handovers.ts';
import type { World } from '#src/usecases/world.ts';
import type { DutyBoard } from './duty-board.ts';
import type { Regular } from './every.ts';

/** What the change of shift asks for again and again: to put the open cases up, to tell of those nobody took, to know who is on duty. */
export function shiftWork(store: Store, world: World, screens: OpenScreens, duty: DutyBoard): readonly Regular[] {
  const tell = (places: readonly InstitutionId[]) => {
    if (places.length > 0) screens.announce({ kind: 'work' }, { at: places });
  };
  const open = openHandovers(world);
  const escalate = escalateHandovers(world);
  return [
    store.every('open handovers', 2, async () => tell(await open())),
    store.every('escalate handovers', 2, async () => tell(await escalate())),
    duty.watch(store.ledger, world.house, world.clock, world.log),
  ];
}
