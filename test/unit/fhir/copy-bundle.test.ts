import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBundle } from '#src/adapters/fhir/read-bundle.ts';
import { copyForMachines } from '#src/adapters/fhir/write/copy-bundle.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { aContent, aReferral, noon } from '#test/builders/a-referral.ts';
import '#test/builders/property-seed.ts';

type Of<Type extends Finding['type']> = Extract<Finding, { type: Type }>;
const referral = aReferral();
const read = { confidence: 1, status: 'present', source: {} } as const;

const written = (findings: readonly Finding[], more: Partial<ReturnType<typeof aContent>> = {}) =>
  copyForMachines({
    patient: referral.patient,
    copies: [
      {
        referral,
        content: aContent({ findings, allergiesSaid: 'given', medicationsSaid: 'given', ...more }),
        said: [],
      },
    ],
    names: { [referral.from]: { en: 'Tuen Mun Hospital', zhHant: '屯門醫院' } },
    at: noon,
    nameInArchive: (file) => (file === 'file-1' ? 'files/B7K-42Q-01.pdf' : undefined),
  });
const readBack = (findings: readonly Finding[], more: Partial<ReturnType<typeof aContent>> = {}) =>
  readBundle(written(findings, more)).sources.flatMap((source) => source.findings);
type Resource = { readonly resourceType: string; readonly id: string; readonly [part: string]: unknown };
const resources = (text: string): readonly Resource[] =>
  (JSON.parse(text) as { entry: { resource: Resource }[] }).entry.map(({ resource }) => resource);
const only = (kind: string, findings: readonly Finding[]): Resource =>
  resources(written(findings)).find(({ resourceType }) => resourceType === kind) ?? expect.fail(`no ${kind}`);

/* What is written for others is read back by our own reader as it was. */

const status = fc.constantFrom('present', 'absent', 'unknown', 'pending');
const sureness = fc.constantFrom(1, 0.9, 0.6);
const day = fc.constantFrom('2019', '2019-05', '2026-11-23', '2026-11-23T09:30:00+08:00', undefined);
const drug = fc.constantFrom('warfarin', 'metformin', 'Augmentin', '阿士匹靈', 'insulin glargine');
const illness = fc.constantFrom('Essential hypertension', 'Asthma', '糖尿病', 'fracture of the left wrist');
const unit = fc.constantFrom('mmol/L', 'g/dL', 'mmHg', '10*9/L', 'IU/L', '%', 'AU per test', undefined);
const number = fc
  .tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 3 }))
  .map(([digits, places]) => (digits / 10 ** places).toFixed(places));
const value = fc.oneof(
  number,
  fc.tuple(fc.constantFrom('<', '>', '<=', '>='), number).map((parts) => parts.join('')),
  fc.constantFrom('positive', 'no growth', '++', '1:80', '陰性', '3.5-5.0'),
);
const dose = fc.constantFrom('3 mg', '2.50 mL', '500 mg', '10', undefined);
const words = (all: readonly string[]) => fc.constantFrom(...all, undefined);

const said = <Parts extends object>(parts: Parts) =>
  // Parts that were not said are left out, as the readers leave them out.
  Object.fromEntries(Object.entries(parts).filter(([, one]) => one !== undefined)) as unknown as Finding;
const base = { confidence: sureness, status, source: fc.constant({}) };
const allergy = fc
  .record({
    ...base,
    type: fc.constant('allergy'),
    name: fc.oneof(drug, fc.constant('any drug')),
    reaction: words(['rash', 'anaphylaxis']),
    severity: words(['mild', 'severe']),
    criticality: words(['low', 'high']),
    category: words(['food', 'medication']),
    at: day,
  })
  .filter(({ name, status: is }) => name !== 'any drug' || is === 'absent' || is === 'unknown')
  .map(said);
const medication = fc
  .record({
    ...base,
    type: fc.constant('medication'),
    name: drug,
    dose,
    route: words(['oral', '口服']),
    frequency: words(['daily', 'tds prn', '每日三次']),
    course: fc.constantFrom('current', 'started', 'stopped', 'changed'),
    at: day,
  })
  .filter(({ status: is, course }) => is === 'present' || course === 'current')
  .map(said);
const problem = fc
  .record({
    ...base,
    type: fc.constant('problem'),
    name: illness,
    whose: fc.constantFrom('patient', 'family'),
    course: fc.constantFrom('active', 'inactive', 'resolved'),
    since: day,
    severity: words(['mild', 'moderate', 'severe']),
  })
  .map(said);
const measured = fc
  .record({
    ...base,
    type: fc.constantFrom('result', 'vital'),
    name: fc.constantFrom('potassium', '血紅素', 'troponin I', 'pulse'),
    value: fc.option(value, { nil: undefined }),
    unit,
    range: words(['3.5-5.0', '<5.0', 'seen with the clinical picture']),
    flag: words(['low', 'critical-high', 'normal']),
    at: day,
  })
  // A value is there or it is not: what is pending, unknown or was not done has none.
  .filter((one) => (one.status === 'present') === (one.value !== undefined))
  .map(said);

