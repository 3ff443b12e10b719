import type { FindingShown, ReferralShown } from '#src/contract/referral.ts';

type Named = Pick<FindingShown, 'type' | 'name' | 'status' | 'family'>;

/** "No known drug allergy", "takes nothing", "unknown" come as findings without a substance: what was said, not what there is. */
const everything = ['any drug', 'none'];

/** True for a finding that speaks of one certain thing. */
export const namesOneThing = ({ type, name }: Pick<Named, 'type' | 'name'>): boolean =>
  (type !== 'allergy' && type !== 'medication') || !everything.includes(name.toLowerCase());

/** Substances to be warned of, those ruled out, and whether an answer is still awaited. */
export function allergiesIn<Finding extends Named>(findings: readonly Finding[]) {
  const all = findings.filter(({ type }) => type === 'allergy');
  const named = all.filter((one) => namesOneThing(one) && !one.family);
  return {
    warned: named.filter(({ status }) => status !== 'absent'),
    denied: named.filter(({ status }) => status === 'absent'),
    awaited: all.some((one) => !namesOneThing(one) && one.status === 'pending'),
  };
}

/** The one sentence when no substance is named. Unknown or awaited is never shown as none. */
export function nothingNamed(
  said: ReferralShown['allergiesSaid'],
  awaited: boolean,
): 'allergy.none' | 'allergy.unknown' | 'allergy.pending' | 'allergy.not-said' {
  if (awaited) return 'allergy.pending';
  if (said === 'none') return 'allergy.none';
  return said === 'unknown' ? 'allergy.unknown' : 'allergy.not-said';
}
