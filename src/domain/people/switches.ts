import type { House } from '../house/house.ts';
import type { ClinicianId, InstitutionId } from '../ids.ts';
import type { Hotline } from './hotline.ts';
import type { Person, Role } from './person.ts';

/** Why somebody or somewhere is switched off. What more is to be said is kept sealed beside it. */
export const switchReasons = ['lost-device', 'misuse', 'away', 'left', 'closed', 'other'] as const;
export type SwitchReason = (typeof switchReasons)[number];

/** What can be switched off at once, and on again. */
export type SwitchSubject =
  | { readonly kind: 'person'; readonly id: ClinicianId }
  | { readonly kind: 'place'; readonly id: InstitutionId };

/** One time that somebody or somewhere was off. It lasts until `on`. */
export type Switched = {
  readonly subject: SwitchSubject;
  readonly reason: SwitchReason;
  readonly words?: string;
  readonly since: Date;
  readonly by: ClinicianId;
  readonly on?: { readonly at: Date; readonly by: ClinicianId };
};

/** Who and what is off at this moment. */
export type Off = { readonly people: readonly ClinicianId[]; readonly places: readonly InstitutionId[] };
export const nobodyOff: Off = { people: [], places: [] };

/** The roles that rest while a place is off: care and its desk. Duties (privacy, records, audit, administration) go on, so that somebody can answer for it and switch it on again. */
const resting: readonly Role[] = ['clinician', 'consultant', 'nurse', 'coordinator'];

/** The people as they stand while some are off: a person who is off may do nothing anywhere, one of a place that is off does no care there. */
export const peopleUnder = (people: readonly Person[], off: Off): readonly Person[] =>
  people.map((one) => {
    if (off.people.includes(one.id)) return { ...one, left: true };
    if (!one.works.some(({ institution }) => off.places.includes(institution))) return one;
    const works = one.works.flatMap(({ institution, roles }) => {
      const left = off.places.includes(institution) ? roles.filter((role) => !resting.includes(role)) : roles;
      return left.length > 0 ? [{ institution, roles: left }] : [];
    });
    return { ...one, works, ...(works.length === 0 ? { left: true } : {}) };
  });

/** A hotline whose receiving institution is off takes nothing new. */
export const hotlinesUnder = (hotlines: readonly Hotline[], off: Off): readonly Hotline[] =>
  hotlines.map((line) => (off.places.includes(line.receiving) ? { ...line, resting: true } : line));

/** The house as it stands while some are off. */
export const houseUnder = (house: House, off: Off): House => ({
  ...house,
  people: peopleUnder(house.people, off),
  hotlines: hotlinesUnder(house.hotlines, off),
});

/** Whose rights differ between the two: their sessions and open screens end. */
export const touched = (house: House, before: Off, after: Off): readonly ClinicianId[] => {
  const then = peopleUnder(house.people, before);
  return peopleUnder(house.people, after)
    .filter((one, index) => isLess(then[index], one))
    .map(({ id }) => id);
};

const isLess = (before: Person | undefined, after: Person): boolean =>
  before !== undefined && ((!before.left && after.left === true) || rolesIn(after) < rolesIn(before));
const rolesIn = ({ works }: Person): number => works.reduce((sum, { roles }) => sum + roles.length, 0);
