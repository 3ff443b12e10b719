import type { FamilyMemberHistory } from 'fhir/r4.d.ts';
import { type About, begun, type Of } from './about.ts';
import { concept, listed, snomed } from './coded.ts';
import { dateTime } from './moments.ts';

/** What a relative has, or is said not to have, never by name. "Diabetes (mother)" is told of the mother. */
export function family(finding: Of<'problem'>, about: About): FamilyMemberHistory {
  const [, name = finding.name, who] = /^(.+\S) \(([^()]{1,60})\)$/u.exec(finding.name) ?? [];
  const at = dateTime(finding.at);
  return {
    resourceType: 'FamilyMemberHistory',
    ...begun('FamilyMemberHistory', about, finding),
    // Said of this relative and this illness; nothing else is told here.
    status: finding.status === 'unknown' || finding.status === 'pending' ? 'health-unknown' : 'completed',
    patient: about.subject,
    relationship: who === undefined ? listed('v3-RoleCode', 'FAMMEMB', 'family member') : { text: who },
    condition: [
      {
        code:
          finding.status === 'absent'
            ? snomed('160266009', 'No family history of clinical finding', `No family history of ${name}`)
            : concept(name, finding.code),
      },
    ],
    ...(at === undefined ? {} : { date: at }),
  };
}
