import type { InstitutionId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Post } from './question.ts';

/** The posts of a person, one for each place they work at. Roles at the same place belong together; those of two places never do. */
export function postsOf(person: Person): readonly Post[] {
  const places = [...new Set(person.works.map(({ institution }) => institution))];
  return places.map((at) => ({
    person: person.id,
    at,
    roles: [...new Set(person.works.filter(({ institution }) => institution === at).flatMap(({ roles }) => roles))],
    present: !person.left,
  }));
}

/** The posts to ask for one referral: the receiving side's first, where somebody works on both; then the others. */
export const postsFor = (
  person: Person,
  { from, to }: { readonly from: InstitutionId; readonly to: InstitutionId },
): readonly Post[] => {
  const rank = ({ at }: Post): number => (at === to ? 0 : at === from ? 1 : 2);
  return [...postsOf(person)].sort((one, other) => rank(one) - rank(other));
};
