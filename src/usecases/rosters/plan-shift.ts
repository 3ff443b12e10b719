import { postAt } from '../../domain/access/may.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import { plan, type RosterLine, type RosterWish } from '../../domain/roster/roster.ts';
import { changesOf, shiftsOn } from '../../domain/roster/shift.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

/**
 * Says who is on duty and who covers in one shift. Refuses `person.role` for who plans nothing there, `roster.changed-meanwhile`, `roster.not-staff`,
 * `roster.over`, and `door.bad-request` for a shift or a hotline that the institution does not have.
 */
export const planShift =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, by: Person, wish: RosterWish): Promise<RosterLine> => {
    const { institution, hotline, day, minute } = wish;
    if (!postAt(world.policy.judge, by, 'plan-roster', institution))
      throw new Refused('person.role', `${by.id} plans no roster at ${institution}`);
    const shift = shiftsOn(day, changesOf(world.house, institution)).find((one) => one.minute === minute);
    const isTheirs = world.house.hotlines.some(({ id, receiving }) => id === hotline && receiving === institution);
    if (!shift || (hotline && !isTheirs))
      throw new Refused('door.bad-request', `No such shift or hotline at ${institution}`);
    const at = world.clock.now();
    const before = await page.rosters.hold(wish);
    const after = plan(before, wish, { by: by.id, at, until: shift.until, house: world.house });
    if (after === before) return before;
    await page.rosters.keep(after);
    await page.happened({
      what: 'roster-planned',
      shift: [institution, hotline, day, clockTime(minute)].filter(Boolean).join(' '),
      version: after.version,
      onDuty: after.onDuty.join(' '),
      cover: after.cover.join(' '),
      at,
      by: { person: by.id },
      institution,
    });
    return after;
  };

const clockTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
