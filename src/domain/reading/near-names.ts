import { distance } from 'fastest-levenshtein';
import type { Lexicon } from './lexicon.ts';

type Named = Lexicon['spellings'][number]['sense'];

/** How far a slip of the pen may stray, by the length of the word. Short names lie too close together to be guessed. */
const reach = (word: string): number => (word.length >= 9 ? 2 : word.length >= 6 ? 1 : 0);

/**
 * The one name a misspelt word can only mean, or nothing. Refuses when another name is within reach too,
 * and when a known look-alike of the answer is anywhere in the neighbourhood.
 */
export function nearestName<Kind extends Named['kind']>(
  lexicon: Lexicon,
  word: string,
  kinds: readonly Kind[],
): (Named & { kind: Kind }) | undefined {
  const limit = reach(word);
  if (limit === 0) return undefined;
  const nearest = new Map<string, { steps: number; sense: Named }>();
  for (const { word: known, sense } of lexicon.spellings) {
    if (Math.abs(known.length - word.length) > limit + 3) continue;
    const steps = known[0] === word[0] ? stepsBetween(word, known) : distance(word, known) + 1;
    const before = nearest.get(sense.name);
    if (before === undefined || steps < before.steps) nearest.set(sense.name, { steps, sense });
  }
  const [best, next] = [...nearest.values()].sort((one, other) => one.steps - other.steps);
  if (best === undefined || best.steps > limit || !isOf(best.sense, kinds)) return undefined;
  if (next !== undefined && next.steps <= limit && !sameSubstance(best.sense, next.sense)) return undefined;
  const partners = lexicon.lookAlikes.get(best.sense.name) ?? new Set<string>();
  const tooClose = [...nearest.values()].some(
    ({ steps, sense }) => partners.has(sense.name) && steps <= best.steps + 3,
  );
  return tooClose ? undefined : best.sense;
}

const isOf = <Kind extends Named['kind']>(sense: Named, kinds: readonly Kind[]): sense is Named & { kind: Kind } =>
  kinds.some((kind) => kind === sense.kind);

/** Two neighbours swapped is one slip of the pen. */
function stepsBetween(word: string, known: string): number {
  const steps = distance(word, known);
  return steps === 2 && word.length === known.length && isSwap(word, known) ? 1 : steps;
}

function isSwap(word: string, known: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== known[index]);
  return word[at] === known[at + 1] && word[at + 1] === known[at] && word.slice(at + 2) === known.slice(at + 2);
}

/** A combination of the same drug is no rival of it. */
const sameSubstance = (one: Named, other: Named): boolean =>
  one.ingredients.length > 0 &&
  one.ingredients.length === other.ingredients.length &&
  one.ingredients.every((each) => other.ingredients.includes(each));
