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
