import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBundle } from '#src/adapters/fhir/read-bundle.ts';
import { Refused } from '#src/domain/refused.ts';
import { aBundle, aMedicine, anAllergy, aPatient, aProblem, aResult, aStatus } from '#test/builders/a-bundle.ts';

const findingsOf = (text: string) => readBundle(text).sources.flatMap(({ findings }) => findings);
const codeOf = (text: string) => {
  try {
    readBundle(text);
    return 'read';
  } catch (error) {
    return error instanceof Refused ? error.code : 'surprise';
  }
};

test.each([
  ['', 'upload.empty'],
  ['  \n', 'upload.empty'],
  ['<Bundle xmlns="http://hl7.org/fhir"/>', 'upload.unreadable-type'],
  ['{"a":1}', 'upload.unreadable-type'],
  ['[]', 'upload.unreadable-type'],
  ['"Bundle"', 'upload.unreadable-type'],
  ['{"resourceType":"Bundle","entry":[', 'upload.damaged'],
  ['hello', 'upload.damaged'],
  ['{"resourceType":"Bundle"}', 'read'],
  ['{"resourceType":"Bundle","entry":"none"}', 'read'],
])('%s is %s', (text, code) => {
  expect(codeOf(text)).toBe(code);
});

test('strange resources are counted and cost nothing of the rest', () => {
  const strange = [null, 3, 'x', [], {}, { resource: null }, { resource: 7 }, { resource: {} }];
  const bundle = { resourceType: 'Bundle', entry: [...strange, { resource: aProblem('Asthma') }] };
  const read = readBundle(JSON.stringify(bundle));
  expect(read.broken).toBe(strange.length);
  expect(read.sources.map(({ findings }) => findings[0]?.name)).toEqual(['Asthma']);
});

test('no form of a value makes the reader stumble', () => {
  const odd = [null, 1, 'x', true, [], {}, [null], { coding: null }, { coding: [null, 5] }, { text: 7 }];
  for (const one of odd)
    for (const kind of [
      'Condition',
      'AllergyIntolerance',
      'MedicationRequest',
      'Observation',
      'Procedure',
      'DiagnosticReport',
      'Encounter',
      'CarePlan',
      'DocumentReference',
      'Composition',
    ])
      expect(() =>
        readBundle(
          JSON.stringify({
            resourceType: 'Bundle',
            entry: [
              {
                resource: {
                  resourceType: kind,
                  id: one,
                  code: one,
                  status: one,
                  subject: one,
                  section: one,
                  content: one,
                  component: one,
                  reaction: one,
                  medicationReference: one,
                  dosageInstruction: one,
                  clinicalStatus: one,
                  valueQuantity: one,
                },
              },
            ],
          }),
        ),
      ).not.toThrow();
});

test('what is about somebody else is set aside, not mixed in', () => {
  const read = readBundle(
    aBundle(
      aProblem('Asthma'),
      aProblem('Stroke', '2020-01-01', { subject: { reference: 'Patient/p2' } }),
      aPatient({ id: 'p2', name: [{ family: 'LEE' }] }),
    ),
  );
  expect(read.foreign).toBe(1);
  expect(read.patients).toBe(2);
  expect(read.patient?.family).toBe('CHAN');
  expect(read.sources.flatMap(({ findings }) => findings.map(({ name }) => name))).toEqual(['Asthma']);
});

test('none known, nobody knows, refuted and confirmed stay four things', () => {
  const allergies = findingsOf(
    aBundle(
      anAllergy('No known allergies', {
        code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }], text: 'No known allergies' },
      }),
      anAllergy('No information', { code: { coding: [{ code: 'no-allergy-info' }], text: 'No information' } }),
      anAllergy('Penicillin', { verificationStatus: aStatus('refuted') }),
      anAllergy('Latex'),
    ),
  );
  expect(allergies.map(({ name, status }) => [name, status])).toEqual([
    ['No known allergies', 'absent'],
    ['No information', 'unknown'],
    ['Penicillin', 'absent'],
    ['Latex', 'present'],
  ]);
});

test('a medicine may be named in a resource of its own, inside or beside', () => {
  const findings = findingsOf(
    aBundle(
      aMedicine('', '2020-01-01', {
        medicationCodeableConcept: undefined,
        medicationReference: { reference: '#m' },
        contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'Bisoprolol 2.5 mg' } }],
      }),
      aMedicine('', '2020-01-01', {
        medicationCodeableConcept: undefined,
        medicationReference: { reference: 'Medication/out' },
      }),
      { resourceType: 'Medication', id: 'out', code: { text: 'Apixaban 5 mg' } },
      aMedicine('Statin', '2019-01-01', { status: 'stopped' }),
    ),
  );
  expect(findings.map((one) => one.type === 'medication' && [one.name, one.course])).toEqual([
    ['Bisoprolol 2.5 mg', 'current'],
    ['Apixaban 5 mg', 'current'],
    ['Statin', 'stopped'],
  ]);
});

