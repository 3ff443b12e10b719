import type { EmergencyShown, ReviewShown } from '#src/contract/emergency.ts';
import type { House } from '#src/domain/house/house.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ReviewLine } from '#src/usecases/emergency/list-reviews.ts';
import type { EmergencyRecord } from '#src/usecases/emergency/read-emergency.ts';
import { findingShape, identityShape, namedPerson, namedPlace } from './referral-shape.ts';

/** The emergency set as the screen shows it, allergies first. */
export function emergencyShape(record: EmergencyRecord, house: House, now: Date): EmergencyShown {
  const { access } = record;
  const shapes = (findings: readonly Finding[]) => findings.map((one) => findingShape(one, []));
  return {
    id: access.id,
    until: access.until.toISOString(),
    over: access.until <= now,
    widened: access.more !== undefined,
    identity: identityShape(record.identity),
    allergiesSaid: record.allergiesSaid,
    medicationsSaid: record.medicationsSaid,
    allergies: shapes(record.allergies),
    medicines: shapes(record.medicines),
    problems: shapes(record.problems),
    visits: record.visits.map(({ at, place, what }) => ({
      at: at.toISOString(),
      place: namedPlace(house, place),
      what,
    })),
    directives: shapes(record.directives),
    more: shapes(record.more),
    sources: record.sources.map(({ code, from, startedAt }) => ({
      code,
      from: namedPlace(house, from),
      at: startedAt.toISOString(),
    })),
  };
}

export const reviewShape = ({ access, recent }: ReviewLine, house: House, now: Date): ReviewShown => ({
  id: access.id,
  person: namedPerson(house, access.person),
  institution: namedPlace(house, access.institution),
  ground: access.ground,
  words: access.words,
  ...(access.more ? { moreWords: access.more.words } : {}),
  openedAt: access.openedAt.toISOString(),
  until: access.until.toISOString(),
  reviewBy: access.reviewBy.toISOString(),
  overdue: access.review === undefined && access.reviewBy <= now,
  decided: access.review !== undefined,
  told: access.told?.how ?? 'not-yet',
  recent,
});
