import type { FhirResource } from 'fhir/r4.d.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { About } from './about.ts';
import { allergy } from './allergy.ts';
import { condition } from './condition.ts';
import { encounter } from './encounter.ts';
import { family } from './family.ts';
import { imaging } from './imaging.ts';
import { medication } from './medication.ts';
import { observation } from './observation.ts';
import { plan } from './plan.ts';
import { procedure } from './procedure.ts';

/** One finding as one resource. Who the patient is stands in Patient. */
export function resourceOf(finding: Finding, about: About): FhirResource | undefined {
  switch (finding.type) {
    case 'identity':
      return undefined;
    case 'problem':
      return finding.whose === 'family' ? family(finding, about) : condition(finding, about);
    case 'allergy':
      return allergy(finding, about);
    case 'medication':
      return medication(finding, about);
    case 'result':
    case 'vital':
      return observation(finding, about);
    case 'procedure':
      return procedure(finding, about);
    case 'encounter':
      return encounter(finding, about);
    case 'image':
      return imaging(finding, about);
    case 'instruction':
      return plan(finding, about);
  }
}
