import type { PatientIdentity } from '../intake/document.ts';
import { type Compared, guard } from '../intake/identity-guard.ts';

/**
 * same: the number and the date of birth, or the number and a name, agree. unsaid: only the number is known so far; nothing is joined on a number alone.
 * conflict: one number with two dates of birth, two sexes, or two names: a person has to look, and neither is overwritten.
 */
export type Sameness =
  | { readonly is: 'same' | 'unsaid' }
  | { readonly is: 'conflict'; readonly differ: readonly Compared[] };

/** Are two who carry the same valid identity number one person? A number typed wrongly may well be somebody else's (uniqueness rule of our page on identifiers). */
export function samePerson(known: PatientIdentity | undefined, said: PatientIdentity | undefined): Sameness {
  if (!known || !said) return { is: 'unsaid' };
  const { agree, differ } = guard(known, said);
  const grave = differ.filter((part) => part === 'birth-date' || part === 'sex');
  if (grave.length > 0) return { is: 'conflict', differ: grave };
  if (agree.some((part) => part === 'birth-date' || part === 'name' || part === 'chinese-name')) return { is: 'same' };
  const named = differ.filter((part) => part === 'name' || part === 'chinese-name');
  return named.length > 0 ? { is: 'conflict', differ: named } : { is: 'unsaid' };
}
