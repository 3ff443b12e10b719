import type { ClinicianId, Id, InstitutionId, PatientId, ReferralId } from '../ids.ts';
import { clinicalRoles, deskRoles, hasRole, type Person } from '../people/person.ts';
import type { Referral } from '../referral/referral.ts';
import { Refused } from '../refused.ts';

export type FollowUpId = Id<'FollowUp'>;

/** Why a follow-up ended without a visit booked here. */
export const followUpReasons = ['seen', 'booked-elsewhere', 'not-needed', 'patient-declined', 'patient-died'] as const;
export type FollowUpReason = (typeof followUpReasons)[number];

export type FollowUpStanding =
  | { readonly state: 'open' }
  /** Its day has come: the case was woken and its owner told. */
  | { readonly state: 'due'; readonly since: Date }
  | { readonly state: 'booked'; readonly at: Date; readonly by: ClinicianId }
  | {
      readonly state: 'ended';
      readonly at: Date;
      readonly by: ClinicianId;
      /** `replaced`: another day was set. */
      readonly because: FollowUpReason | 'replaced';
    };

/** "See again in six weeks": by when, and whose work it is to see to it. */
export type FollowUp = {
  readonly id: FollowUpId;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly by: ClinicianId;
  readonly setAt: Date;
  /** The institution that sees the patient again: its nurses, coordinators and doctors. */
  readonly owner: InstitutionId;
  readonly due: Date;
  readonly standing: FollowUpStanding;
  readonly version: number;
};

const day = 24 * 60 * 60_000;
const longest = 3 * 366;

/** Six weeks from today means nine in the morning of that day, in Hong Kong. Refuses `visit.unclear-time` for less than a day or more than three years. */
export function dueInDays(now: Date, days: number): Date {
  if (!Number.isInteger(days) || days < 1 || days > longest)
    throw new Refused('visit.unclear-time', 'A follow-up is between a day and three years away');
  const hongKong = new Date(now.getTime() + 8 * 60 * 60_000 + days * day);
  return new Date(Date.UTC(hongKong.getUTCFullYear(), hongKong.getUTCMonth(), hongKong.getUTCDate(), 1));
}

/** The specialist's side says when to see again, once it has taken the patient. */
export const maySetFollowUp = (person: Person, { to, standing }: Referral): boolean =>
  ['accepted', 'booked', 'attended', 'did-not-attend', 'answered'].includes(standing.state) &&
  hasRole(person, to, ...clinicalRoles);

/** Whoever cares for patients where it is owned. */
export const mayEndFollowUp = (person: Person, { owner }: Pick<FollowUp, 'owner'>): boolean =>
  hasRole(person, owner, ...clinicalRoles, ...deskRoles);

export const isOpenFollowUp = ({ standing }: Pick<FollowUp, 'standing'>): boolean =>
  standing.state === 'open' || standing.state === 'due';

/** Its day has come. Anything but an open one stays as it is. */
export const comeDue = (one: FollowUp, at: Date): FollowUp =>
  one.standing.state === 'open' && one.due <= at ? next(one, { state: 'due', since: at }) : one;

/** A visit was booked: that is what it was for. */
export const bookFollowUp = (one: FollowUp, by: ClinicianId, at: Date): FollowUp =>
  isOpenFollowUp(one) ? next(one, { state: 'booked', at, by }) : one;

/** Ends it with a reason; twice is once. Refuses `follow-up.over` when it ended otherwise. */
export function endFollowUp(one: FollowUp, by: ClinicianId, because: FollowUpReason | 'replaced', at: Date): FollowUp {
  if (one.standing.state === 'ended' && one.standing.because === because) return one;
  if (!isOpenFollowUp(one)) throw new Refused('follow-up.over', `Follow-up ${one.id} is ${one.standing.state}`);
  return next(one, { state: 'ended', at, by, because });
}

const next = (one: FollowUp, standing: FollowUpStanding): FollowUp => ({ ...one, standing, version: one.version + 1 });

/**
 * A case that was closed stands again as taken, so that its clock asks for a visit and somebody owns it. Only for a follow-up of the receiving side;
 * in every other state somebody owns the case already, and it stays as it is.
 */
export function wake(referral: Referral, { by, owner }: Pick<FollowUp, 'by' | 'owner'>, at: Date): Referral {
  if (referral.standing.state !== 'closed' || owner !== referral.to) return referral;
  return {
    ...referral,
    standing: { state: 'accepted', since: at, by: referral.heldBy ?? by },
    version: referral.version + 1,
  };
}
