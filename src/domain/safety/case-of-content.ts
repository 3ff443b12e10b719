import type { Finding } from '../record/finding.ts';
import { isSure } from '../record/finding.ts';
import type { ReferralContent } from '../referral/content.ts';

type Measured = Extract<Finding, { readonly range?: string }>;

/**
 * What a referral says, in the form the safety net reads. A medicine that is not sure is checked too: a false alarm on a doubtful name is answered in a tap, a
 * missed one is not. What is absent, pending or a relative's is left out; an allergy that is denied is said to be denied.
 */
export function caseOfContent(content: ReferralContent, now: Date): Record<string, unknown> {
  const of = <Type extends Finding['type']>(type: Type) =>
    content.findings.filter((one): one is Extract<Finding, { type: Type }> => one.type === type);
  const { birth, sex } = content.identity;
  const age = birth && yearsBetween(birth.iso, now);
  const document = ({ source }: Finding) => (source.upload ? { document: source.upload } : {});
  return {
    medications: of('medication')
      .filter(({ status, name }) => status === 'present' && name !== 'none')
      .map((one) => ({
        name: one.name,
        ...(one.dose ? { dose: one.dose } : {}),
        ...(one.route ? { route: one.route } : {}),
        ...(one.frequency ? { frequency: one.frequency } : {}),
        ...(one.course === 'stopped' ? { status: 'stopped' } : {}),
        ...document(one),
      })),
    allergies:
      content.allergiesSaid === 'none'
        ? ['NKDA', ...named(of('allergy'))]
        : of('allergy')
            .filter(({ name }) => name !== 'any drug')
            .map((one) => ({
              substance: one.name,
              ...(one.reaction ? { reaction: one.reaction } : {}),
              ...(one.severity ? { severity: one.severity } : {}),
              ...(one.status === 'absent' ? { status: 'absent' } : {}),
              ...document(one),
            })),
    problems: of('problem')
      .filter(({ status, whose }) => status === 'present' && whose === 'patient')
      .map(({ name }) => name),
    results: content.findings
      .filter((one): one is Measured => one.type === 'result')
      .filter((one) => one.status === 'present' && one.value !== undefined && isSure(one))
      .map((one) => ({
        test: one.name,
        value: one.value,
        ...(one.unit ? { unit: one.unit } : {}),
        ...(one.at ? { at: one.at } : {}),
        ...document(one),
      })),
    now: now.toISOString(),
    ...(age !== undefined && age >= 0 && age <= 130 ? { age } : {}),
    ...(sex === 'male' || sex === 'female' ? { sex } : {}),
  };
}

/** An allergy named beside "no known allergy" must not vanish behind it. */
const named = (allergies: readonly Extract<Finding, { type: 'allergy' }>[]): string[] =>
  allergies.filter(({ name, status }) => name !== 'any drug' && status === 'present').map(({ name }) => name);

/** Whole years; for a year or a month alone, as if born on its first day. */
function yearsBetween(iso: string, now: Date): number | undefined {
  const born = new Date(iso.length === 4 ? `${iso}-01-01` : iso.length === 7 ? `${iso}-01` : iso);
  if (Number.isNaN(born.getTime())) return undefined;
  const years = now.getUTCFullYear() - born.getUTCFullYear();
  const isBefore =
    now.getUTCMonth() < born.getUTCMonth() ||
    (now.getUTCMonth() === born.getUTCMonth() && now.getUTCDate() < born.getUTCDate());
  return isBefore ? years - 1 : years;
}
