import { foldWord } from '#src/domain/reading/folding.ts';
import type { LabTest, Lexicon } from '#src/domain/reading/lexicon.ts';
import type { ScannedWord } from '#src/ports/readers.ts';
import { letters } from './unit-letters.ts';

/**
 * The one test of this unit whose Chinese name holds all the characters that were read, in their order, and at most two more; or differs from what was read in one character. Where
 * two tests of the unit could be meant, neither is.
 */
export function halfRead(lexicon: Lexicon, name: string, unit: string | undefined): LabTest | undefined {
  const read = foldWord(name).replace(/\s/gu, '');
  if (unit === undefined || !/^\p{Script=Han}+$/u.test(read)) return undefined;
  const found = new Set<LabTest>();
  for (const [whole, terms] of lexicon.terms) {
    const isLonger = whole.length > read.length && whole.length <= read.length + 2 && holdsInOrder(whole, read);
    if (!isLonger && !differsInOne(whole, read)) continue;
    for (const { sense } of terms)
      if (sense.kind === 'test' && letters(sense.test.unit ?? '') === letters(unit)) found.add(sense.test);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

function differsInOne(whole: string, read: string): boolean {
  if (whole.length !== read.length || whole.length < 2) return false;
  return [...whole].filter((character, at) => character !== read[at]).length === 1;
}

function holdsInOrder(whole: string, part: string): boolean {
  let at = 0;
  for (const character of whole) if (character === part[at]) at += 1;
  return at === part.length;
}

const asUnsure = 0.6;
const isHan = (text: string): boolean => /^\p{Script=Han}+$/u.test(text);

/**
 * A row that begins with Chinese characters that are no name, and goes on with a figure and a unit: when one test of this unit alone can be meant, its name
 * is put there and stays unsure. Where the headings of a table were not read, only the name tells that the row is a result.
 */
export function withTestNamed(lexicon: Lexicon, words: readonly ScannedWord[]): readonly ScannedWord[] {
  const count = words.findIndex(({ text }) => !isHan(text));
  const [first] = words;
  if (count < 1 || first === undefined || !/^\d+(?:\.\d+)?$/u.test(words[count]?.text ?? '')) return words;
  const read = words
    .slice(0, count)
    .map(({ text }) => text)
    .join('');
  const unit = words[count + 1]?.text;
  if (read.length < 2 || lexicon.terms.has(foldWord(read))) return words;
  const test = halfRead(lexicon, read, unit);
  const name = test?.zh.find((each) => each.length === read.length) ?? test?.zh[0];
  if (name === undefined) return words;
  const confidence = Math.min(asUnsure, ...words.slice(0, count).map((word) => word.confidence));
  return [...spread(name, words.slice(0, count), confidence), ...words.slice(count)];
}

/** The name at the places of the words it stands for. */
const spread = (name: string, words: readonly ScannedWord[], confidence: number): ScannedWord[] =>
  words.map((word, index) => ({
    ...word,
    text: index === words.length - 1 ? name.slice(index) : name.slice(index, index + 1),
    confidence,
    isMended: true,
  }));
