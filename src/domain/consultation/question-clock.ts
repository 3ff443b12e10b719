import type { House } from '../house/house.ts';
import { hotline, institution, person } from '../house/house.ts';
import { addOfficeMinutes } from '../house/office-time.ts';
import type { ClinicianId } from '../ids.ts';
import type { Referral } from '../referral/referral.ts';
import type { Urgency } from '../referral/urgency.ts';
import { type Consultation, waitsSince } from './consultation.ts';

/** Until when a question should have its answer. Emergency and urgent clocks run through the night, the others in office time. */
export function answerDue(since: Date, urgency: Urgency, { limits, office }: House): Date {
  const { minutes } = limits[urgency].question;
  return urgency === 'emergency' || urgency === 'urgent'
    ? new Date(since.getTime() + minutes * 60_000)
    : addOfficeMinutes(since, minutes, office);
}

/** What is due now for an unanswered question: those asked are reminded, then the asker hears that nobody answered, and again each day for a while. */
export type Reminder = 'remind' | 'nobody-answered';
const mostRungs = 7;

/** The rung that is due and when the next one is; no next one after a week of telling. A clock that jumped ahead climbs once. */
export function reminderFor(
  one: Pick<Consultation, 'standing'>,
  rung: number,
  { urgency }: Pick<Referral, 'urgency'>,
  house: House,
  now: Date,
  repeatMinutes: number,
): { readonly due: Reminder; readonly rung: number; readonly next: Date | undefined } | undefined {
  const since = waitsSince(one);
  if (!since) return undefined;
  const first = answerDue(since, urgency, house);
  const second = answerDue(first, urgency, house);
  if (now < first) return undefined;
  if (rung === 0 && now < second) return { due: 'remind', rung: 1, next: second };
  const climbed = Math.max(rung, 1) + 1;
  return {
    due: 'nobody-answered',
    rung: climbed,
    next: climbed > mostRungs ? undefined : new Date(now.getTime() + repeatMinutes * 60_000),
  };
}

/** Whose phones hear of a question: the one asked by name; else, at the receiving side, whoever holds the case or its receivers, at the sending side the author. */
export function askedPeople(
  { of }: Pick<Consultation, 'of'>,
  referral: Referral,
  house: House,
): readonly ClinicianId[] {
  const here = (people: readonly (ClinicianId | undefined)[]) =>
    people.filter((who): who is ClinicianId => who !== undefined && isHere(who));
  const isHere = (who: ClinicianId): boolean => {
    const found = person(house, who);
    return found !== undefined && !found.left && found.works.some((work) => work.institution === of.at);
  };
  const place = institution(house, of.at);
  const lists = [
    of.person ? [of.person] : [],
    of.at === referral.to ? [referral.heldBy] : [referral.author],
    of.at === referral.to ? (hotline(house, referral.hotline)?.receivers ?? []) : (place?.signers ?? []),
    place?.cover ?? [],
  ];
  return lists.map(here).find((people) => people.length > 0) ?? [];
}
