import { mayAt } from '../../domain/access/may.ts';
import type { HouseAction } from '../../domain/access/question.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { World } from '../world.ts';

type Rules = Pick<World, 'policy'>;

/** Where this person may do it. Refuses `person.role` when nowhere. */
export function placesFor({ policy }: Rules, by: Person, action: HouseAction): readonly InstitutionId[] {
  const places = by.works.map(({ institution }) => institution).filter((at) => mayAt(policy.judge, by, action, at));
  if (places.length === 0) throw new Refused('person.role', `${by.id} may not do that`);
  return places;
}

/** Somebody else's work looks like none: refuses `record.not-found`. */
export function mustBeOf<Found extends { readonly institution: InstitutionId }>(
  found: Found | undefined,
  places: readonly InstitutionId[],
  what: string,
): Found {
  if (!found || !places.includes(found.institution)) throw new Refused('record.not-found', `No ${what}`);
  return found;
}

/** Words that must be there. Refuses `referral.reason-needed`. */
export function wordsIn(words: string | undefined, what: string): string {
  const said = words?.trim() ?? '';
  if (!said) throw new Refused('referral.reason-needed', `${what}: words are needed`);
  return said;
}
