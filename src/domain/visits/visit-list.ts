import { hongKong } from '../house/office-time.ts';
import type { Referral } from '../referral/referral.ts';
import { type FollowUp, isOpenFollowUp } from './follow-up.ts';

/** Where a line stands in the list of visits. */
export const visitParts = ['outcome', 'today', 'week', 'later', 'to-book', 'missed', 'answer'] as const;
export type VisitPart = (typeof visitParts)[number];

/** How long a visit lasts in the calendar, in minutes: two that begin closer together than this meet. */
export const visitMinutes = 30;

const day = 24 * 60 * 60_000;

/**
 * The part of the list a referral belongs to; undefined when it has nothing to do with visits now. A booked time that has passed without a word about
 * it comes first; a week is this day and the six after it, in Hong Kong days.
 */
export function partOf(
  { standing }: Pick<Referral, 'standing'>,
  followUps: readonly FollowUp[],
  now: Date,
): VisitPart | undefined {
  switch (standing.state) {
    case 'booked': {
      const { at } = standing.visit;
      if (at <= now) return 'outcome';
      const visitDay = hongKong(at).day;
      if (visitDay === hongKong(now).day) return 'today';
      return visitDay <= hongKong(new Date(now.getTime() + 6 * day)).day ? 'week' : 'later';
    }
    case 'accepted':
      return 'to-book';
    case 'did-not-attend':
      return 'missed';
    case 'attended':
      return 'answer';
    case 'cancelled':
      return undefined;
    default:
      return followUps.some(isOpenFollowUp) ? 'to-book' : undefined;
  }
}

/** Of these referrals, those whose booked visit meets another one of the same patient. */
export function clashesAmong(referrals: readonly Referral[]): ReadonlySet<Referral['id']> {
  const found = new Set<Referral['id']>();
  const booked = referrals.flatMap(({ id, patient, standing }) =>
    standing.state === 'booked' ? [{ id, patient, at: standing.visit.at.getTime() }] : [],
  );
  for (const one of booked)
    for (const other of booked)
      if (one.id !== other.id && one.patient === other.patient && Math.abs(one.at - other.at) < visitMinutes * 60_000)
        found.add(one.id);
  return found;
}
