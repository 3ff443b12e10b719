/** Builds FHIR bundles of invented patients for tests: only what matters is said, the rest is filled in. */
type Resource = Record<string, unknown>;

const coded = (text: string, code?: string, system = 'http://snomed.info/sct'): Resource => ({
  text,
  ...(code ? { coding: [{ system, code, display: text }] } : {}),
});
const status = (code: string): Resource => ({ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/x', code }] });
let last = 0;
const base = (resourceType: string): Resource => {
  last += 1;
  return { resourceType, id: `${resourceType.toLowerCase()}-${last}`, subject: { reference: 'Patient/p1' } };
};

export const aPatient = (more: Resource = {}): Resource => ({
  resourceType: 'Patient',
  id: 'p1',
  name: [{ family: 'CHAN', given: ['Siu Ming'] }],
  gender: 'male',
  birthDate: '1958-04-02',
  ...more,
});

export const aProblem = (text: string, onset = '2015-03-01', more: Resource = {}): Resource => ({
  ...base('Condition'),
  clinicalStatus: status('active'),
  verificationStatus: status('confirmed'),
  code: coded(text),
  onsetDateTime: onset,
  ...more,
});

export const anAllergy = (text: string, more: Resource = {}): Resource => {
  const { subject, ...rest } = base('AllergyIntolerance');
  return {
    ...rest,
    patient: subject,
    clinicalStatus: status('active'),
    verificationStatus: status('confirmed'),
    category: ['medication'],
    code: coded(text),
    ...more,
  };
};

export const aMedicine = (text: string, since = '2019-06-01', more: Resource = {}): Resource => ({
  ...base('MedicationRequest'),
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: coded(text),
  authoredOn: since,
  ...more,
});

export const aResult = (
  text: string,
  value: number,
  unit: string,
  at = '2025-02-01',
  more: Resource = {},
): Resource => ({
  ...base('Observation'),
  status: 'final',
  category: [{ coding: [{ code: 'laboratory' }] }],
  code: coded(text),
  effectiveDateTime: at,
  valueQuantity: { value, unit },
  ...more,
});

export const aProcedure = (text: string, at = '2020-01-01', more: Resource = {}): Resource => ({
  ...base('Procedure'),
  status: 'completed',
  code: coded(text),
  performedDateTime: at,
  ...more,
});

export const aLetter = (text: string, at = '2024-05-01'): Resource => ({
  ...base('DocumentReference'),
  status: 'current',
  type: coded('Discharge summary'),
  date: `${at}T09:00:00Z`,
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
});

/** Some years of what nobody needs to know at once: checks, vaccinations, colds, employment. */
export const routine = (years = 12): Resource[] =>
  Array.from({ length: years }, (_none, index) => 2012 + index).flatMap((year) => [
    {
      ...base('Encounter'),
      status: 'finished',
      class: { code: 'AMB' },
      type: [coded('Encounter for check up (procedure)')],
      period: { start: `${year}-05-05T09:00:00Z` },
    },
    {
      ...base('Immunization'),
      status: 'completed',
      vaccineCode: coded('Influenza, seasonal, injectable'),
      occurrenceDateTime: `${year}-10-10`,
    },
    aProblem('Full-time employment (finding)', `${year}-05-05`),
    aProblem('Medication review due (situation)', `${year}-05-05`),
    aProblem('Viral sinusitis (disorder)', `${year}-01-09`, {
      clinicalStatus: status('resolved'),
      abatementDateTime: `${year}-01-20`,
    }),
    aProcedure('Medication reconciliation (procedure)', `${year}-05-05`),
    aResult('Body Height', 171, 'cm', `${year}-05-05`),
  ]);

export const aBundle = (...resources: readonly (Resource | readonly Resource[])[]): string =>
  JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [aPatient(), ...resources.flat()].map((resource) => ({
      fullUrl: `urn:uuid:${String(resource['id'])}`,
      resource,
    })),
  });

export { status as aStatus };
