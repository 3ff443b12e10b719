import type { Drill, DrillPlan } from '../../domain/drill/drill.ts';
import { type DrillResult, resultOf } from '../../domain/drill/result.ts';
import { hotline } from '../../domain/house/house.ts';
import type { ReferralId } from '../../domain/ids.ts';
import type { Hotline } from '../../domain/people/hotline.ts';
import { clinicalRoles, type Person, rolesAt } from '../../domain/people/person.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import { placesFor } from '../rights/may.ts';
import type { World } from '../world.ts';

type Looks = Pick<World, 'clock' | 'house' | 'policy'>;

export type DrillDesk = {
  /** Where a drill can be started from here, by whom it can be written, and whom it may reach. */
  readonly lines: readonly { readonly line: Hotline; readonly authors: readonly Person[]; readonly plan: DrillPlan }[];
  readonly drills: readonly { readonly drill: Drill; readonly referral: Referral }[];
};

/** What can be drilled from here, and the drills of one's institutions. Refuses `person.role`. */
export const openDrills =
  (world: Looks & { readonly plans: readonly DrillPlan[] }) =>
  async (page: ReadingPage, by: Person): Promise<DrillDesk> => {
    const places = placesFor(world, by, 'drill');
    const lines = world.plans.flatMap((plan) => {
      const line = hotline(world.house, plan.hotline);
      if (!line || line.resting) return [];
      const authors = world.house.people.filter(
        (one) =>
          plan.people.includes(one.id) &&
          places.some(
            (place) => place !== line.receiving && rolesAt(one, place).some((role) => clinicalRoles.includes(role)),
          ),
      );
      return authors.length > 0 ? [{ line, authors, plan }] : [];
    });
    const drills = [];
    for (const drill of await page.drills.of(places, 30)) {
      const row = await page.referrals.get(drill.referral);
      if (row) drills.push({ drill, referral: row.referral });
    }
    return { lines, drills };
  };

export type DrillTold = { readonly drill: Drill; readonly referral: Referral; readonly result: DrillResult };

/** How a drill went: from the trail alone. Refuses `person.role`; `referral.not-found` for somebody else's. */
export const lookAtDrill =
  (world: Looks) =>
  async (page: ReadingPage, by: Person, which: ReferralId): Promise<DrillTold> => {
    const places = placesFor(world, by, 'drill');
    const drill = await page.drills.get(which);
    const row = await page.referrals.get(which);
    if (!drill || !row || !(places.includes(row.referral.from) || places.includes(row.referral.to)))
      throw new Refused('referral.not-found', `No drill ${which} here`);
    const until = drill.ended?.at ?? world.clock.now();
    return {
      drill,
      referral: row.referral,
      result: resultOf(row.referral, await page.trail.of(which), world.house, until),
    };
  };
