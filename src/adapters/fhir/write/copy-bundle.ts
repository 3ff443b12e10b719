import type { AllergyIntolerance, Bundle, FhirResource, MedicationStatement } from 'fhir/r4.d.ts';
import type { CopyOf } from '#src/domain/rights/copy.ts';
import type { CopyForMachines, MachineCopy } from '#src/ports/copies.ts';
import { ofAllergies } from './allergy.ts';
import { listed } from './coded.ts';
import { communication } from './communication.ts';
import { documentReference } from './document-reference.ts';
import { resourceOf } from './finding.ts';
import { ofMedicines } from './medication.ts';
import { nameOf, pointer, urlOf } from './names.ts';
import { organization } from './organization.ts';
import { patient } from './patient.ts';
import { provenances } from './provenance.ts';
import { serviceRequest } from './service-request.ts';

/**
 * A FHIR R4 collection of what is held of one patient: for another system, or for a lawyer. It says what it is given and nothing more: what is said of others was left out
 * before. What a relative has is told as family history, what is denied as refuted, what is awaited or unknown as that.
 */
export const copyForMachines: CopyForMachines = (copy) => `${JSON.stringify(bundleOf(copy))}\n`;

function bundleOf({ copies, patient: who, names, at, nameInArchive }: MachineCopy): Bundle {
  const places = [...new Set(copies.flatMap(({ referral }) => [referral.from, referral.to]))];
  const resources: FhirResource[] = [
    patient(who, copies.at(-1)?.content.identity ?? {}),
    ...places.map((place) => organization(place, names)),
    ...copies.flatMap((one) => [
      serviceRequest(one),
      ...readFrom(one, at),
      ...listsOf(one),
      ...one.said.map((said) => communication(said, one.referral, nameInArchive(said.id))),
      ...one.content.uploads.map((file) => documentReference(file, one.referral, nameInArchive(file.id))),
    ]),
  ];
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: at.toISOString(),
    entry: resources.map((resource) => ({ fullUrl: urlOf(resource.id ?? ''), resource })),
  };
}

function readFrom({ referral, content }: CopyOf, at: Date): readonly FhirResource[] {
  const subject = pointer('Patient', referral.patient);
  const written = content.findings.flatMap((finding, place) => {
    const resource = resourceOf(finding, { id: `${referral.id}-${place + 1}`, subject });
    return resource ? [{ resource, source: finding.source }] : [];
  });
  const read = written.map(({ resource, source }) => ({
    target: { reference: urlOf(resource.id ?? ''), type: resource.resourceType },
    source,
  }));
  const documents = new Set<string>(content.uploads.map(({ id }) => id));
  return [...written.map(({ resource }) => resource), ...provenances(read, referral, documents, at)];
}

/** "None" and "unknown" said of a whole list, where no finding says it. */
function listsOf({ referral, content: { findings, allergiesSaid, medicationsSaid } }: CopyOf): readonly FhirResource[] {
  const subject = pointer('Patient', referral.patient);
  const isSilent = (type: 'allergy' | 'medication') => !findings.some((finding) => finding.type === type);
  const statusOf = { none: 'absent', unknown: 'unknown' } as const;
  const allergies: AllergyIntolerance[] =
    isSilent('allergy') && (allergiesSaid === 'none' || allergiesSaid === 'unknown')
      ? [
          {
            resourceType: 'AllergyIntolerance',
            id: nameOf('AllergyIntolerance', `${referral.id}-said`),
            patient: subject,
            clinicalStatus: listed('allergyintolerance-clinical', 'active'),
            verificationStatus: listed(
              'allergyintolerance-verification',
              allergiesSaid === 'none' ? 'confirmed' : 'unconfirmed',
            ),
            code: ofAllergies(statusOf[allergiesSaid]),
          },
        ]
      : [];
  const medicines: MedicationStatement[] =
    isSilent('medication') && (medicationsSaid === 'none' || medicationsSaid === 'unknown')
      ? [
          {
            resourceType: 'MedicationStatement',
            id: nameOf('MedicationStatement', `${referral.id}-said`),
            status: medicationsSaid === 'none' ? 'not-taken' : 'unknown',
            medicationCodeableConcept: ofMedicines(statusOf[medicationsSaid]),
            subject,
          },
        ]
      : [];
  return [...allergies, ...medicines];
}
