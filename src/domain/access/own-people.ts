import type { House } from '../house/house.ts';
import { type Person, worksAt } from '../people/person.ts';
import type { Identity } from '../referral/content.ts';

export type TooNear = 'own-record' | 'family' | 'colleague';

/**
 * Does this record seem to be the reader's own, a relative's they named, or a colleague's at the same institution (hk-law.md §5, 17)? By name only: staff's
 * identifiers are not kept. It stops nobody; it is looked at afterwards.
 */
export function tooNear(reader: Person, identity: Identity, house: House): TooNear | undefined {
  const isNamed = (one: { readonly en?: string; readonly zhHant?: string }): boolean =>
    same(one.en, identity.nameEn) || same(one.zhHant, identity.nameZh);
  if (isNamed(reader.name)) return 'own-record';
  if (reader.relatives?.some(isNamed)) return 'family';
  const colleagues = house.people.filter(
    (one) => one.id !== reader.id && reader.works.some(({ institution }) => worksAt(one, institution)),
  );
  return colleagues.some(({ name }) => isNamed(name)) ? 'colleague' : undefined;
}

const titles = /\b(?:dr|prof|mr|mrs|ms|miss|nurse)\b\.?|醫生|医生|護士|护士|姑娘|先生|女士|小姐/giu;

/** The same words in any order: HO Alvin is Alvin Ho. One word alone names too many. */
function same(staff: string | undefined, patient: string | undefined): boolean {
  if (!staff || !patient) return false;
  const [one, other] = [wordsOf(staff), wordsOf(patient)];
  const isLong = /\p{Script=Han}/u.test(one) ? one.length >= 2 : one.includes(' ');
  return isLong && one === other;
}

const wordsOf = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(titles, ' ')
    .toLowerCase()
    .split(/[\s,.]+/u)
    .filter(Boolean)
    .sort()
    .join(' ');
