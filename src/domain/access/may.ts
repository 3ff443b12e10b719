import type { House } from '../house/house.ts';
import type { InstitutionId } from '../ids.ts';
import type { Person } from '../people/person.ts';
import type { Referral } from '../referral/referral.ts';
import { caseFacts } from './case-facts.ts';
import { postsFor, postsOf } from './posts.ts';
import type { CaseAction, HouseAction, Judge, Post } from './question.ts';

type Rules = { readonly judge: Judge; readonly house: House };

/** The post from which this person may do it to this referral; undefined where none of their posts may. */
export function postFor({ judge, house }: Rules, person: Person, referral: Referral, action: CaseAction) {
  const facts = caseFacts(referral, house);
  return postsFor(person, referral).find((who) => judge({ about: 'case', who, action, referral: facts }).allowed);
}

export const mayAct = (rules: Rules, person: Person, referral: Referral, action: CaseAction): boolean =>
  postFor(rules, person, referral, action) !== undefined;

/** The post from which this person may do it at an institution of theirs (any of them, when none is named). */
export const postAt = (judge: Judge, person: Person, action: HouseAction, at?: InstitutionId): Post | undefined =>
  postsOf(person).find(
    (who) => (at === undefined || who.at === at) && judge({ about: 'house', who, action, at: who.at }).allowed,
  );

export const mayAt = (judge: Judge, person: Person, action: HouseAction, at?: InstitutionId): boolean =>
  postAt(judge, person, action, at) !== undefined;
