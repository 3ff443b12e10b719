import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCharacter } from '#src/domain/identity/hkid.ts';
import { fold, foldWord, unfold } from '#src/domain/reading/folding.ts';
import { notes } from './notes.ts';
import { read, words } from './reader.ts';

const astral = ['𡃁', '𠝹', '𥄫', '👩‍⚕️', '㎎', 'ﬁ', '①'];
const scrap = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(...astral, ' ', '\n', '\r\n', '，', '。', '（', '）', '１２', 'Ａ', '?', '  '),
  fc.constantFrom(
    'warfarin 3mg od',
    'allergic to penicillin',
    '盤尼西林過敏',
    'A123456(3)',
    'CHAN Siu Ming',
    'BP 150/90',
    'trop 54',
    'no ',
    'FH:',
    '藥物：',
    'DOB 1/4/1967',
    'Refer to ',
    '轉介',
    'x 5/7',
    '每日兩次',
  ),
);
const messy = fc.array(scrap, { maxLength: 14 }).map((parts) => parts.join(''));

test('whatever is typed, every finding and every unread line shows its literal words', () => {
  fc.assert(
    fc.property(messy, (text) => {
      const { findings, ask, unread } = read(text);
      for (const { source } of findings) expect(source.text).not.toBe('');
      for (const source of [
        ...findings.map((each) => each.source),
        ...Object.values(ask).map((each) => each.source),
        ...unread,
      ]) {
        expect(text.slice(...(source.span ?? [0, 0]))).toBe(source.text);
      }
    }),
    { numRuns: 300 },
  );
});

test('reading never throws, not even on half a character', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.array(fc.nat({ max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
      ),
      (text) => {
        expect(read(text).patients).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 300 },
  );
});

test('folding knows the way back, also beside characters outside the basic plane', () => {
  fc.assert(
    fc.property(messy, messy, (left, right) => {
      const text = `${left}|華法林 Warfarin|${right}`;
      const folded = fold(text);
      expect(folded.starts).toHaveLength(folded.text.length);
      expect(folded.ends).toHaveLength(folded.text.length);
      const needle = foldWord('華法林 Warfarin');
      const at = folded.text.indexOf(`|${needle}|`) + 1;
      expect(text.slice(...unfold(folded, at, at + needle.length))).toBe('華法林 Warfarin');
    }),
  );
});

test('Traditional and Simplified fold to the same', () => {
  expect(foldWord('對藥物過敏 臺灣 裏面 衞生')).toBe(foldWord('对药物过敏 台湾 里面 卫生'));
});

const sentences = [
  'Allergic to penicillin (rash).',
  'On warfarin 3mg daily.',
  'Denies aspirin allergy.',
  'Takes metformin 500mg bd.',
  '對海鮮過敏。',
  '現服華法林每日3毫克。',
  'BP 150/90 HR 98.',
  'No chest pain.',
  'Stopped atenolol.',
  'CHAN Siu Ming A123456(3).',
];

test('the order of the sentences changes neither allergies nor drugs', () => {
  const facts = (text: string) => new Set(words(text).filter((line) => /allergy:|drug:/u.test(line)));
  const whole = facts(sentences.join(' '));
  expect(whole.size).toBe(6);
  fc.assert(
    fc.property(fc.shuffledSubarray(sentences, { minLength: sentences.length }), (shuffled) => {
      expect(facts(shuffled.join(' '))).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test('an HKID with a wrong digit is never shown as right', () => {
  const hkid = fc.tuple(
    fc.constantFrom('A', 'K', 'Z', 'AB', 'WX'),
    fc.integer({ min: 0, max: 999_999 }),
    fc.constantFrom(...'0123456789A'),
  );
  fc.assert(
    fc.property(hkid, ([letters, number, check]) => {
      const digits = String(number).padStart(6, '0');
      const right = checkCharacter(letters, digits) === check;
      const found = read(`HKID ${letters}${digits}(${check}) chest pain`).findings.find(
        (each) => each.type === 'identity' && each.name === 'hkid',
      );
      expect(found).toMatchObject({ valid: right });
      if (!right) expect(found?.confidence).toBeLessThan(0.8);
    }),
  );
});

test('no known drug of a note is lost, whatever stands around it', () => {
  const drugs = ['warfarin', 'aspirin', 'metformin', '華法林', '二甲雙胍', 'Augmentin'];
  fc.assert(
    fc.property(fc.constantFrom(...drugs), messy, messy, (drug, left, right) => {
      const text = `${left}\n${drug} 5mg od\n${right}`;
      const from = left.length + 1;
      const covers = read(text).findings.some(
        ({ type, source }) =>
          (type === 'medication' || type === 'allergy') &&
          (source.span?.[0] ?? 0) < from + drug.length &&
          (source.span?.[1] ?? 0) > from,
      );
      const isOfFamily = /FH:|家族/u.test(left);
      expect(covers || isOfFamily).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('an empty text says nothing', () => {
  expect(read('')).toEqual({ ask: {}, findings: [], patients: 0, unread: [] });
});

test('a line that nothing was taken from is shown as unread', () => {
  expect(read('BP 150/90\nThe cat sat on the mat\nHR 98').unread.map(({ text }) => text)).toEqual([
    'The cat sat on the mat',
  ]);
});

test('a long note is read in the blink of an eye’s order of work, without a hang on hostile repetition', () => {
  for (const piece of [
    'no '.repeat(3000),
    'a'.repeat(20_000),
    '1 '.repeat(8000),
    '('.repeat(8000),
    'warfarin '.repeat(1500),
    '無'.repeat(5000),
    'no chest pain, '.repeat(800),
  ]) {
    expect(read(piece)).toBeDefined();
  }
});

test('the notes hold at least sixty different situations', () => {
  expect(new Set(notes.map((each) => each.note)).size).toBeGreaterThanOrEqual(60);
});

const samples = join(import.meta.dirname, '../../../../shared/samples/notes');

test('notes written by others are read without a guess about who is allergic to what', () => {
  if (!existsSync(samples)) {
    process.stdout.write('No sample notes beside this repository: skipped the reading of notes by others.\n');
    return;
  }
  for (const file of readdirSync(samples)) {
    const text = readFileSync(join(samples, file), 'utf8');
    const { findings } = read(text);
    expect(findings.filter((each) => each.type === 'problem' && each.status === 'present').length).toBeGreaterThan(0);
    // Seasonal allergies are all that these notes know of; they are a problem, no substance.
    expect(
      findings.filter((each) => each.type === 'allergy' && each.status === 'present' && each.confidence >= 0.8),
    ).toEqual([]);
    for (const { source } of findings) expect(text.slice(...(source.span ?? [0, 0]))).toBe(source.text);
  }
});
