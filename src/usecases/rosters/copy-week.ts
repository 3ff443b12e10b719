import { postAt } from '../../domain/access/may.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import { type RosterLine, type RosterSlot, rosterStaff } from '../../domain/roster/roster.ts';
import { changesOf, dayAfter, mondayOf, shiftsOn } from '../../domain/roster/shift.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { planShift } from './plan-shift.ts';

/**
 * Plans what nobody has planned yet in a week as it was in the week before, shift by shift; what is planned stays, what is over stays empty, who has left is left out.
 * Gives how many shifts were planned. Refuses `person.role` for who plans nothing there.
 */
export const copyWeek =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (page: Page, by: Person, institution: InstitutionId, day: string): Promise<number> => {
    if (!postAt(world.policy.judge, by, 'plan-roster', institution))
      throw new Refused('person.role', `${by.id} plans no roster at ${institution}`);
    const monday = mondayOf(day);
    const lines = await page.rosters.between([institution], dayAfter(monday, -7), dayAfter(monday, 6));
    const planned = new Set(lines.map(slotOf));
    const staff = rosterStaff(world.house, institution).map(({ id }) => id);
    const here = (people: RosterLine['onDuty']) => people.filter((who) => staff.includes(who));
    const now = world.clock.now();
    let copied = 0;
    for (const { day: before, minute, hotline, onDuty, cover } of lines) {
      if (before >= monday) continue;
      const slot = { institution, ...(hotline ? { hotline } : {}), day: dayAfter(before, 7), minute };
      const shift = shiftsOn(slot.day, changesOf(world.house, institution)).find((one) => one.minute === minute);
      const people = { onDuty: here(onDuty), cover: here(cover) };
      const isEmpty = people.onDuty.length + people.cover.length === 0;
      if (isEmpty || !shift || shift.until <= now || planned.has(slotOf(slot))) continue;
      await planShift(world)(page, by, { ...slot, ...people, version: 0 });
      copied += 1;
    }
    return copied;
  };

const slotOf = ({ day, minute, hotline = '' }: Pick<RosterSlot, 'day' | 'minute'> & { readonly hotline?: string }) =>
  `${day} ${minute} ${hotline}`;
