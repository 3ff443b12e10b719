import { mayAt } from '../../domain/access/may.ts';
import type { House } from '../../domain/house/house.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { SwitchSubject } from '../../domain/people/switches.ts';
import { Refused } from '../../domain/refused.ts';
import { placesFor } from '../rights/may.ts';
import type { World } from '../world.ts';

/** The world of the administrator's deeds. `configured` is the house as its files say, whoever is switched off. */
export type Administering = Pick<World, 'clock' | 'house' | 'policy'> & { readonly configured: House };

/** Where this person administers. Refuses `person.role` when nowhere. */
export const placesOf = (world: Pick<World, 'policy'>, by: Person): readonly InstitutionId[] =>
  placesFor(world, by, 'administer');

/**
 * Where the thing that is switched belongs, among the places this person administers: whose trail tells of it.
 * Refuses `person.role`, and `person.unknown` or `institution.unknown` for what is somebody else's or nobody's.
 */
export function placeOfSubject(world: Administering, by: Person, subject: SwitchSubject): InstitutionId {
  const places = placesOf(world, by);
  if (subject.kind === 'place') {
    if (!places.includes(subject.id)) throw new Refused('institution.unknown', `No ${subject.id} that is yours`);
    return subject.id;
  }
  const whom = world.configured.people.find(({ id }) => id === subject.id);
  const where = whom?.works.find(({ institution }) => places.includes(institution))?.institution;
  if (!where) throw new Refused('person.unknown', 'Nobody of that name at a place of yours');
  return where;
}

export const administers = ({ policy }: Pick<World, 'policy'>, one: Person, where: InstitutionId): boolean =>
  mayAt(policy.judge, one, 'administer', where);
