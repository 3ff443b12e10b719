import type { Lexicon, Sense } from '../reading/lexicon.ts';
import { layOpenLine } from '../reading/page.ts';
import { stem } from './stem.ts';

/** A searchable piece of a folded text and where it stands there. */
export type Term = { readonly term: string; readonly from: number; readonly to: number };

const piece = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+(?:[./-]\p{N}+)*/gu;
const isHan = /^\p{Script=Han}/u;

/** Words without their endings; of Chinese every two neighbouring characters, because nothing divides its words. The text is folded (see reading/folding.ts). */
export function termsIn(folded: string): readonly Term[] {
  const found: Term[] = [];
  for (const match of folded.matchAll(piece)) {
    const [text] = match;
    const from = match.index;
    if (isHan.test(text)) found.push(...pairsIn(text, from));
    else found.push({ term: stem(text), from, to: from + text.length }, ...partsOf(text, from));
  }
  return found;
}

/** A date is found by its year as well, a range by its ends. */
function partsOf(text: string, start: number): readonly Term[] {
  if (!/[/-]/u.test(text)) return [];
  return [...text.matchAll(/[^/-]+/gu)].map((match) => {
    const from = start + match.index;
    return { term: stem(match[0]), from, to: from + match[0].length };
  });
}

function pairsIn(run: string, start: number): readonly Term[] {
  const characters = [...run];
  if (characters.length === 1) return [{ term: run, from: start, to: start + run.length }];
  let at = start;
  return characters.slice(0, -1).map((one, index) => {
    const pair = `${one}${characters[index + 1] ?? ''}`;
    const from = at;
    at += one.length;
    return { term: pair, from, to: from + pair.length };
  });
}

/** What is meant, however it is written: `ogd`, `gastroscopy` and 胃鏡 are one, a brand is its ingredients, and a code stands for its name. */
export type Meaning = Term & { readonly alternatives: readonly (readonly string[])[] };

export function meaningsIn(lexicon: Lexicon, original: string): readonly Meaning[] {
  return layOpenLine(lexicon, original).hits.map(({ from, to, senses }) => {
    const alternatives = senses.map(meant).filter((one) => one.length > 0);
    return { term: alternatives[0]?.[0] ?? '', from, to, alternatives };
  });
}

/** The keys of one sense; all of them belong to it. No word of a text looks like them: they hold a colon. */
function meant(sense: Sense): readonly string[] {
  switch (sense.kind) {
    case 'drug':
    case 'allergen':
      return sense.ingredients.length > 0
        ? sense.ingredients.map((ingredient) => `drug:${ingredient.toLowerCase()}`)
        : [`substance:${sense.name.toLowerCase()}`];
    case 'problem':
      return [`code:${sense.problem.icd10.toLowerCase()}`];
    case 'test':
      return [sense.test.loinc ? `code:${sense.test.loinc}` : `test:${sense.test.name.toLowerCase()}`];
    case 'vital':
      return [`code:${sense.vital.loinc}`];
    case 'study':
      return [`study:${sense.study.name.toLowerCase()}`];
  }
}

/** ATC, ICD-10, LOINC: what a finding carries, and what somebody may type. */
export const codeTerm = (code: string): string => `code:${code.trim().toLowerCase()}`;
export const looksLikeCode = (word: string): boolean =>
  /^(?:[a-z]\d{2}(?:\.\d{1,2})?|[a-z]\d{2}[a-z]{2}\d{2}|\d{1,7}-\d)$/iu.test(word);
