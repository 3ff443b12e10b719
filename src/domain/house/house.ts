import type { ClinicianId, GroupId, HotlineId, InstitutionId, TenantId, UserId } from '../ids.ts';
import type { ClockLimits, Hotline, Institution, Rung } from '../people/hotline.ts';
import { type Person, type Role, rolesAt } from '../people/person.ts';
import type { Urgency } from '../referral/urgency.ts';
import { Refused } from '../refused.ts';
import type { OnDuty } from '../roster/on-duty.ts';
import type { ShiftChanges } from '../roster/shift.ts';

/** Everything that is configured and not code: who works where, which group leads to whom, how long things may take. */
export type House = {
  readonly institutions: readonly Institution[];
  readonly people: readonly Person[];
  readonly hotlines: readonly Hotline[];
  readonly limits: Readonly<Record<Urgency, ClockLimits>>;
  readonly ladders: Readonly<Record<Urgency, readonly Rung[]>>;
  readonly office: OfficeHours;
  /** When shifts change; without it at 08:00 and 20:00. */
  readonly shifts?: ShiftChanges;
  /** Of the shift that runs now: who is on duty and who covers, where a roster says so. It follows the rosters and the clock by itself. */
  readonly onDuty?: readonly OnDuty[];
};

/** Office time in Hong Kong. `days` 1 = Monday .. 7 = Sunday; holidays as yyyy-mm-dd. */
export type OfficeHours = {
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly holidays: readonly string[];
};

export const institution = (house: House, which: InstitutionId): Institution | undefined =>
  house.institutions.find(({ id }) => id === which);
export const hotline = (house: House, which: HotlineId): Hotline | undefined =>
  house.hotlines.find(({ id }) => id === which);
export const hotlineOfGroup = (house: House, tenant: TenantId, group: GroupId): Hotline | undefined =>
  house.hotlines.find((line) => line.tenant === tenant && line.group === group);
export const person = (house: House, which: ClinicianId): Person | undefined =>
  house.people.find(({ id }) => id === which);
export const personByUser = (house: House, tenant: TenantId, user: UserId): Person | undefined =>
  house.people.find((one) => one.dingtalk.some((link) => link.tenant === tenant && link.user === user));

export const staffOf = (house: House, where: InstitutionId, ...wanted: readonly Role[]): readonly Person[] =>
  house.people.filter((one) => rolesAt(one, where).some((role) => wanted.includes(role)));

/** Who this person is in one DingTalk organisation, if anybody there. */
export const userIn = (one: Person, tenant: TenantId): UserId | undefined =>
  one.dingtalk.find((link) => link.tenant === tenant)?.user;

/** Where a person writes from: the first place they work at in a role that treats or coordinates. */
export const homeOf = (one: Person): InstitutionId | undefined =>
  one.works.find(({ roles }) =>
    roles.some((role) => role === 'clinician' || role === 'consultant' || role === 'nurse' || role === 'coordinator'),
  )?.institution;

/** Hotlines a person at `from` can send to: those of a place that is switched off take nothing new. */
export const hotlinesFrom = (house: House, from: InstitutionId): readonly Hotline[] =>
  house.hotlines.filter(({ receiving, resting }) => receiving !== from && !resting);

/** Refuses `institution.off` while the hotline's receiving institution is switched off: what is sent there would be read by nobody. */
export function mustTake(line: Hotline): Hotline {
  if (line.resting) throw new Refused('institution.off', `${line.receiving} is switched off: choose another hotline`);
  return line;
}
