import { type House, hotline, institution, person } from '../house/house.ts';
import { addOfficeMinutes } from '../house/office-time.ts';
import type { ClinicianId, InstitutionId } from '../ids.ts';
import type { ClockLimits } from '../people/hotline.ts';
import { coverNow, doctorsOnDuty } from '../roster/on-duty.ts';
import type { Referral } from './referral.ts';

/** Who must act next: one named person, or those of an institution whose work it is. */
export type Owner =
  | { readonly person: ClinicianId; readonly at: InstitutionId }
  | { readonly desk: InstitutionId; readonly people: readonly ClinicianId[] };

/** Until when, and on whom the clock runs. */
export type Watch = { readonly owner: Owner; readonly due: Date };

/**
 * The owner and the next deadline of an open referral; undefined for closed and cancelled ones, whose work is done.
 * Emergency and urgent clocks run through the night, the others in office time (clinical referral practice, urgency classes).
 */
export function watchOf(referral: Referral, house: House): Watch | undefined {
  const limits = house.limits[referral.urgency];
  const after = (from: Date, limit: keyof ClockLimits): Date => {
    const { minutes } = limits[limit];
    const roundTheClock = referral.urgency === 'emergency' || referral.urgency === 'urgent';
    return roundTheClock ? new Date(from.getTime() + minutes * 60_000) : addOfficeMinutes(from, minutes, house.office);
  };
  const { standing } = referral;
  const author = sender(referral, house);
  const receivers = receiving(referral, house);
  switch (standing.state) {
    case 'draft':
      return { owner: author, due: after(standing.since, 'draft') };
    case 'awaiting-sign-off':
      return { owner: { person: standing.asked, at: referral.from }, due: after(standing.since, 'signOff') };
    case 'sent':
      return { owner: author, due: after(standing.since, 'deliver') };
    case 'delivered':
      return { owner: receivers, due: after(standing.since, 'open') };
    case 'opened':
      return { owner: receivers, due: after(standing.since, 'reply') };
    case 'accepted':
      return { owner: holder(referral, receivers, house), due: after(standing.since, 'book') };
    case 'declined':
    case 'redirected':
      return { owner: author, due: after(standing.since, 'reply') };
    case 'booked':
      return { owner: holder(referral, receivers, house), due: new Date(standing.visit.at.getTime() + 30 * 60_000) };
    case 'attended':
      return { owner: holder(referral, receivers, house), due: after(standing.since, 'answer') };
    case 'did-not-attend':
      return { owner: holder(referral, receivers, house), due: after(standing.since, 'rebook') };
    case 'answered':
      return { owner: author, due: after(standing.since, 'readAnswer') };
    case 'closed':
    case 'cancelled':
      return undefined;
  }
}

/** Whoever wrote it; once they have gone or are switched off, those who sign for the place. */
function sender(referral: Referral, house: House): Owner {
  if (!isGone(house, referral.author)) return { person: referral.author, at: referral.from };
  const place = institution(house, referral.from);
  return { desk: referral.from, people: here(house, place?.signers, place?.cover, place?.head ? [place.head] : []) };
}

function receiving(referral: Referral, house: House): Owner {
  const place = institution(house, referral.to);
  return {
    desk: referral.to,
    people: here(
      house,
      doctorsOnDuty(house, referral.to, referral.hotline),
      hotline(house, referral.hotline)?.receivers,
      coverNow(house, referral.to, referral.hotline),
      place?.head ? [place.head] : [],
    ),
  };
}

const holder = (referral: Referral, otherwise: Owner, house: House): Owner =>
  referral.heldBy && !isGone(house, referral.heldBy) ? { person: referral.heldBy, at: referral.to } : otherwise;

const isGone = (house: House, who: ClinicianId): boolean => person(house, who)?.left === true;

/** The first of these lists of which anybody is still there. When all are gone the first that names anybody stands: a referral without an owner cannot be. */
function here(house: House, ...lists: readonly (readonly ClinicianId[] | undefined)[]): readonly ClinicianId[] {
  const named = lists.filter((list) => list !== undefined).filter((list) => list.length > 0);
  const present = named.map((list) => list.filter((who) => !isGone(house, who)));
  return present.find((list) => list.length > 0) ?? named[0] ?? [];
}

export const ownersOf = (owner: Owner): readonly ClinicianId[] => ('person' in owner ? [owner.person] : owner.people);
