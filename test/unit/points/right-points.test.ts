import { expect, test } from 'vitest';
import {
  aBundle,
  aLetter,
  aMedicine,
  anAllergy,
  aProblem,
  aProcedure,
  aResult,
  aStatus,
  routine,
} from '#test/builders/a-bundle.ts';
import { pointsOf, textOf } from './summarising.ts';

const rich = aBundle(
  routine(),
  aProblem('Atrial fibrillation', '2018-02-01'),
  aProblem('Type 2 diabetes mellitus', '2010-06-01'),
  aProblem('Osteoarthritis of knee', '2016-01-01'),
  aProblem('Chronic obstructive pulmonary disease', '2017-09-01'),
  anAllergy('Penicillin', { criticality: 'high', reaction: [{ manifestation: [{ text: 'Anaphylaxis' }] }] }),
  aMedicine('Warfarin 3 MG Oral Tablet', '2018-03-01'),
  aMedicine('Metformin 500 MG Oral Tablet', '2011-01-01'),
  aMedicine('Salbutamol inhaler', '2017-10-01'),
  aResult('Hemoglobin A1c/Hemoglobin.total in Blood', 8.4, '%', '2025-01-10'),
  aResult('INR', 3.4, '', '2025-02-01'),
  aResult('Creatinine', 96, 'umol/L', '2025-02-01'),
);

test('chest pain brings the heart, the blood thinner and the allergy', () => {
  const text = textOf(pointsOf(rich, { question: 'Chest pain since this morning, ?ACS' }));
  expect(text).toContain('Atrial fibrillation');
  expect(text).toContain('Warfarin 3 MG');
  expect(text).toContain('Penicillin (Anaphylaxis');
});

test.each([
  ['HbA1c rising, advice on diabetes control', ['Type 2 diabetes', 'Metformin', '8.4 %']],
  ['Shortness of breath and wheeze', ['Chronic obstructive', 'Salbutamol']],
  ['Knee pain, which painkiller?', ['Osteoarthritis of knee']],
  ['膝痛,可否用消炎止痛藥?', ['Osteoarthritis of knee', 'Warfarin', 'Penicillin']],
  ['糖尿病控制欠佳', ['Type 2 diabetes', 'Metformin']],
  ['氣促三日', ['Chronic obstructive']],
])('"%s" brings %j', (question, words) => {
  const text = textOf(pointsOf(rich, { question }));
  for (const word of words) expect(text).toContain(word);
  // Whatever is asked, these two keep their place.
  expect(text).toContain('Warfarin');
  expect(text).toContain('Penicillin');
});

test('different questions give different points', () => {
  const asked = ['chest pain', 'diabetes control', 'shortness of breath', 'knee pain'].map((question) =>
    textOf(pointsOf(rich, { question })),
  );
  expect(new Set(asked).size).toBe(4);
});

test('routine entries never crowd out an allergy of weight or a blood thinner, however many there are', () => {
  const text = textOf(
    pointsOf(aBundle(routine(60), anAllergy('Penicillin'), aMedicine('Rivaroxaban 20 mg', '2021-01-01'), routine(10)), {
      question: 'itchy skin',
    }),
  );
  expect(text).toContain('Penicillin');
  expect(text).toContain('Rivaroxaban 20 mg');
  expect(text).not.toMatch(/employment|Medication review|sinusitis|Influenza/);
});

test('employment is said only to who asks for it', () => {
  const bundle = aBundle(aProblem('Full-time employment (finding)'), aProblem('Hypertension'));
  expect(textOf(pointsOf(bundle))).not.toContain('employment');
  expect(textOf(pointsOf(bundle, { question: 'social situation and employment' }))).toContain('employment');
});

test('an allergy and a denial of it both stand in the sentence', () => {
  const text = textOf(pointsOf(aBundle(anAllergy('Penicillin'), anAllergy('No known drug allergies'))));
  expect(text).toContain('Penicillin, but “No known drug allergies” is recorded too');
});

test('a drug given in spite of the allergy is said in one breath', () => {
  const text = textOf(pointsOf(aBundle(anAllergy('Penicillin'), aMedicine('Amoxicillin 500 mg capsule'))));
  expect(text).toContain('Penicillin, yet takes Amoxicillin 500 mg capsule');
});

