import { type House, staffOf } from '../house/house.ts';
import type { ClinicianId, HotlineId, InstitutionId } from '../ids.ts';
import { clinicalRoles, deskRoles, type Person } from '../people/person.ts';
import { Refused } from '../refused.ts';

/** One shift at an institution, or of one of its hotlines. */
export type RosterSlot = {
  readonly institution: InstitutionId;
  readonly hotline?: HotlineId;
  /** Of the shift: the day it begins on and the minute of that day, in Hong Kong. */
  readonly day: string;
  readonly minute: number;
};

/** Who is on duty and who covers in one shift, as planned last. */
export type RosterLine = RosterSlot & {
  readonly onDuty: readonly ClinicianId[];
  readonly cover: readonly ClinicianId[];
  readonly version: number;
  readonly by: ClinicianId;
  readonly at: Date;
};

/** What is to be planned; `version` is that of the line on the planner's screen, 0 where there was none. */
export type RosterWish = RosterSlot & Pick<RosterLine, 'onDuty' | 'cover' | 'version'>;

const mostPeople = 20;

/** Who can be planned: everybody who treats or coordinates there and has not left. */
export const rosterStaff = (house: House, where: InstitutionId): readonly Person[] =>
  staffOf(house, where, ...clinicalRoles, ...deskRoles);

/**
 * The line with the wish. Wishing what already stands changes nothing. Refuses `roster.changed-meanwhile` when somebody planned it since,
 * `roster.not-staff` for people who do not work there (any more), `roster.over` for a shift that has ended.
 */
export function plan(
  line: RosterLine | undefined,
  { onDuty, cover, version, ...slot }: RosterWish,
  {
    by,
    at,
    until,
    house,
  }: { readonly by: ClinicianId; readonly at: Date; readonly until: Date; readonly house: House },
): RosterLine {
  const people = { onDuty: once(onDuty), cover: once(cover) };
  if (line && same(line.onDuty, people.onDuty) && same(line.cover, people.cover)) return line;
  if ((line?.version ?? 0) !== version)
    throw new Refused('roster.changed-meanwhile', `The roster of ${slot.institution} on ${slot.day} was changed`);
  if (until <= at) throw new Refused('roster.over', `The shift of ${slot.day} at ${slot.institution} has ended`);
  const staff = rosterStaff(house, slot.institution).map(({ id }) => id);
  const all = [...people.onDuty, ...people.cover];
  if (all.length > mostPeople || all.some((who) => !staff.includes(who)))
    throw new Refused('roster.not-staff', `Somebody planned on ${slot.day} does not work at ${slot.institution}`);
  return { ...slot, ...people, version: version + 1, by, at };
}

const once = (people: readonly ClinicianId[]): readonly ClinicianId[] => [...new Set(people)];
const same = (one: readonly ClinicianId[], other: readonly ClinicianId[]): boolean => one.join() === other.join();

/** What a shift lacks: nobody on duty, nobody who covers. Those who left since it was planned do not count. */
export function gapsIn(line: Pick<RosterLine, 'onDuty' | 'cover'> | undefined, staff: readonly ClinicianId[]) {
  const lacks = (people: readonly ClinicianId[] = []) => !people.some((who) => staff.includes(who));
  return [...(lacks(line?.onDuty) ? (['duty'] as const) : []), ...(lacks(line?.cover) ? (['cover'] as const) : [])];
}
