import type { DiagnosticReport, ImagingStudy } from 'fhir/r4.d.ts';
import { type About, begun, type Of } from './about.ts';
import { concept } from './coded.ts';
import { dateTime } from './moments.ts';
import { besides } from './unsaid.ts';

const report = { absent: 'cancelled', pending: 'registered', unknown: 'unknown', present: 'final' } as const;
const study = { absent: 'cancelled', pending: 'registered', unknown: 'unknown', present: 'available' } as const;

/** An examination in pictures: with what was seen, a report; without, the study alone. */
export function imaging(
  finding: Of<'encounter' | 'procedure' | 'image' | 'instruction'>,
  about: About,
): DiagnosticReport | ImagingStudy {
  const at = dateTime(finding.at);
  if (finding.value)
    return {
      resourceType: 'DiagnosticReport',
      ...begun('DiagnosticReport', about, finding),
      status: report[finding.status],
      ...besides(finding.status),
      category: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD' }], text: 'Imaging' },
      ],
      code: concept(finding.name, finding.code),
      subject: about.subject,
      ...(at === undefined ? {} : { effectiveDateTime: at }),
      conclusion: finding.value,
    };
  return {
    resourceType: 'ImagingStudy',
    ...begun('ImagingStudy', about, finding),
    status: study[finding.status],
    ...besides(finding.status),
    subject: about.subject,
    ...(at === undefined ? {} : { started: at }),
    procedureCode: [concept(finding.name, finding.code)],
    description: finding.name,
  };
}