/** What must be the same on both sides, in one spelling: the rest may gain what only numbers tell (a flag by the range). */
function meant(one: Finding): readonly unknown[] {
  const sure = one.confidence >= 0.8;
  switch (one.type) {
    case 'allergy': {
      const ofAll = /^any drug$|^No (?:known drug allergy|information)/u.test(one.name);
      return [
        one.type,
        ofAll ? 'all' : one.name,
        one.status,
        sure,
        one.reaction,
        one.severity,
        one.criticality,
        one.category,
        one.at,
      ];
    }
    case 'medication':
      return [one.type, one.name, one.status, sure, one.dose, one.route, one.frequency, one.course, one.at];
    case 'problem':
      return one.whose === 'family'
        ? ['family', one.name, one.status === 'pending' ? 'unknown' : one.status, sure]
        : [
            one.type,
            one.name,
            one.status,
            sure,
            one.status === 'present' ? one.course : 'no course',
            one.since,
            one.severity,
          ];
    case 'result':
    case 'vital': {
      const number = /^[<>]?=?\d+(?:\.\d+)?$|^[\d.]+-[\d.]+$/u.test(one.value ?? '');
      // Words carry their unit with them.
      const told = number || one.unit === undefined ? [one.value, one.unit] : [`${one.value} ${one.unit}`, undefined];
      return [one.type, one.name, one.status, sure, ...(one.value === undefined ? [] : told), one.range, one.at];
    }
    default:
      return [one.type, one.name, one.status];
  }
}

test('what is written for machines is read back as it was: value, unit, status, negation, doubt, whose it is', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(allergy, medication, problem, measured), { maxLength: 12 }), (findings) => {
      const back = readBack(findings).filter(({ type }) => type !== 'instruction');
      expect(back.map(meant)).toEqual(findings.map(meant));
    }),
  );
});

test('no finding of the family goes out as the patient’s, however it is told', () => {
  fc.assert(
    fc.property(problem, fc.constantFrom('', ' (mother)', ' (母親)'), (finding, who) => {
      const one = { ...(finding as Of<'problem'>), whose: 'family' as const };
      const text = written([{ ...one, name: `${one.name}${who}` }]);
      expect(resources(text).map(({ resourceType }) => resourceType)).not.toContain('Condition');
      const back = readBundle(text).sources.flatMap((source) => source.findings);
      expect(back.filter(({ type }) => type === 'problem')).toMatchObject([
        { whose: 'family', name: `${one.name}${who}` },
      ]);
    }),
  );
});

test('every reference leads to a resource of the bundle, and no two have one name', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(allergy, medication, problem, measured), { maxLength: 8 }), (findings) => {
      const text = written(findings);
      const urls = (JSON.parse(text) as { entry: { fullUrl: string }[] }).entry.map(({ fullUrl }) => fullUrl);
      expect(new Set(urls).size).toBe(urls.length);
      const named = [...text.matchAll(/"reference":"([^"]+)"/gu)].map(([, one]) => one ?? '');
      expect(named.filter((one) => !urls.includes(one))).toEqual([]);
    }),
  );
});

/* The single things, as another system finds them. */

test('"none", "nobody knows", one that is denied and one that is there are four different resources', () => {
  const of = (finding: Partial<Of<'allergy'>>) =>
    only('AllergyIntolerance', [{ ...read, type: 'allergy', name: 'any drug', ...finding }]);
  const codes = (resource: Resource) => JSON.stringify([resource['code'], resource['verificationStatus']]);
  expect(codes(of({ status: 'absent' }))).toMatch(/409137002.*"confirmed"/u);
  expect(codes(of({ status: 'unknown' }))).toContain('no-allergy-info');
  expect(codes(of({ name: 'penicillin', status: 'absent' }))).toMatch(/penicillin.*"refuted"/u);
  expect(codes(of({ name: 'penicillin' }))).toMatch(/penicillin.*"confirmed"/u);
});

test('a list that was said to be empty says so, one that nobody spoke of says nothing', () => {
  const kinds = (allergiesSaid: 'none' | 'unknown' | 'not-said') =>
    resources(written([], { allergiesSaid, medicationsSaid: allergiesSaid }))
      .filter(({ resourceType }) => /Allergy|Medication/u.test(resourceType))
      .map((one) => JSON.stringify(one['code'] ?? one['medicationCodeableConcept']));
  expect(kinds('none')).toEqual([expect.stringContaining('716186003'), expect.stringContaining('787481004')]);
  expect(kinds('unknown')).toEqual([
    expect.stringContaining('no-allergy-info'),
    expect.stringContaining('no-medication-info'),
  ]);
  expect(kinds('not-said')).toEqual([]);
});