test('a value is read in whatever form it comes, and a pending one has none', () => {
  const of = (more: Record<string, unknown>) =>
    findingsOf(aBundle(aResult('Test', 1, 'mmol/L', '2025-01-01', { valueQuantity: undefined, ...more }))).map(
      (one) => one.type === 'result' && [one.value, one.unit, one.flag, one.status],
    );
  expect(
    of({
      valueQuantity: { value: 6.2, unit: 'mmol/L', comparator: '>' },
      interpretation: [{ coding: [{ code: 'HH' }] }],
    }),
  ).toEqual([['>6.2', 'mmol/L', 'critical-high', 'present']]);
  expect(
    of({
      valueQuantity: { value: 6.2, unit: 'mmol/L' },
      referenceRange: [{ low: { value: 3.5 }, high: { value: 5 } }],
    }),
  ).toEqual([['6.2', 'mmol/L', 'high', 'present']]);
  expect(of({ valueString: 'no growth' })).toEqual([['no growth', undefined, undefined, 'present']]);
  expect(of({ valueCodeableConcept: { text: 'Positive' } })).toEqual([['Positive', undefined, undefined, 'present']]);
  expect(of({ valueBoolean: false })).toEqual([['no', undefined, undefined, 'present']]);
  expect(of({ status: 'registered' })).toEqual([[undefined, undefined, undefined, 'pending']]);
  expect(of({ dataAbsentReason: { coding: [{ code: 'unknown' }] } })).toEqual([
    [undefined, undefined, undefined, 'unknown'],
  ]);
});

const samples = join(import.meta.dirname, '../../../../shared/samples');
const isThere = existsSync(join(samples, 'expected.json'));
if (!isThere) process.stdout.write('The folder of samples is missing: their truth is not looked up here\n');

type Truth = {
  patient?: { birthDate?: string };
  allergies?: readonly unknown[];
  activeConditions?: readonly string[];
  activeMedications?: readonly unknown[];
};

test.runIf(isThere)('the samples say what their truth says', () => {
  // The form of the truth is told in its own readme.
  const { fhir } = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8')) as { fhir: Record<string, Truth> };
  for (const [file, truth] of Object.entries(fhir)) {
    const read = readBundle(readFileSync(join(samples, 'fhir', file), 'utf8'));
    const findings = read.sources.flatMap((source) => source.findings);
    if (truth.patient?.birthDate) expect([file, read.patient?.birthDate]).toEqual([file, truth.patient.birthDate]);
    expect([file, findings.filter(({ type }) => type === 'allergy').length]).toEqual([
      file,
      truth.allergies?.length ?? 0,
    ]);
    const active = findings.flatMap((one) =>
      one.type === 'problem' && one.status === 'present' && one.course === 'active' ? [one.name] : [],
    );
    if (truth.activeConditions)
      expect([file, [...new Set(active)].sort()]).toEqual([file, [...truth.activeConditions].sort()]);
  }
});

test('a document about one patient keeps resources whose reference leads nowhere, in doubt; outside of a document they are set aside', () => {
  const adrift = anAllergy('Latex', { patient: { reference: 'urn:uuid:nobody' } });
  const about = { resourceType: 'Composition', subject: { reference: 'Patient/p1' }, section: [] };
  const document = readBundle(aBundle(about, aProblem('Asthma'), adrift));
  expect([document.adrift, document.foreign]).toEqual([1, 0]);
  const found = document.sources.flatMap(({ findings }) => findings);
  expect(found.map(({ name, confidence }) => [name, confidence < 0.7])).toEqual([
    ['Asthma', false],
    ['Latex', true],
  ]);
  const loose = readBundle(aBundle(aProblem('Asthma'), adrift));
  expect([loose.adrift, loose.foreign]).toEqual([0, 1]);
});

test('none and unknown are said of problems, medicines, procedures and vaccines as well, by code and by words', () => {
  const coded = (code: string, text?: string) => ({ coding: [{ code }], ...(text ? { text } : {}) });
  const said = findingsOf(
    aBundle(
      aProblem('No current problems or disability'),
      aProblem('x', '2020-01-01', { code: coded('no-problem-info') }),
      aMedicine('No known current medications'),
      aMedicine('x', '2020-01-01', { medicationCodeableConcept: coded('no-medication-info') }),
      { resourceType: 'Procedure', status: 'unknown', code: coded('no-known-procedures', 'No known procedures') },
      {
        resourceType: 'Immunization',
        status: 'not-done',
        vaccineCode: coded('no-immunization-info', 'No information'),
      },
      aProblem('Nonsustained ventricular tachycardia'),
    ),
  );
  expect(said.map(({ type, name, status }) => [type, name, status])).toEqual([
    ['problem', 'No current problems or disability', 'absent'],
    ['problem', 'any problem', 'unknown'],
    ['medication', 'No known current medications', 'absent'],
    ['medication', 'any drug', 'unknown'],
    ['procedure', 'No known procedures', 'absent'],
    ['procedure', 'No information', 'unknown'],
    ['problem', 'Nonsustained ventricular tachycardia', 'present'],
  ]);
});

