import type { BirthDate } from '../referral/content.ts';
import { Refused } from '../refused.ts';
import { type Category, categories } from './category.ts';
import type { Consent, HowGiven } from './consent.ts';
import { ageAt } from './hong-kong-dates.ts';

/** Below this age a substitute decides (Cap. 625; hk-law.md §2.2 and §5, 5). */
export const ownDecisionAge = 16;

/**
 * May a decision be recorded like this? Refuses `consent.needs-substitute` (a child under 16), `consent.substitute` (a substitute without name, relation or proof, or
 * because of an age the patient does not have), `consent.scope` (a yes to nothing), `consent.dates` (an end before the beginning).
 */
export function checkDecision(
  decision: Pick<Consent, 'decision' | 'categories' | 'how' | 'from' | 'until'>,
  birth: BirthDate | undefined,
  now: Date,
): void {
  const { how } = decision;
  if (decision.decision === 'given' && decision.categories.length === 0)
    throw new Refused('consent.scope', 'A yes must name at least one part of the record');
  if (decision.until && decision.until <= now) throw new Refused('consent.dates', 'The end lies in the past');
  const isChild = birth !== undefined && ageAt(birth.iso, now) < ownDecisionAge;
  if (how.way === 'substitute') return checkSubstitute(how, birth, isChild);
  if (isChild && decision.decision === 'given')
    throw new Refused('consent.needs-substitute', 'For a patient under 16 a substitute decides', {
      age: ownDecisionAge,
    });
}

function checkSubstitute(
  how: Extract<HowGiven, { way: 'substitute' }>,
  birth: BirthDate | undefined,
  isChild: boolean,
): void {
  if (![how.name, how.relation, how.proof].every((said) => said.trim()))
    throw new Refused('consent.substitute', 'A substitute needs a name, a relation and a proof');
  if (how.because === 'minor' && birth !== undefined && !isChild)
    throw new Refused('consent.substitute', 'This patient is old enough to decide');
}

/** Sensitive parts are agreed to alone: what was named together becomes two decisions. */
export function splitSensitive(named: readonly Category[]): readonly (readonly Category[])[] {
  const ordinary = categories.filter((one) => one !== 'sensitive' && named.includes(one));
  return [...(ordinary.length > 0 ? [ordinary] : []), ...(named.includes('sensitive') ? [['sensitive' as const]] : [])];
}

export const ordinaryCategories: readonly Category[] = categories.filter((one) => one !== 'sensitive');
