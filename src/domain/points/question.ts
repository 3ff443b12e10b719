import { foldWord } from '../reading/folding.ts';
import { layOpen, senseOf } from '../reading/page.ts';
import type { Naming } from '../record/naming.ts';
import { behind, type TopicId, topics } from './topics.ts';

/** A question understood: which topics it touches and how much (0..1), and the things it names. */
export type Asked = {
  readonly topics: ReadonlyMap<TopicId, number>;
  readonly ingredients: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly words: readonly string[];
  readonly isOpen: boolean;
};

const fillers = new Set(
  'what which when where does have with from this that there should could would please about patient patients history known past current recent relevant need needs want wants since before after they them their been being into over under safe give given take taking start starting refer referral assess assessment opinion advice advise review management manage next step latest last result results test tests check risk years year old male female woman female lady gentleman suspected possible query rule'.split(
    ' ',
  ),
);

/** Reads the question of a referral, in English or Chinese. No question is an open one: everything weighs what it weighs. */
export function understand(question: string | undefined, naming: Naming): Asked {
  const folded = foldWord(question ?? '');
  const found = new Map<TopicId, number>();
  const note = (id: TopicId, weight: number) => found.set(id, Math.max(found.get(id) ?? 0, weight));
  for (const [words, near] of behind)
    if (words.test(folded)) for (const [id, weight] of Object.entries(near)) note(id as TopicId, weight);
  for (const topic of topics) if (folded !== '' && topic.asks.test(folded)) note(topic.id, 1);
  const substance = folded === '' ? undefined : substancesIn(question ?? '', naming);
  for (const topic of topics) {
    if (topic.classes.some((tag) => substance?.classes.has(tag))) note(topic.id, 0.6);
  }
  // Who asks about a drug has to know of allergies, kidneys and what else is taken.
  if (substance && substance.ingredients.size > 0)
    for (const [id, weight] of [
      ['allergies', 0.8],
      ['renal', 0.45],
      ['medicines', 0.6],
    ] as const)
      note(id, weight);
  return {
    topics: found,
    ingredients: substance?.ingredients ?? new Set(),
    classes: substance?.classes ?? new Set(),
    words: (folded.match(/[a-z][a-z0-9-]{3,}/gu) ?? []).filter((word) => !fillers.has(word)),
    isOpen: found.size === 0,
  };
}

function substancesIn(question: string, naming: Naming) {
  const senses = layOpen(naming.lexicon, question).hits.flatMap(
    (hit) => senseOf(hit, 'drug') ?? senseOf(hit, 'allergen') ?? [],
  );
  return {
    ingredients: new Set(senses.flatMap((sense) => sense.ingredients)),
    classes: new Set(
      senses.flatMap((sense) =>
        sense.kind === 'drug' ? sense.classes : sense.code?.startsWith('class:') ? [sense.code.slice(6)] : [],
      ),
    ),
  };
}

/** How much something bears on the question, 0..1.4: named outright, of a topic that is asked about, or neither. */
export function relevance(
  asked: Asked,
  about: { readonly topics: ReadonlySet<TopicId>; readonly folded: string; readonly ingredients?: readonly string[] },
): number {
  if (about.ingredients?.some((each) => asked.ingredients.has(each))) return 1.4;
  const named = asked.words.some(
    (word) => word.length >= 5 && about.folded.includes(word.replace(/(?:ies|es|s|al|ic)$/u, '')),
  );
  let best = named ? 1.25 : 0;
  for (const topic of about.topics) best = Math.max(best, asked.topics.get(topic) ?? 0);
  return best;
}
