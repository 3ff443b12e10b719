import { describe, expect, test } from 'vitest';
import { readNote } from '#src/domain/reading/read-note.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const read = (text: string) => readNote(theNaming.lexicon, text, { now: new Date('2026-11-23T04:00:00Z') }).findings;
const problems = (text: string) =>
  read(text)
    .filter(({ type }) => type === 'problem')
    .map(({ name, status, confidence }) => [name, status, confidence >= 0.7 ? 'sure' : 'asked']);
const studies = (text: string) =>
  read(text)
    .filter(({ type }) => type === 'image' || type === 'procedure')
    .map(({ name, status }) => [name, status]);

describe('what is not said to be so', () => {
  test.each([
    ['The pain felt like a heart attack.', [['Acute myocardial infarction', 'present', 'asked']]],
    [
      'Possible causes of the pain include GERD and anxiety.',
      [
        ['Reflux disease', 'present', 'asked'],
        ['Anxiety disorder', 'present', 'asked'],
      ],
    ],
    ['She is unsure whether she had heartburn.', [['Dyspepsia', 'present', 'asked']]],
    ['He has never experienced heartburn before.', [['Dyspepsia', 'absent', 'sure']]],
    ['Return to A&E if fever or chest pain develops.', []],
    ['Risk of stroke explained. Aspirin to prevent stroke.', []],
    ['如有胸痛即回急症室。', []],
    // What follows a turn of the sentence is a statement again.
    ['At risk of falls but presents with chest pain.', [['Chest pain', 'present', 'sure']]],
    [
      'Stroke in 2019. Chest pain for two hours.',
      [
        ['Stroke, type not stated', 'present', 'sure'],
        ['Chest pain', 'present', 'sure'],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test.each([
    ['I ordered an echocardiogram to evaluate his murmur.', [['echocardiogram', 'pending']]],
    ['We discussed the role of an EGD.', [['gastroscopy', 'pending']]],
    ['Colonoscopy 2021: polyp removed.', [['colonoscopy', 'present']]],
  ])('%s', (text, expected) => {
    expect(studies(text)).toEqual(expected);
  });
});

describe('pictures', () => {
  const shown = (text: string) =>
    read(text)
      .filter(({ type }) => type === 'image')
      .map((one) => [one.name, one.status, 'value' in one ? one.value : undefined]);

  test.each([
    ['X-ray of the chest demonstrates fluid in the lungs.', [['chest X-ray', 'present', 'fluid in the lungs']]],
    ['膝X光：無骨折', [['X-ray', 'present', '無骨折']]],
    ['CXR: nil.', [['chest X-ray', 'absent', undefined]]],
    ['MRI of the left shoulder ordered.', [['magnetic resonance imaging', 'pending', undefined]]],
  ])('%s', (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  test('a CT that somebody ordered and somebody looked at was done', () => {
    expect(shown('CT of the abdomen ordered by his GP is reviewed and demonstrates a stone.')[0]?.[1]).toBe('present');
  });
});

test('a medicine nobody knows stays in the list, also behind an "and"; a pandemic is no illness', () => {
  const names = read('MEDICATIONS\n\nShe is taking amlodipine, metformin, and Brandoxil.\n').map(({ name }) => name);
  expect(names).toContain('Brandoxil');
  expect(problems('He began pottery during the COVID-19 pandemic.')).toEqual([]);
});
