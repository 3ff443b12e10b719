import type { Drill } from '../../domain/drill/drill.ts';
import type { Doer } from '../../domain/happening.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { mayMove, move } from '../../domain/referral/moves.ts';
import { isOpen } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { placesFor } from '../rights/may.ts';
import { keepStep } from '../steps/keep-step.ts';
import type { World } from '../world.ts';

type Ends = Pick<World, 'clock' | 'house'>;

/** Ends a drill by a tap. Doing it twice is doing it once. Refuses `person.role`; `referral.not-found` for somebody else's. */
export const endDrill =
  (world: Ends & Pick<World, 'policy'>) =>
  async (page: Page, by: Person, which: ReferralId): Promise<void> => {
    const places = placesFor(world, by, 'drill');
    const drill = await page.drills.get(which);
    const row = await page.referrals.get(which);
    if (!drill || !row || !(places.includes(row.referral.from) || places.includes(row.referral.to)))
      throw new Refused('referral.not-found', `No drill ${which} here`);
    await end(world, page, drill, { person: by.id });
  };

/** Ends drills whose time is over or whose loop is closed. Gives how many. */
export const endDueDrills =
  (world: Ends & Pick<World, 'ledger'>) =>
  (limit = 20): Promise<number> =>
    world.ledger.write(async (page) => {
      const due = await page.drills.due(world.clock.now(), limit);
      for (const drill of due) await end(world, page, drill, { baton: 'clock' });
      return due.length;
    });

async function end(world: Ends, page: Page, drill: Drill, by: Doer): Promise<void> {
  const at = world.clock.now();
  const held = await page.referrals.hold(drill.referral);
  if (!held || !(await page.drills.end(drill.referral, at, 'person' in by ? by.person : undefined))) return;
  const { referral } = held;
  await page.happened({
    what: 'drill-ended',
    hotline: drill.hotline,
    at,
    by,
    institution: drill.institution,
    referral: referral.id,
    patient: referral.patient,
  });
  if (isOpen(referral)) {
    const who = 'person' in by ? by.person : drill.by;
    // An answered one cannot be withdrawn, and is closed instead.
    const step = mayMove(referral, 'cancel')
      ? ({ do: 'cancel', by: who, because: 'entered-in-error', words: 'The drill is over. 演習結束。' } as const)
      : ({ do: 'close', by: who } as const);
    await keepStep(world, page, referral, move(referral, step, at), by);
  }
  await page.referrals.settlePlace(referral.id);
}
