import type { ReferralContent } from '../referral/content.ts';
import type { Finding } from './finding.ts';
import type { PatientRecord } from './record.ts';

/**
 * What a referral would say if it were written from the whole record as it is now: stopped medicines as stopped, new ones with them, allergies that stand, active
 * problems, the latest result of each test. For the safety net, which reads what a referral says.
 */
export function contentAsItIs(record: PatientRecord, content: ReferralContent): ReferralContent {
  const findings: Finding[] = [
    ...content.findings.filter(({ type }) => type === 'identity'),
    ...record.medicines.flatMap(({ course, mentions }) => {
      const last = mentions.findLast(
        ({ finding }) => finding.status === 'present' && (course === 'stopped' || finding.course !== 'stopped'),
      );
      return last
        ? [{ ...last.finding, course: course === 'current' ? ('current' as const) : ('stopped' as const) }]
        : [];
    }),
    ...record.allergies.flatMap(({ says, mentions }) =>
      says === 'present' ? (mentions.findLast(({ finding }) => finding.status === 'present')?.finding ?? []) : [],
    ),
    ...record.problems.flatMap(({ course, mentions }) =>
      course === 'active' ? (mentions.findLast(({ finding }) => finding.status === 'present')?.finding ?? []) : [],
    ),
    ...record.series.flatMap(({ values }) => values.at(-1)?.mention.finding ?? []),
  ];
  const hasAllergy = findings.some(({ type }) => type === 'allergy');
  return { ...content, findings, allergiesSaid: hasAllergy ? 'given' : content.allergiesSaid };
}
