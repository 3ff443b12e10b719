import { distance } from 'fastest-levenshtein';
import type { Lexicon, Sense } from './lexicon.ts';

type DrugSense = Sense & { kind: 'drug' };

/** How far a slip of the pen may stray, by the length of the word. Short names lie too close together to be guessed. */
const reach = (word: string): number => (word.length >= 9 ? 2 : word.length >= 6 ? 1 : 0);

/**
 * The one drug a misspelt word can only mean, or nothing. Refuses when another drug is almost as near,
 * and when a known look-alike of the best answer is anywhere in the neighbourhood.
 */
export function nearestDrug(lexicon: Lexicon, word: string): DrugSense | undefined {
  const limit = reach(word);
  if (limit === 0) return undefined;
  const nearest = new Map<string, { steps: number; sense: DrugSense }>();
  for (const { word: known, sense } of lexicon.spellings) {
    if (Math.abs(known.length - word.length) > limit + 3) continue;
    const steps = known[0] === word[0] ? stepsBetween(word, known) : distance(word, known) + 1;
    const before = nearest.get(sense.name);
    if (before === undefined || steps < before.steps) nearest.set(sense.name, { steps, sense });
  }
  const [best, next] = [...nearest.values()].sort((one, other) => one.steps - other.steps);
  if (best === undefined || best.steps > limit) return undefined;
  if (next !== undefined && next.steps <= best.steps + 1 && !sameSubstance(best.sense, next.sense)) return undefined;
  const partners = lexicon.lookAlikes.get(best.sense.name) ?? new Set<string>();
  const tooClose = [...nearest.values()].some(
    ({ steps, sense }) => partners.has(sense.name) && steps <= best.steps + 3,
  );
  return tooClose ? undefined : best.sense;
}

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
const sameSubstance = (one: DrugSense, other: DrugSense): boolean =>
  one.ingredients.length === other.ingredients.length &&
  one.ingredients.every((each) => other.ingredients.includes(each));
