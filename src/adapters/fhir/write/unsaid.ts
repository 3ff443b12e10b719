import type { Element } from 'fhir/r4.d.ts';
import type { FindingStatus } from '#src/domain/record/finding.ts';
import { absentReason } from '../unsaid.ts';

/**
 * Beside a code that must be there: whether it is so is not known, or not known yet. A system that reads only the code finds the most careful one; one that reads this knows why
 * (FHIR R4 extension data-absent-reason).
 */
export function unsaid(status: FindingStatus): Element | undefined {
  if (status === 'unknown') return { extension: [{ url: absentReason, valueCode: 'unknown' }] };
  if (status === 'pending') return { extension: [{ url: absentReason, valueCode: 'temp-unknown' }] };
  return undefined;
}

/** The same for a code that is an element of its own name. */
export const besides = (status: FindingStatus): { _status?: Element } => {
  const said = unsaid(status);
  return said === undefined ? {} : { _status: said };
};
