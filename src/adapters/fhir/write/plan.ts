import type { CarePlan, Flag, Goal } from 'fhir/r4.d.ts';
import { type About, begun, type Of } from './about.ts';
import { concept } from './coded.ts';
import { dateTime } from './moments.ts';
import { besides } from './unsaid.ts';

/** What is meant to be done, aimed at or watched. None of it is a fact about the patient's body. */
export function plan(
  finding: Of<'instruction' | 'procedure' | 'encounter' | 'image'>,
  about: About,
): CarePlan | Goal | Flag {
  if (finding.category === 'flag') return flag(finding, about);
  if (finding.category === 'goal') return goal(finding, about);
  const at = dateTime(finding.at);
  return {
    resourceType: 'CarePlan',
    ...begun('CarePlan', about, finding),
    status: finding.status === 'absent' ? 'revoked' : finding.status === 'unknown' ? 'unknown' : 'active',
    ...besides(finding.status),
    intent: 'plan',
    title: finding.name,
    subject: about.subject,
    ...(at === undefined ? {} : { created: at }),
    ...(finding.value ? { description: finding.value } : {}),
  };
}

const flag = (finding: Of<'instruction' | 'procedure' | 'encounter' | 'image'>, about: About): Flag => ({
  resourceType: 'Flag',
  ...begun('Flag', about, finding),
  status: finding.status === 'absent' ? 'inactive' : 'active',
  ...besides(finding.status),
  code: concept(finding.value ? `${finding.name}: ${finding.value}` : finding.name, finding.code),
  subject: about.subject,
});

const goal = (finding: Of<'instruction' | 'procedure' | 'encounter' | 'image'>, about: About): Goal => ({
  resourceType: 'Goal',
  ...begun('Goal', about, finding),
  lifecycleStatus: finding.status === 'absent' ? 'cancelled' : 'active',
  description: concept(finding.name, finding.code),
  subject: about.subject,
  ...(finding.value ? { note: [{ text: finding.value }] } : {}),
});
