import type { DeviceUseStatement, Immunization, Procedure } from 'fhir/r4.d.ts';
import { type About, begun, type Of } from './about.ts';
import { concept } from './coded.ts';
import { dateTime, spokenTime } from './moments.ts';
import { besides } from './unsaid.ts';

type Done = Of<'procedure' | 'encounter' | 'image' | 'instruction'>;

/** What was done, is meant to be done, or was not: an operation, a vaccine, a device that is in use. */
export function procedure(finding: Done, about: About): Procedure | Immunization | DeviceUseStatement {
  if (finding.category === 'immunization' && finding.status !== 'pending') return immunization(finding, about);
  if (finding.category === 'device' && finding.status === 'present') return device(finding, about);
  const at = dateTime(finding.at);
  const notes = spokenTime(finding.at);
  return {
    resourceType: 'Procedure',
    ...begun('Procedure', about, finding),
    status: statusOf(finding),
    ...besides(finding.status),
    code: concept(finding.name, finding.code),
    subject: about.subject,
    ...(at === undefined ? {} : { performedDateTime: at }),
    ...(finding.value ? { outcome: { text: finding.value } } : {}),
    ...(notes.length > 0 ? { note: [...notes] } : {}),
  };
}

function statusOf({ status }: Done): Procedure['status'] {
  switch (status) {
    case 'absent':
      return 'not-done';
    case 'pending':
      return 'preparation';
    case 'unknown':
      return 'unknown';
    case 'present':
      return 'completed';
  }
}

function immunization(finding: Done, about: About): Immunization {
  const at = dateTime(finding.at);
  return {
    resourceType: 'Immunization',
    ...begun('Immunization', about, finding),
    status: finding.status === 'absent' ? 'not-done' : 'completed',
    ...besides(finding.status),
    vaccineCode: concept(finding.name, finding.code),
    patient: about.subject,
    // A time must be said, and "unknown" is how it is said to be unknown.
    ...(at === undefined ? { occurrenceString: finding.at ?? 'unknown' } : { occurrenceDateTime: at }),
    ...(finding.value ? { note: [{ text: finding.value }] } : {}),
  };
}

function device(finding: Done, about: About): DeviceUseStatement {
  const at = dateTime(finding.at);
  return {
    resourceType: 'DeviceUseStatement',
    ...begun('DeviceUseStatement', about, finding),
    status: 'active',
    subject: about.subject,
    device: { display: finding.name },
    ...(at === undefined ? {} : { timingDateTime: at }),
    ...(finding.value ? { note: [{ text: finding.value }] } : {}),
  };
}
