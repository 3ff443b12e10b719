import { type House, institution, person } from '../house/house.ts';
import type { ClinicianId, HotlineId, InstitutionId } from '../ids.ts';
import { clinicalRoles, hasRole } from '../people/person.ts';
import { rosterStaff } from './roster.ts';

/** Who is on duty and who covers in the shift that runs now, at an institution or of one hotline. */
export type OnDuty = {
  readonly institution: InstitutionId;
  readonly hotline?: HotlineId;
  readonly people: readonly ClinicianId[];
  readonly cover: readonly ClinicianId[];
};

type Which = 'people' | 'cover';

/** Of the roster of the running shift, those who are there: the hotline's where it names somebody, else the institution's. Empty where the roster says nothing. */
function rostered(
  house: House,
  where: InstitutionId,
  line: HotlineId | undefined,
  which: Which,
): readonly ClinicianId[] {
  const here = (house.onDuty ?? []).filter((one) => one.institution === where);
  const staff = rosterStaff(house, where).map(({ id }) => id);
  const present = (one: OnDuty | undefined) => (one?.[which] ?? []).filter((who) => staff.includes(who));
  const own = line ? present(here.find((one) => one.hotline === line)) : [];
  return own.length > 0 ? own : present(here.find((one) => one.hotline === undefined));
}

/** Everybody on duty now; empty where no roster says so. */
export const onDutyNow = (house: House, where: InstitutionId, line?: HotlineId): readonly ClinicianId[] =>
  rostered(house, where, line, 'people');

/** The doctors on duty now: only they can accept what is sent. Empty where no roster names one. */
export const doctorsOnDuty = (house: House, where: InstitutionId, line?: HotlineId): readonly ClinicianId[] =>
  onDutyNow(house, where, line).filter((who) => {
    const one = person(house, who);
    return one !== undefined && hasRole(one, where, ...clinicalRoles);
  });

/** Who covers now: as the roster says, else as configured; never somebody who has left. */
export function coverNow(house: House, where: InstitutionId, line?: HotlineId): readonly ClinicianId[] {
  const planned = rostered(house, where, line, 'cover');
  if (planned.length > 0) return planned;
  return (institution(house, where)?.cover ?? []).filter((who) => person(house, who)?.left !== true);
}