test('a section that says why it is empty says so: nothing known is not nothing asked', () => {
  const section = (code: string, reason: string) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    emptyReason: { coding: [{ code: reason }] },
  });
  const composition = {
    resourceType: 'Composition',
    subject: { reference: 'Patient/p1' },
    section: [section('48765-2', 'nilknown'), section('10160-0', 'unavailable'), section('11450-4', 'notasked')],
  };
  expect(findingsOf(aBundle(composition)).map(({ type, name, status }) => [type, name, status])).toEqual([
    ['allergy', 'any drug', 'absent'],
    ['medication', 'any drug', 'unknown'],
    ['problem', 'any problem', 'unknown'],
  ]);
});

test('a report that is only registered is awaited, one that was cancelled was not done, whatever it is of', () => {
  const of = (status: string, more: object = {}) =>
    findingsOf(
      aBundle({
        resourceType: 'DiagnosticReport',
        id: 'r',
        subject: { reference: 'Patient/p1' },
        code: { text: 'Blood culture' },
        status,
        ...more,
      }),
    ).map((one) => [one.type, one.name, one.status]);
  expect(of('registered')).toEqual([['result', 'Blood culture', 'pending']]);
  expect(of('cancelled')).toEqual([['result', 'Blood culture', 'absent']]);
  expect(of('registered', { code: { text: 'CT brain' } })).toEqual([['image', 'CT brain', 'pending']]);
  expect(of('cancelled', { code: { text: 'CT brain' } })).toEqual([['image', 'CT brain', 'absent']]);
  expect(of('final')).toEqual([]);
  expect(of('final', { conclusion: 'No growth' })).toEqual([['result', 'Blood culture', 'present']]);
});

test('a measurement that was cancelled or not performed was not done: neither awaited nor unknown', () => {
  const of = (more: object) =>
    findingsOf(aBundle(aResult('Troponin', 1, 'ng/L', '2025-01-01', { valueQuantity: undefined, ...more }))).map(
      ({ status }) => status,
    );
  expect(of({ status: 'cancelled' })).toEqual(['absent']);
  expect(of({ dataAbsentReason: { coding: [{ code: 'not-performed' }] } })).toEqual(['absent']);
});

test('digits stay as they were written, and are compared as numbers all the same', () => {
  const text = aBundle(
    aResult('Potassium', 1, 'mmol/L', '2025-01-01', {
      valueQuantity: { value: 'HERE', unit: 'mmol/L' },
      referenceRange: [{ low: { value: 3.5 }, high: { value: 'THERE' } }],
    }),
  );
  const [one] = findingsOf(text.replace('"HERE"', '6.10').replace('"THERE"', '5.0'));
  expect(one).toMatchObject({ value: '6.10', range: '3.5-5.0', flag: 'high' });
});

test('a blood pressure keeps its mark; what its author marked as uncertain is doubted', () => {
  const [one] = findingsOf(
    aBundle({
      resourceType: 'Observation',
      id: 'bp',
      meta: { security: [{ code: 'UNCERTREL' }] },
      subject: { reference: 'Patient/p1' },
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }], text: 'Blood pressure' },
      interpretation: [{ coding: [{ code: 'H' }] }],
      component: [
        { code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 170, unit: 'mmHg' } },
        { code: { coding: [{ code: '8462-4' }] }, valueQuantity: { value: 95, unit: 'mmHg' } },
      ],
    }),
  );
  expect(one).toMatchObject({ value: '170/95', flag: 'high', confidence: 0.6 });
});

test('the illness of a relative is the family’s, said not to be so where it is, and nobody’s name is taken from it', () => {
  const of = (more: object) =>
    findingsOf(
      aBundle({
        resourceType: 'FamilyMemberHistory',
        id: 'f',
        status: 'completed',
        patient: { reference: 'Patient/p1' },
        name: 'WONG Mei Ling',
        condition: [{ code: { text: 'Diabetes' } }],
        ...more,
      }),
    ).map((one) => one.type === 'problem' && [one.name, one.whose, one.status]);
  expect(of({})).toEqual([['Diabetes (family)', 'family', 'present']]);
  expect(of({ relationship: { text: 'mother' }, status: 'health-unknown' })).toEqual([
    ['Diabetes (mother)', 'family', 'unknown'],
  ]);
  expect(of({ condition: [{ code: { text: 'No family history of diabetes' } }] })).toEqual([
    ['diabetes (family)', 'family', 'absent'],
  ]);
});
