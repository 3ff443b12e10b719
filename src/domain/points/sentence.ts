import type { Story } from './choose.ts';
import type { Fact, FactKind } from './fact.ts';
import { begin, type Frames } from './frames.ts';
import type { Clause, Point } from './point.ts';
import { withoutRepeats } from './quote.ts';

/** A sentence is read at a glance: what does not fit is left out, the last first. */
const longest = 330;

/** One plain sentence of a story: facts of a kind together, each group in its frame. Nothing when not a single fact can be quoted. */
export function sentenceOf({ facts }: Story, frames: Frames): Point | undefined {
  const said = facts.flatMap((fact) => {
    const words = fact.say(frames);
    return words === undefined ? [] : [{ fact, words }];
  });
  let kept = said;
  let point = put(kept, frames);
  while (point !== undefined && point.text.length > longest && kept.length > 1) {
    kept = kept.slice(0, -1);
    point = put(kept, frames);
  }
  return point;
}

type Spoken = { readonly fact: Fact; readonly words: Clause };

function put(said: readonly Spoken[], frames: Frames): Point | undefined {
  if (said.length === 0) return undefined;
  const groups: { readonly kind: FactKind; readonly words: Clause[] }[] = [];
  for (const { fact, words } of said) {
    const last = groups.at(-1);
    if (last?.kind === fact.kind) last.words.push(words);
    else groups.push({ kind: fact.kind, words: [words] });
  }
  const text = groups
    .map(({ kind, words }) => frame(kind, words.map((each) => each.text).join(frames.comma), frames))
    .join(frames.next);
  return { text: `${begin(text)}${frames.end}`, sources: withoutRepeats(said.flatMap(({ words }) => words.sources)) };
}

function frame(kind: FactKind, list: string, frames: Frames): string {
  switch (kind) {
    case 'allergy':
      return frames.allergies(list);
    case 'medicine':
      return frames.takes(list);
    case 'stopped':
      return frames.stopped(list);
    case 'family':
      return frames.family(list);
    case 'vaccine':
      return frames.vaccines(list);
    case 'flag':
      return frames.flag(list);
    case 'problem':
    case 'result':
    case 'deed':
    case 'social':
    case 'denied':
      return frames.done(list);
  }
}
