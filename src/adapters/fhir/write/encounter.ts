import type { Coding, Encounter } from 'fhir/r4.d.ts';
import { absentReason } from '../unsaid.ts';
import { type About, begun, type Of } from './about.ts';
import { concept } from './coded.ts';
import { dateTime } from './moments.ts';
import { besides } from './unsaid.ts';

const classes = new Set(['AMB', 'EMER', 'FLD', 'HH', 'IMP', 'ACUTE', 'NONAC', 'OBSENC', 'PRENC', 'SS', 'VR']);
const states = { absent: 'cancelled', pending: 'planned', unknown: 'unknown', present: 'finished' } as const;

/** A visit or a stay, also one that is planned or did not come about. */
export function encounter(finding: Of<'encounter' | 'procedure' | 'image' | 'instruction'>, about: About): Encounter {
  const at = dateTime(finding.at);
  return {
    resourceType: 'Encounter',
    ...begun('Encounter', about, finding),
    status: states[finding.status],
    ...besides(finding.status),
    class: classOf(finding.category),
    type: [concept(finding.name, finding.code)],
    subject: about.subject,
    ...(at === undefined ? {} : { period: { start: at } }),
    ...(finding.value ? { reasonCode: [{ text: finding.value }] } : {}),
  };
}

/** Which class of visit must be said; where nobody said it, that is said. */
const classOf = (category = ''): Coding =>
  classes.has(category.toUpperCase())
    ? { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: category.toUpperCase() }
    : { extension: [{ url: absentReason, valueCode: 'unknown' }] };
