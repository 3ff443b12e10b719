import { type House, institution, person, staffOf } from '../house/house.ts';
import type { ClinicianId, InstitutionId, ReferralId } from '../ids.ts';
import { type Owner, ownersOf, watchOf } from '../referral/loop-clock.ts';
import type { Referral } from '../referral/referral.ts';
import { Refused } from '../refused.ts';
import { onDutyNow } from '../roster/on-duty.ts';
import { rosterStaff } from '../roster/roster.ts';
import type { Shift } from '../roster/shift.ts';

declare const brand: unique symbol;
export type HandoverId = string & { readonly [brand]: 'Handover' };

/** The change from one shift to the next at one institution. */
export type Handover = {
  readonly id: HandoverId;
  readonly institution: InstitutionId;
  /** The moment of the change, and when the shift that ended had begun. */
  readonly at: Date;
  readonly since: Date;
  /** When Baton opened it; later than `at` where the service was away. */
  readonly openedAt: Date;
  /** Until then each case is to be taken. */
  readonly limit: Date;
};

export type CaseStanding =
  | { readonly is: 'waiting' }
  /** Nobody took it in time. */
  | { readonly is: 'escalated'; readonly since: Date }
  | { readonly is: 'taken'; readonly by: ClinicianId; readonly at: Date };

/** One open case in a handover. */
export type HandoverCase = {
  readonly handover: HandoverId;
  readonly referral: ReferralId;
  readonly standing: CaseStanding;
};

/** Whose hands an owner's are: a case belongs to exactly one institution at a time. */
export const placeOfOwner = (owner: Owner): InstitutionId => ('person' in owner ? owner.at : owner.desk);

/** The institution that must act next; undefined once the case is closed. */
export const holdingPlace = (referral: Referral, house: House): InstitutionId | undefined => {
  const watch = watchOf(referral, house);
  return watch && placeOfOwner(watch.owner);
};

/**
 * The handover that a running shift asks for, after the latest one that was opened here; undefined where there is nothing new. A clock that was set back
 * finds a shift that was opened before, or an older one, and opens neither. Where there never was one, the first only marks where the count begins (`first`).
 */
export const asksForHandover = (shift: Shift, latest: Date | undefined): 'none' | 'first' | 'next' =>
  latest === undefined ? 'first' : shift.from > latest ? 'next' : 'none';

/** Takes one case. Taking one's own again changes nothing; refuses `handover.taken` when somebody else was first. */
export function take(one: HandoverCase, by: ClinicianId, at: Date, house: House): HandoverCase {
  const { standing } = one;
  if (standing.is === 'taken') {
    if (standing.by === by) return one;
    throw new Refused('handover.taken', `Referral ${one.referral} was taken by ${standing.by}`, {
      who: person(house, standing.by)?.name.en ?? standing.by,
    });
  }
  return { ...one, standing: { is: 'taken', by, at } };
}

/** Time is up: what still waits has been taken by nobody. */
export const escalate = (one: HandoverCase, at: Date): HandoverCase =>
  one.standing.is === 'waiting' ? { ...one, standing: { is: 'escalated', since: at } } : one;

/**
 * Where the baton of an open case is: in the hands of who took it in this shift, waiting for somebody until a deadline, or escalated. Always exactly one of
 * the three, always with people; undefined for a case that is closed. A case that began in this shift has its owner and its own deadline.
 */
export type Baton =
  | { readonly is: 'taken'; readonly people: readonly [ClinicianId, ...ClinicianId[]] }
  | { readonly is: 'waiting'; readonly people: readonly ClinicianId[]; readonly due: Date }
  | { readonly is: 'escalated'; readonly people: readonly ClinicianId[]; readonly since: Date };

export function batonOf(
  referral: Referral,
  handover: Handover | undefined,
  one: HandoverCase | undefined,
  house: House,
): Baton | undefined {
  const watch = watchOf(referral, house);
  if (!watch) return undefined;
  const people = ownersOf(watch.owner);
  if (!handover || one?.handover !== handover.id || placeOfOwner(watch.owner) !== handover.institution)
    return { is: 'waiting', people, due: watch.due };
  const { standing } = one;
  if (standing.is === 'taken' && person(house, standing.by)?.left !== true)
    return { is: 'taken', people: [standing.by] };
  if (standing.is === 'escalated')
    return { is: 'escalated', people: coverOrHead(house, handover.institution, people), since: standing.since };
  const next = incoming(house, handover.institution);
  return { is: 'waiting', people: next.length > 0 ? next : people, due: handover.limit };
}

/** The first of these of which anybody is there. */
const coverOrHead = (house: House, where: InstitutionId, otherwise: readonly ClinicianId[]): readonly ClinicianId[] => {
  const head = institution(house, where)?.head;
  return present(house, [...(institution(house, where)?.cover ?? []), ...(head ? [head] : [])], otherwise);
};

/** Who comes on duty: as the roster says; where it says nothing, those who receive, cover and coordinate there; else everybody who treats there. */
export function incoming(house: House, where: InstitutionId): readonly ClinicianId[] {
  const lines = house.hotlines.filter(({ receiving }) => receiving === where);
  const rostered = [undefined, ...lines.map(({ id }) => id)].flatMap((line) => onDutyNow(house, where, line));
  if (rostered.length > 0) return [...new Set(rostered)];
  return present(
    house,
    [
      ...lines.flatMap(({ receivers }) => receivers),
      ...(institution(house, where)?.cover ?? []),
      ...staffOf(house, where, 'coordinator').map(({ id }) => id),
    ],
    rosterStaff(house, where).map(({ id }) => id),
  );
}

function present(
  house: House,
  people: readonly ClinicianId[],
  otherwise: readonly ClinicianId[],
): readonly ClinicianId[] {
  const there = [...new Set(people)].filter((who) => person(house, who)?.left !== true);
  return there.length > 0 ? there : otherwise;
}
