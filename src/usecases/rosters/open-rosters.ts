import { postAt } from '../../domain/access/may.ts';
import { incoming } from '../../domain/handover/handover.ts';
import { hongKong } from '../../domain/house/office-time.ts';
import type { ClinicianId, InstitutionId } from '../../domain/ids.ts';
import type { Hotline } from '../../domain/people/hotline.ts';
import type { Person } from '../../domain/people/person.ts';
import { coverNow } from '../../domain/roster/on-duty.ts';
import { gapsIn, type RosterLine, rosterStaff } from '../../domain/roster/roster.ts';
import { changesOf, dayAfter, mondayOf, type Shift, shiftsOn } from '../../domain/roster/shift.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

export type PlannedShift = {
  readonly shift: Shift;
  readonly line: RosterLine | undefined;
  /** Hotlines with a line of their own in this shift. */
  readonly ofHotlines: readonly RosterLine[];
  readonly gaps: readonly ('duty' | 'cover')[];
  readonly is: 'over' | 'now' | 'coming';
};

export type RosterOfPlace = {
  readonly institution: InstitutionId;
  readonly mayPlan: boolean;
  readonly staff: readonly Person[];
  readonly hotlines: readonly Hotline[];
  /** Who is addressed where a shift names nobody. */
  readonly otherwise: { readonly onDuty: readonly ClinicianId[]; readonly cover: readonly ClinicianId[] };
  readonly shifts: readonly PlannedShift[];
};

/** One week, from its Monday, of every institution of this person. `day`: any day of the week that is meant, in Hong Kong. */
export const openRosters =
  (world: Pick<World, 'clock' | 'house' | 'policy'>) =>
  async (
    page: ReadingPage,
    person: Person,
    day: string | undefined,
  ): Promise<{ readonly monday: string; readonly places: readonly RosterOfPlace[] }> => {
    const { house, policy } = world;
    const now = world.clock.now();
    const unplanned = { ...house, onDuty: [] };
    const monday = mondayOf(day ?? hongKong(now).day);
    const days = Array.from({ length: 7 }, (_none, index) => dayAfter(monday, index));
    const institutions = person.works
      .map(({ institution }) => institution)
      .filter((where) => postAt(policy.judge, person, 'directory', where));
    const lines = await page.rosters.between(institutions, monday, dayAfter(monday, 6));
    const places = institutions.map((institution): RosterOfPlace => {
      const staff = rosterStaff(house, institution);
      const known = staff.map(({ id }) => id);
      const changes = changesOf(house, institution);
      const shifts = days
        .flatMap((date) => shiftsOn(date, changes))
        .map((shift): PlannedShift => {
          const here = lines.filter(
            (one) => one.institution === institution && one.day === shift.day && one.minute === shift.minute,
          );
          const line = here.find(({ hotline }) => hotline === undefined);
          return {
            shift,
            line,
            ofHotlines: here.filter(({ hotline }) => hotline !== undefined),
            gaps: gapsIn(line, known),
            is: shift.until <= now ? 'over' : shift.from <= now ? 'now' : 'coming',
          };
        });
      return {
        institution,
        mayPlan: postAt(policy.judge, person, 'plan-roster', institution) !== undefined,
        staff,
        hotlines: house.hotlines.filter(({ receiving }) => receiving === institution),
        otherwise: { onDuty: incoming(unplanned, institution), cover: coverNow(unplanned, institution) },
        shifts,
      };
    });
    return { monday, places };
  };
