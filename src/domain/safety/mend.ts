import { distance } from 'fastest-levenshtein';
import type { Lexicon, Sense } from '../reading/lexicon.ts';

type Named = Sense & { kind: 'drug' | 'allergen' };

/** What a written name may be taken for. `rivals`: two lie equally near, so neither is taken. */
type Mended = { readonly sense: Named; readonly name: string } | { readonly rivals: readonly string[] } | undefined;

/** All names of drugs and allergens, for mending a slip of the pen. */
export type NameIndex = { readonly mend: (folded: string) => Mended };

/** Where the reader of notes would rather not guess, a list of medicines is better checked under the likely name, if that is said beside it. */
export function nameIndex(lexicon: Lexicon): NameIndex {
  const names = [...lexicon.terms].flatMap(([name, terms]) => {
    const sense = terms.map((term) => term.sense).find(isNamed);
    return sense === undefined || terms.some((term) => term.exact !== undefined) || reach(name) === 0
      ? []
      : [{ name, sense }];
  });
  const known = new Map<string, Mended>();
  return {
    mend: (folded) => {
      if (known.has(folded)) return known.get(folded);
      const mended = nearest(lexicon, names, folded);
      // Bounded, so that a long run over many strange lists does not grow without end.
      if (known.size > 20_000) known.clear();
      known.set(folded, mended);
      return mended;
    },
  };
}

const isNamed = (sense: Sense): sense is Named => sense.kind === 'drug' || sense.kind === 'allergen';
const isHan = /\p{Script=Han}/u;

/** How far a slip may stray, by the length of the name. Names of four letters lie too close together. */
function reach(name: string): number {
  if (isHan.test(name)) return name.length >= 4 ? 1 : 0;
  return name.length >= 13 ? 3 : name.length >= 8 ? 2 : name.length >= 5 ? 1 : 0;
}

function nearest(
  lexicon: Lexicon,
  names: readonly { readonly name: string; readonly sense: Named }[],
  word: string,
): Mended {
  const limit = reach(word);
  if (limit === 0) return undefined;
  const found = new Map<string, { steps: number; sense: Named; name: string }>();
  for (const { name, sense } of names) {
    if (Math.abs(name.length - word.length) > limit + 1) continue;
    const steps = stepsBetween(word, name);
    const key = sense.kind === 'drug' ? sense.ingredients.join('+') : sense.name;
    const before = found.get(key);
    if (before === undefined || steps < before.steps) found.set(key, { steps, sense, name });
  }
  const [best, next] = [...found.values()].sort((one, other) => one.steps - other.steps);
  if (best === undefined || best.steps > limit) return undefined;
  // Many names share an ending; two slips and a strange first letter are more likely another drug.
  if (best.steps > 1 && best.name[0] !== word[0]) return undefined;
  if (next !== undefined && (next.steps === best.steps || isLookAlike(lexicon, best.sense, next, best.steps)))
    return { rivals: [best.sense.name, next.sense.name].sort() };
  return { sense: best.sense, name: best.name };
}

const isLookAlike = (
  lexicon: Lexicon,
  best: Named,
  next: { readonly steps: number; readonly sense: Named },
  steps: number,
): boolean => next.steps < steps + 2 && (lexicon.lookAlikes.get(best.name)?.has(next.sense.name) ?? false);

/** Two neighbours swapped is one slip of the pen. */
function stepsBetween(word: string, name: string): number {
  const steps = distance(word, name);
  if (steps !== 2 || word.length !== name.length) return steps;
  const at = [...word].findIndex((letter, index) => letter !== name[index]);
  const swapped = word[at] === name[at + 1] && word[at + 1] === name[at] && word.slice(at + 2) === name.slice(at + 2);
  return swapped ? 1 : 2;
}
