import type { DomainResource, Reference } from 'fhir/r4.d.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { isSure } from '#src/domain/record/finding.ts';
import { nameOf } from './names.ts';

export type Of<Type extends Finding['type']> = Extract<Finding, { type: Type }>;

/** Whose a finding is, and which one of theirs. */
export type About = { readonly id: string; readonly subject: Reference };

/** The name of a resource, and that it was read and nobody was sure of it (HL7 v3 ObservationValue, integrity confidence). */
export function begun(kind: string, { id }: About, finding: Finding): Pick<DomainResource, 'id' | 'meta'> {
  return { id: nameOf(kind, id), ...(isSure(finding) ? {} : { meta: { security: [uncertain] } }) };
}

const uncertain = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'UNCERTREL',
  display: 'uncertain reliability',
};
