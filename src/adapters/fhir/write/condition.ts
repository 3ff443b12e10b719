import type { CodeableConcept, Condition } from 'fhir/r4.d.ts';
import { type About, begun, type Of } from './about.ts';
import { concept, ipsNothing, listed, snomed } from './coded.ts';
import { dateTime, spokenTime } from './moments.ts';
import { unsaid } from './unsaid.ts';

const grades = { mild: '255604002', moderate: '6736007', severe: '24484000' } as const;
const all = /^(?:any problem|none)$/iu;

/** A problem of the patient. What a relative has is never one: it goes out as `family` says. */
export function condition(finding: Of<'problem'>, about: About): Condition {
  const ofAll = all.test(finding.name) && finding.status !== 'present';
  const [since, until, at] = [finding.since, finding.until, finding.at].map(dateTime);
  const notes = spokenTime(finding.at);
  return {
    resourceType: 'Condition',
    ...begun('Condition', about, finding),
    subject: about.subject,
    code: ofAll ? ofProblems(finding.status) : concept(finding.name, finding.code),
    verificationStatus: verification(finding, ofAll),
    ...(finding.status === 'present' ? { clinicalStatus: listed('condition-clinical', courseOf(finding)) } : {}),
    ...(finding.severity
      ? { severity: snomed(grades[finding.severity], graded[finding.severity], finding.severity) }
      : {}),
    ...(since ? { onsetDateTime: since } : finding.since ? { onsetString: finding.since } : {}),
    ...(until ? { abatementDateTime: until } : finding.until ? { abatementString: finding.until } : {}),
    ...(at ? { recordedDate: at } : {}),
    ...(notes.length > 0 ? { note: [...notes] } : {}),
  };
}

const graded = { mild: 'Mild', moderate: 'Moderate severity', severe: 'Severe' } as const;

/** What has an end is over (FHIR R4, con-4). */
const courseOf = ({ course, until }: Of<'problem'>): string =>
  course === undefined || course === 'active' ? (until === undefined ? 'active' : 'resolved') : course;

const ofProblems = (status: string): CodeableConcept =>
  status === 'absent'
    ? snomed('160245001', 'No current problems or disability')
    : ipsNothing('no-problem-info', 'No information about problems');

function verification(finding: Of<'problem'>, ofAll: boolean): CodeableConcept {
  const list = 'condition-ver-status';
  if (finding.status === 'absent') return listed(list, ofAll ? 'confirmed' : 'refuted');
  if (finding.status === 'present') return listed(list, finding.confidence < 0.8 ? 'unconfirmed' : 'confirmed');
  return { ...unsaid(finding.status), ...listed(list, 'unconfirmed') };
}
