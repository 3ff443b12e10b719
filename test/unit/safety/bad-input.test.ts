import { expect, test } from 'vitest';
import { BadCase } from '#src/domain/safety/bad-case.ts';
import { ckdEpi2021 } from '#src/domain/safety/kidney.ts';
import { about, check, knowledge } from './net.ts';

test.each([
  [{ medications: 'aspirin', egfr: -5 }, 'check.wrong-value'],
  [{ medications: 'aspirin', egfr: 'high' }, 'check.wrong-value'],
  [{ medications: 'aspirin', age: 200 }, 'check.wrong-value'],
  [{ medications: 'aspirin', sex: 'often' }, 'check.wrong-value'],
  [{ medications: 'aspirin', creatinine: 1.2 }, 'check.wrong-value'],
  [{ medications: 'aspirin', pregnant: 'perhaps' }, 'check.wrong-value'],
  [{ medications: 'aspirin', now: 'yesterday' }, 'check.wrong-value'],
  [{ medications: 'aspirin', meds: 'warfarin' }, 'check.wrong-value'],
  [{ medications: 7 }, 'check.wrong-value'],
  [{ medications: [['aspirin']] }, 'check.wrong-value'],
  [{ medications: 'aspirin', shoeSize: 42 }, 'check.unknown-key'],
  [{ medications: '' }, 'check.empty'],
  [{}, 'check.empty'],
  [[], 'check.not-an-object'],
  ['aspirin', 'check.not-an-object'],
  [null, 'check.not-an-object'],
  [{ medications: Array.from({ length: 2_001 }, () => 'aspirin') }, 'check.too-long'],
])('%j is refused with %s, and the words do not repeat what was given', (given, code) => {
  try {
    check(given);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(BadCase);
    expect((error as BadCase).code).toBe(code);
    expect((error as BadCase).message).not.toMatch(/aspirin|shoeSize|perhaps/u);
  }
});

test('the other spellings of the keys are the same keys', () => {
  const one = check({ medications: ['warfarin', 'ibuprofen'], allergies: ['penicillin'], problems: ['asthma'] });
  expect(check({ drugs: 'warfarin; ibuprofen', allergy: 'penicillin', conditions: 'asthma' })).toEqual(one);
  expect(
    check({
      medicines: [{ name: 'warfarin' }, { drug: 'ibuprofen' }],
      allergies: [{ substance: 'penicillin' }],
      diagnoses: ['J45.9 asthma'],
    }).alerts.map((each) => each.rule),
  ).toEqual(one.alerts.map((each) => each.rule));
});

test('sixty medicines at once', () => {
  const medications = knowledge.drugs.slice(0, 60).map((drug) => drug.name);
  const answer = check({ medications });
  expect(answer.alerts.length).toBeGreaterThan(20);
  expect(answer.unrecognised).toEqual([]);
});

test('what is missing is said, never taken for normal', () => {
  const { unknown } = check({
    medications: ['metformin', 'warfarin', 'carbamazepine', 'primaquine'],
    sex: 'F',
    age: 30,
  });
  const said = unknown.join('\n');
  for (const each of [
    'allergies unknown',
    'renal function unknown: metformin',
    'pregnancy unknown: warfarin',
    'HLA-B*15:02 unknown',
    'G6PD unknown',
  ])
    expect(said).toContain(each);
});

test('NKDA beside an allergy is a contradiction, and the allergy counts', () => {
  const answer = check({ medications: 'amoxicillin', allergies: ['NKDA', 'penicillin'] });
  expect(about(answer, 'stop')).toEqual(['amoxicillin+penicillin']);
  expect(answer.alerts.map((each) => each.kind)).toContain('contradiction');
});

test('an allergy in one document and the drug in another is a contradiction between the two', () => {
  const { alerts } = check({
    medications: [{ name: 'amoxicillin', document: 'discharge summary' }],
    allergies: [{ substance: 'penicillin', document: 'clinic letter' }],
  });
  expect(alerts[0]).toMatchObject({
    tier: 'stop',
    kind: 'contradiction',
    documents: ['clinic letter', 'discharge summary'],
  });
});

test('an allergy recorded as a side effect is lowered only when the reaction is one', () => {
  expect(
    check({
      medications: 'amoxicillin',
      allergies: [{ substance: 'amoxicillin', reaction: 'diarrhoea', type: 'side effect' }],
    }).alerts[0]?.tier,
  ).toBe('caution');
  expect(
    check({
      medications: 'amoxicillin',
      allergies: [{ substance: 'amoxicillin', reaction: 'anaphylaxis', type: 'side effect' }],
    }).alerts[0]?.tier,
  ).toBe('stop');
});

test('units missing, doses by the kilo, results of the future', () => {
  const { unknown, alerts } = check({
    medications: ['digoxin 250', 'paracetamol 15 mg/kg qid'],
    allergies: 'NKDA',
    egfr: 90,
    age: 40,
    results: [
      { test: 'potassium', value: 6.9 },
      { test: 'sodium', value: 100, unit: 'mmol/L', at: '2030-01-01' },
      { test: 'potassium', value: 'haemolysed', at: 'some day' },
      { test: 'zonulin', value: 3 },
    ],
  });
  const said = unknown.join('\n');
  for (const each of [
    'dose of digoxin has no unit',
    'dose of paracetamol is by the kilo',
    'unit of potassium not given',
    'sodium is dated in the future',
    'zonulin',
  ])
    expect(said).toContain(each);
  expect(alerts.filter((each) => each.kind === 'critical-result')).toEqual([]);
});

test('the result there is, is offered instead of another test', () => {
  const { alerts } = check({
    results: [
      { test: 'hsTnI', value: 12, unit: 'ng/L', at: '2026-11-22T22:00:00Z', document: 'TMH' },
      { test: 'HbA1c', value: 7, unit: '%', at: '2026-01-01' },
    ],
    orders: ['troponin I (high sensitivity)', 'HbA1c'],
  });
  expect(alerts.filter((each) => each.kind === 'repeat-test')).toMatchObject([
    { tier: 'note', existing: { value: '12 ng/L', document: 'TMH' } },
  ]);
});

test('units of the other tradition are converted before they are judged', () => {
  expect(about(check({ results: [{ test: 'haemoglobin', value: 65, unit: 'g/L' }] }), 'stop')).toEqual(['haemoglobin']);
  expect(about(check({ results: [{ test: 'creatinine', value: 5, unit: 'mg/dL' }] }), 'stop')).toEqual(['creatinine']);
});

test.each([
  [80, 60, 'male', 98],
  [80, 60, 'female', 73],
  [200, 75, 'male', 29],
  [88.4, 20, 'female', 83],
] as const)('CKD-EPI 2021: creatinine %d at %d, %s, is %d', (creatinine, age, sex, egfr) => {
  expect(Math.abs((ckdEpi2021(creatinine, age, sex) ?? 0) - egfr)).toBeLessThanOrEqual(1);
});

test('the formula is for adults', () => expect(ckdEpi2021(50, 10, 'male')).toBeUndefined());
