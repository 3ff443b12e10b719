import { expect, test } from 'vitest';
import { supports } from '#src/domain/points/supports.ts';
import { aBundle, aMedicine, anAllergy, aProblem, aProcedure, aResult, aStatus } from '#test/builders/a-bundle.ts';
import { naming, pointsOf } from './summarising.ts';

const questions = [
  undefined,
  'chest pain',
  'diabetes control',
  'knee pain',
  'pre-op assessment',
  '胸痛',
  '氣促',
  'headache',
  'renal function',
];
const sides = ['left', 'right'];

/** Invented patients, each with something to say on every question. */
const patients = Array.from({ length: 12 }, (_none, index) =>
  aBundle(
    aProblem('Atrial fibrillation', `201${index % 10}-02-0${1 + (index % 9)}`),
    aProblem('Type 2 diabetes mellitus', `200${index % 10}-06-01`),
    aProblem(`Fracture of ${sides[index % 2]} wrist`, `2024-0${1 + (index % 9)}-11`),
    aProblem('Asthma', '2001-01-01', index % 3 === 0 ? { verificationStatus: aStatus('provisional') } : {}),
    aProblem(
      'Ischaemic stroke',
      '2016-01-01',
      index % 2 ? {} : { clinicalStatus: aStatus('resolved'), abatementDateTime: '2017-01-01' },
    ),
    anAllergy(['Penicillin', 'Aspirin', 'Latex'][index % 3] ?? 'Penicillin', {
      reaction: [{ manifestation: [{ text: 'Rash' }] }],
    }),
    aMedicine(
      ['Warfarin 3 MG Oral Tablet', 'Apixaban 5 mg tablet', 'Insulin glargine 20 units'][index % 3] ?? '',
      `2019-0${1 + (index % 9)}-15`,
    ),
    aMedicine('Metformin 500 MG Oral Tablet', '2012-01-01'),
    aResult('Hemoglobin A1c/Hemoglobin.total in Blood', 7.1 + index / 10, '%', '2025-01-10'),
    aResult('Creatinine', 101 + index * 7, 'umol/L', '2025-02-01'),
    aResult('Potassium', 5.3 + index / 10, 'mmol/L', '2025-02-01'),
    aProcedure('Percutaneous coronary intervention', '2014-04-04'),
  ),
);

const sentences = patients.flatMap((bundle) =>
  questions.flatMap((question) => pointsOf(bundle, question === undefined ? {} : { question }).points),
);

/** Ways to make a true sentence false. Each gives nothing where the sentence has no such part. */
const lies: Readonly<Record<string, (text: string) => string | undefined>> = {
  'another number': (text) =>
    swap(text, /(?<![\d-])(\d+)(?=(?:\.\d+)? (?:MG|mg|%|umol|mmol|units))/u, (all) => String(Number(all) + 11)),
  'another decimal': (text) => swap(text, /(?<=\d\.)\d(?= )/u, (all) => String((Number(all) + 3) % 10)),
  'another year': (text) => swap(text, /\b20\d\d(?=-)/u, (all) => String(Number(all) - 11)),
  'another day': (text) => swap(text, /(?<=-\d\d-)\d\d/u, (all) => (all === '28' ? '27' : '28')),
  'another drug': (text) => swap(text, /Warfarin|Apixaban|Metformin|Insulin glargine/u, () => 'Digoxin'),
  'another allergen': (text) => swap(text, /(?<=Allergies: |過敏：)(?:Penicillin|Aspirin|Latex)/u, () => 'Codeine'),
  'the other side': (text) => swap(text, /left|right/u, (all) => (all === 'left' ? 'right' : 'left')),
  'both sides': (text) => swap(text, /\b(?:left|right)\b/u, () => 'bilateral'),
  'a negation added': (text) => swap(text, /Atrial fibrillation|Type 2|Asthma|Fracture/u, (all) => `no ${all}`),
  'a doubt lost': (text) => swap(text, /, unconfirmed|、未確定/u, () => ''),
  'an end lost': (text) => swap(text, / \(resolved [^)]*\)|（[^）]*已痊癒）/u, () => ''),
  'an end added': (text) => swap(text, /Type 2 diabetes mellitus/u, (all) => `resolved ${all}`),
  'a relative': (text) => swap(text, /Type 2 diabetes mellitus|Atrial fibrillation/u, (all) => `mother with ${all}`),
  'a direction': (text) => `${text} Creatinine is rising.`,
  'a new illness': (text) => `${text} Also has metastatic melanoma.`,
  'a new drug': (text) => `${text} Takes amiodarone.`,
  'a reassurance': (text) => `${text} There is nothing dangerous here.`,
  'an order': (text) => `${text} Give thrombolysis at once.`,
  'a Chinese illness': (text) => `${text}患有肺癌。`,
  'a Chinese negation': (text) => `${text}沒有糖尿病。`,
};

function swap(text: string, pattern: RegExp, by: (all: string) => string): string | undefined {
  const changed = text.replace(pattern, by);
  return changed === text ? undefined : changed;
}

test('every sentence that is shown passes its own check', () => {
  expect(sentences.length).toBeGreaterThan(250);
  for (const { text, sources } of sentences)
    expect([
      text,
      supports(
        text,
        sources.map(({ excerpt }) => excerpt),
        naming.lexicon,
      ),
    ]).toEqual([text, { supported: true }]);
});

test('of more than a thousand planted falsehoods not one passes', () => {
  const counts: Record<string, number> = {};
  const passed: string[] = [];
  for (const { text, sources } of new Map(sentences.map((point) => [point.text, point])).values())
    for (const [kind, lie] of Object.entries(lies)) {
      const false_ = lie(text);
      if (false_ === undefined) continue;
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (
        supports(
          false_,
          sources.map(({ excerpt }) => excerpt),
          naming.lexicon,
        ).supported
      )
        passed.push(`${kind}: ${false_}`);
    }
  expect(passed).toEqual([]);
  expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBeGreaterThan(1_000);
  expect(Object.keys(counts)).toEqual(
    expect.arrayContaining(Object.keys(lies).filter((kind) => kind !== 'both sides')),
  );
});

test.each([
  ['Warfarin 3 mg daily', ['warfarin 3 mg daily'], true],
  ['Started 3 March 2020', ['Started 2020-03-03'], true],
  ['Started in March 2020', ['started 2020-03-03'], true],
  ['自2020年3月起服用 warfarin', ['2020-03-03', 'warfarin'], false],
  ['No known drug allergies', ['No known drug allergies'], true],
  ['Drug allergies', ['No known drug allergies'], false],
  ['Penicillin allergy', ['penicillin', 'NKDA'], false],
  ['Coumadin 3 mg', ['warfarin 3 mg'], false],
  ['Blood pressure 138/88', ['138', '88', 'Blood pressure'], true],
  ['Blood pressure 88/138 and 150', ['138', '88', 'Blood pressure'], false],
])('"%s" from %j: %s', (sentence, excerpts, supported) => {
  expect(supports(sentence, excerpts, naming.lexicon).supported).toBe(supported);
});
