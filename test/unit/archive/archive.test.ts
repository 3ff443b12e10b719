import { expect, test } from 'vitest';
import { lineOf, linesOf } from '#src/domain/archive/line.ts';
import { marked, matchLines } from '#src/domain/archive/match.ts';
import { soughtIn } from '#src/domain/archive/query.ts';
import { stem } from '#src/domain/archive/stem.ts';
import { termsIn } from '#src/domain/archive/terms.ts';
import { categories } from '#src/domain/consent/category.ts';
import { fold } from '#src/domain/reading/folding.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const { lexicon } = theNaming;
const termsOf = (text: string) => termsIn(fold(text).text).map(({ term }) => term);

test.each([
  ['gastroscopies', 'gastroscopy'],
  ['ulcers', 'ulcer'],
  ['bleeding', 'bleed'],
  ['stenting', 'stent'],
  ['biopsies', 'biopsy'],
  ['diagnosis', 'diagnosis'],
  ['mucous', 'mucous'],
  ['hba1c', 'hba1c'],
  ['aspirin', 'aspirin'],
  ['red', 'red'],
])('%s is looked for as %s', (word, expected) => {
  expect(stem(word)).toBe(expected);
});

test('words stand alone, Chinese goes in pairs, and a date is found by its year', () => {
  expect(termsOf('Chest pains ×2, 胃鏡報告 3/11/2023')).toEqual([
    'chest',
    'pain',
    'x2',
    '胃镜',
    '镜报',
    '报告',
    '3/11/2023',
    '3',
    '11',
    '2023',
  ]);
});

test('what is typed is looked for by what it means and as it stands', () => {
  expect(soughtIn(lexicon, 'OGD in 2023')).toEqual([
    { literal: 'ogd', alternatives: [['study:gastroscopy'], ['ogd']] },
    { literal: '2023', alternatives: [['2023']] },
  ]);
  expect(soughtIn(lexicon, 'Augmentin')[0]?.alternatives[0]).toEqual(['drug:amoxicillin', 'drug:clavulanic acid']);
  expect(soughtIn(lexicon, '必理痛')[0]?.alternatives[0]).toEqual(['drug:paracetamol']);
  expect(soughtIn(lexicon, ' the of ')).toEqual([]);
});

test('a line needs leave for every part of the record it names something of', () => {
  expect(lineOf(lexicon, 'Takes warfarin for atrial fibrillation', ['documents']).needs).toEqual([
    'documents',
    'medicines',
    'problems',
  ]);
  expect(lineOf(lexicon, 'Known HIV', ['documents']).needs).toContain('sensitive');
});

test('a document is found only by lines its reader may see', () => {
  const lines = ['Takes warfarin daily', 'Slept well'].map((text) => lineOf(lexicon, text, ['documents']));
  const both = soughtIn(lexicon, 'warfarin slept');
  expect(matchLines(lines, categories, both)?.best?.text).toBe('Takes warfarin daily');
  expect(matchLines(lines, ['documents'], both)).toBeUndefined();
  expect(matchLines(lines, ['documents'], soughtIn(lexicon, 'slept'))?.best?.text).toBe('Slept well');
});

test('the marks stand where the words do, also where the writing differs', () => {
  const text = 'Last OGD: 十二指腸潰瘍, bleeding ulcers';
  const { marks } = marked(lexicon, text, soughtIn(lexicon, '胃镜 潰瘍 bleed'));
  expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['OGD', '潰瘍', 'bleeding']);
});

test('long lines are cut at a blank and nothing is lost', () => {
  const text = Array.from({ length: 200 }, (_, number) => `word${number}`).join(' ');
  const lines = linesOf(`${text}\r\n\r\nend`);
  expect(lines.every(({ length }) => length <= 300)).toBe(true);
  expect(lines.join(' ')).toBe(`${text} end`);
});