test('what is refuted, entered in error, not taken, stopped or about somebody else is not said to be so', () => {
  const text = textOf(
    pointsOf(
      aBundle(
        aProblem('Heart failure', '2020-01-01', { verificationStatus: aStatus('refuted') }),
        aProblem('Stroke', '2020-01-01', { verificationStatus: aStatus('entered-in-error') }),
        aProblem('Epilepsy', '2020-01-01', { subject: { reference: 'Patient/other' } }),
        aMedicine('Warfarin 5 mg', '2020-01-01', { status: 'entered-in-error' }),
        aMedicine('Apixaban 5 mg', '2020-01-01', { doNotPerform: true }),
        aMedicine('Dabigatran 110 mg', '2012-01-01', { status: 'stopped' }),
        anAllergy('Aspirin', { verificationStatus: aStatus('refuted') }),
        aProcedure('Coronary artery bypass', '2020-01-01', { status: 'not-done' }),
        aProblem('Hypertension'),
      ),
    ),
  );
  expect(text).toContain('Hypertension');
  expect(text).not.toMatch(/Heart failure|Stroke|Epilepsy|Warfarin|Apixaban|takes Dabigatran|Aspirin|bypass/);
});

test('a resolved illness says that it is over and a doubtful one that it is not sure', () => {
  const text = textOf(
    pointsOf(
      aBundle(
        aProblem('Pulmonary embolism', '2019-01-01', {
          clinicalStatus: aStatus('resolved'),
          abatementDateTime: '2019-07-01',
        }),
        aProblem('Multiple sclerosis', '2024-01-01', { verificationStatus: aStatus('provisional') }),
      ),
    ),
  );
  expect(text).toContain('Pulmonary embolism (resolved 2019-07-01)');
  expect(text).toContain('Multiple sclerosis (since 2024-01-01, unconfirmed)');
});

test('a value that endangers is said first of the results, with the one before it', () => {
  const text = textOf(
    pointsOf(
      aBundle(
        routine(),
        aProblem('Hypertension'),
        aResult('Potassium', 4.1, 'mmol/L', '2025-01-01'),
        aResult('Potassium', 6.9, 'mmol/L', '2025-02-01'),
      ),
    ),
  );
  expect(text).toContain('Potassium 6.9 mmol/L (2025-02-01), before that 4.1 mmol/L (2025-01-01)');
});

test('a letter in words is read like any other source, and cited', () => {
  const { points } = pointsOf(
    aBundle(aLetter('Discharged on apixaban 5 mg bd for AF. Allergic to penicillin: anaphylaxis.')),
    { question: 'palpitations' },
  );
  const all = points.map(({ text }) => text).join(' ');
  expect(all).toContain('apixaban');
  expect(all).toContain('penicillin');
  expect(
    points.flatMap(({ sources }) => sources).every(({ reference }) => reference.startsWith('DocumentReference/')),
  ).toBe(true);
});

test('the same record gives the same points whatever the order of its resources', () => {
  const bundle = JSON.parse(rich) as { entry: unknown[] };
  const turned = JSON.stringify({ ...bundle, entry: bundle.entry.toReversed() });
  expect(pointsOf(turned, { question: 'chest pain' }).points).toEqual(
    pointsOf(rich, { question: 'chest pain' }).points,
  );
});

test('what was left out is counted with its years', () => {
  const { left_out: left } = pointsOf(rich, { question: 'chest pain' });
  expect(left.documents).toBeGreaterThan(50);
  expect(left.from).toBe('2012-01-09');
  expect(left.to).toBe('2025-02-01');
});

test('nothing known gives no points and no falsehood', () => {
  expect(pointsOf(aBundle())).toEqual({ points: [], left_out: { documents: 0 } });
});

test('the points speak the language that is asked for and quote as it is written', () => {
  const text = textOf(pointsOf(rich, { question: '胸痛', language: 'zh-hant' }));
  expect(text).toContain('正服用Warfarin 3 MG');
  expect(text).toContain('過敏：Penicillin');
  expect(textOf(pointsOf(rich, { question: '胸痛', language: 'zh-hans' }))).toContain('过敏：Penicillin');
});

test('an old letter does not bring back what its own time has ended, nor does an older "none known" contradict', () => {
  const letter = 'Medications: warfarin 5 mg daily. Acute sinusitis. No known allergies.';
  const text = textOf(
    pointsOf(
      aBundle(
        aMedicine('Warfarin 5 mg tablet', '2015-01-01', { status: 'stopped' }),
        aLetter(letter, '2015-03-01'),
        anAllergy('Penicillin', { recordedDate: '2020-01-01' }),
        aProblem('Hypertension', '2010-01-01'),
        aResult('Potassium', 4.4, 'mmol/L', '2025-01-01'),
      ),
      { question: 'pre-op' },
    ),
  );
  expect(text).not.toMatch(/akes warfarin/i);
  expect(text).toContain('Allergies: Penicillin.');
});

test('a later letter that says the drug is taken again is believed', () => {
  const text = textOf(
    pointsOf(
      aBundle(
        aMedicine('Warfarin 5 mg tablet', '2015-01-01', { status: 'stopped' }),
        aLetter('On warfarin 3 mg daily for AF.', '2024-03-01'),
      ),
    ),
  );
  expect(text).toMatch(/akes warfarin/i);
});
