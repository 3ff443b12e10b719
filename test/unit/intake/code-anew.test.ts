import { expect, test } from 'vitest';
import { codeAnew } from '#src/domain/intake/code-anew.ts';
import { makeCoder } from '#src/domain/intake/coder.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const coder = makeCoder(theNaming.lexicon);
const common = { status: 'present', confidence: 1, source: { page: 1 } } as const;
const drug = (name: string): Finding => ({ type: 'medication', name, course: 'current', ...common });
const result = (name: string, unit: string): Finding => ({ type: 'result', name, value: '5.6', unit, ...common });

test('a name that a person wrote has its code and ingredients again: brand, Chinese or plain', () => {
  expect(codeAnew(coder, drug('warfarin'))).toMatchObject({
    name: 'warfarin',
    ingredients: ['warfarin'],
    code: 'B01AA03',
  });
  expect(codeAnew(coder, drug('Augmentin'))).toMatchObject({
    name: 'Augmentin',
    ingredients: expect.arrayContaining(['amoxicillin']),
  });
  expect(codeAnew(coder, drug('華法林'))).toMatchObject({ ingredients: ['warfarin'] });
  expect(codeAnew(coder, { type: 'allergy', name: 'penicillin', ...common })).toHaveProperty('ingredients');
});

test('a name that the tables do not know as written is not guessed at', () => {
  for (const name of ['warfrin', 'the blue one']) expect(codeAnew(coder, drug(name))).toEqual(drug(name));
});

test('a test put right has the name and code of the tables, and its unit the usual spelling', () => {
  expect(codeAnew(coder, result('K', 'MMOL/L'))).toMatchObject({ name: 'potassium', code: '2823-3', unit: 'mmol/L' });
  expect(codeAnew(coder, result('Zonulin', 'furlong'))).toEqual(result('Zonulin', 'furlong'));
});