test.each([
  ['mmol/L', 'mmol/L'],
  ['µmol/L', 'umol/L'],
  ['mmHg', 'mm[Hg]'],
  ['mIU/L', 'm[IU]/L'],
  ['10*9/L', '10*9/L'],
  ['mL/min/1.73m2', 'mL/min/{1.73_m2}'],
  ['/min', '/min'],
  ['%', '%'],
  ['Cel', 'Cel'],
  ['units', undefined],
  ['tablet', undefined],
  ['bpm', undefined],
  ['S/CO', undefined],
  ['分', undefined],
])('the unit %s is %s in UCUM', (unit, code) => {
  const quantity = only('Observation', [{ ...read, type: 'result', name: 'x', value: '1', unit }])['valueQuantity'];
  expect(quantity).toEqual({
    value: 1,
    unit,
    ...(code === undefined ? {} : { system: 'http://unitsofmeasure.org', code }),
  });
});

test('a number keeps the digits it was written with, with its range, its mark and the time of the specimen', () => {
  const text = written([
    {
      ...read,
      type: 'result',
      name: 'potassium',
      code: '2823-3',
      value: '4.0',
      unit: 'mmol/L',
      range: '3.5-5.0',
      flag: 'normal',
      at: '2026-11-23T09:30',
    },
  ]);
  expect(text).toContain('"valueQuantity":{"value":4.0,"unit":"mmol/L"');
  expect(text).toContain('"low":{"value":3.5');
  expect(text).toContain('"high":{"value":5.0');
  expect(text).toContain('"effectiveDateTime":"2026-11-23T09:30:00+08:00"');
  expect(text).toMatch(/v3-ObservationInterpretation","code":"N"/u);
  expect(text).toContain('{"system":"http://loinc.org","code":"2823-3"}');
});

test('a blood pressure has two parts; a time that is no date and a date that never was stay words', () => {
  const of = (at: string) =>
    only('Observation', [
      { ...read, type: 'vital', name: 'blood pressure', code: '85354-9', value: '140/90', unit: 'mmHg', at },
    ]);
  expect(JSON.stringify(of('2026-11-23')['component'])).toMatch(/8480-6.*140.*8462-4.*90/u);
  expect(of('2026-02-31')).toMatchObject({ note: [{ text: 'When: 2026-02-31' }] });
  expect(of('last May')).not.toHaveProperty('effectiveDateTime');
});

test('what was ordered is a request, what is said to be taken a statement', () => {
  const of = (source: Finding['source']) =>
    resources(written([{ ...read, type: 'medication', name: 'warfarin', course: 'current', source }])).map(
      ({ resourceType }) => resourceType,
    );
  expect(of({ path: 'MedicationRequest/7' })).toContain('MedicationRequest');
  expect(of({ segment: 'RXO[1]-1' })).toContain('MedicationRequest');
  expect(of({ path: 'MedicationStatement/7' })).toContain('MedicationStatement');
});

test('a year of birth is not the first of January; both names, and the number with what it is', () => {
  const [patient] = resources(
    written([], {
      identity: {
        hkid: 'A123456(3)',
        nameEn: 'CHAN Siu Ming',
        nameZh: '陳小明',
        birth: { iso: '1967-01-01', precision: 'year' },
      },
    }),
  );
  expect(patient).toMatchObject({
    resourceType: 'Patient',
    birthDate: '1967',
    identifier: [{ type: { coding: [{ code: 'NNHKG' }] }, value: 'A123456(3)' }],
    name: [{ text: 'CHAN Siu Ming', family: 'CHAN', given: ['Siu', 'Ming'] }, { text: '陳小明' }],
  });
});

const paper = {
  id: 'file-1',
  kind: 'pdf',
  mime: 'application/pdf',
  bytes: 13,
  sha256: 'x',
  name: 'WONG Mei Ling.pdf',
  addedAt: noon.toISOString(),
  addedBy: 'alvin',
} as const;

test('what was read names the document and the page it was read from; a file has an address only where it is handed out', () => {
  const uploads = [paper, { ...paper, id: 'file-2' }] as never;
  const text = written(
    [
      { ...read, type: 'problem', name: 'Asthma', whose: 'patient', source: { upload: 'file-1', page: 2 } },
      { ...read, type: 'problem', name: 'Gout', whose: 'patient' },
    ],
    { uploads },
  );
  const all = resources(text);
  const files = all.filter(({ resourceType }) => resourceType === 'DocumentReference');
  expect(files.map((one) => JSON.stringify(one['content']).includes('"url":"files/B7K-42Q-01.pdf"'))).toEqual([
    true,
    false,
  ]);
  const [asthma] = all.filter(({ resourceType }) => resourceType === 'Condition');
  expect(all.filter(({ resourceType }) => resourceType === 'Provenance')).toMatchObject([
    {
      target: [{ reference: `urn:uuid:${asthma?.id}` }],
      entity: [{ role: 'source', what: { reference: `urn:uuid:${files[0]?.id}`, display: 'Page 2' } }],
    },
    { entity: [{ what: { type: 'ServiceRequest' } }] },
  ]);
  // The name a file came with may be somebody else's.
  expect(text).not.toContain('WONG');
});
