import { fold } from '../reading/folding.ts';
import type { Lexicon } from '../reading/lexicon.ts';
import { stem } from './stem.ts';
import { codeTerm, looksLikeCode, meaningsIn, termsIn } from './terms.ts';

/** One thing that is looked for; it is there when all terms of any alternative are. `literal` is the folded writing. */
export type Sought = { readonly literal: string; readonly alternatives: readonly (readonly string[])[] };

const most = 8;
const isHan = /\p{Script=Han}/u;

/** Words too common to look for; a search for nothing else would find everything. */
const empty = new Set(['a', 'an', 'and', 'at', 'by', 'for', 'from', 'in', 'is', 'of', 'on', 'or', 'the', 'to', 'with']);

/** What somebody typed, as what is looked for: names of things by their meaning and as written, codes, and the other words as they stand. All must be there. */
export function soughtIn(lexicon: Lexicon, words: string): readonly Sought[] {
  const typed = words.trim().slice(0, 200);
  const { text: folded } = fold(typed);
  const meant = meaningsIn(lexicon, typed).filter(({ alternatives }) => alternatives.length > 0);
  const sought = meant.map(({ from, to, alternatives }) => {
    const literal = folded.slice(from, to);
    return { literal, alternatives: [...alternatives, termsIn(literal).map(({ term }) => term)] };
  });
  let rest = '';
  let at = 0;
  for (const { from, to } of meant) {
    rest += `${folded.slice(at, from)} `;
    at = to;
  }
  rest += folded.slice(at);
  const others = rest
    .split(/[\s,;，；。、]+/u)
    .filter((word) => word !== '' && !empty.has(word))
    .map((word) => soughtWord(lexicon, word))
    .filter(({ alternatives }) => alternatives.some((one) => one.length > 0));
  return [...sought, ...others].slice(0, most);
}

/** `gastroscopies` is not in the tables and `gastroscopy` is. */
function soughtWord(lexicon: Lexicon, word: string): Sought {
  const written = termsIn(word).map(({ term }) => term);
  const single = stem(word);
  const meant = single === word ? [] : meaningsIn(lexicon, single).flatMap((one) => one.alternatives);
  const alternatives = [...(looksLikeCode(word) ? [[codeTerm(word)]] : []), ...meant, written];
  return { literal: word, alternatives: alternatives.filter((one) => one.length > 0) };
}

/** Two characters side by side can agree by chance with a longer Chinese word: what was opened decides. */
export const mustStandAsWritten = ({ literal }: Sought): boolean => isHan.test(literal) && [...literal].length > 2;
