import AhoCorasick from 'modern-ahocorasick';
import { foldWord } from './folding.ts';
import type { Knowledge, Lexicon, Sense, Term } from './lexicon.ts';

type DrugSense = Sense & { kind: 'drug' };
type Word = { readonly written: string; readonly sense: Sense; readonly exactly?: boolean };

/** Makes a knowledge ready for looking up. Done once; a lexicon never changes afterwards. */
export function compileLexicon(knowledge: Knowledge): Lexicon {
  const terms = new Map<string, Term[]>();
  for (const word of wordsOf(knowledge)) {
    const folded = foldWord(word.written);
    if (folded === '') continue;
    const term: Term = { folded, sense: word.sense, ...(word.exactly === true ? { exact: word.written } : {}) };
    const there = terms.get(folded);
    if (there === undefined) terms.set(folded, [term]);
    else if (!there.some((other) => sameSense(other.sense, term.sense))) there.push(term);
  }
  return {
    terms,
    finder: new AhoCorasick([...terms.keys()]),
    spellings: spellingsOf(knowledge),
    lookAlikes: pairsOf(knowledge.lookAlikes),
  };
}

const sameSense = (one: Sense, other: Sense): boolean => one.kind === other.kind && nameOf(one) === nameOf(other);

export function nameOf(sense: Sense): string {
  switch (sense.kind) {
    case 'drug':
    case 'allergen':
      return sense.name;
    case 'test':
      return sense.test.name;
    case 'vital':
      return sense.vital.name;
    case 'problem':
      return sense.problem.name;
    case 'study':
      return sense.study.name;
  }
}

function* wordsOf(knowledge: Knowledge): Generator<Word> {
  for (const { sense, names } of drugSenses(knowledge)) for (const written of names) yield { written, sense };
  for (const { sense, names } of allergenSenses(knowledge)) for (const written of names) yield { written, sense };
  for (const test of knowledge.tests) yield* spelled(test, { kind: 'test', test });
  for (const vital of knowledge.vitals) yield* spelled({ ...vital, capitals: [] }, { kind: 'vital', vital });
  for (const problem of knowledge.problems) yield* spelled(problem, { kind: 'problem', problem });
  for (const study of knowledge.studies) yield* spelled(study, { kind: 'study', study });
}

type Spelled = { name: string; aliases: readonly string[]; capitals: readonly string[]; zh: readonly string[] };

function* spelled(each: Spelled, sense: Sense): Generator<Word> {
  for (const written of [each.name, ...each.aliases, ...each.zh]) yield { written, sense };
  for (const written of each.capitals) yield { written, sense, exactly: true };
}

function allergenSenses({
  allergens,
  drugs,
}: Knowledge): { sense: Sense & { kind: 'allergen' }; names: readonly string[] }[] {
  return allergens.map((each) => {
    const members = drugs.filter((drug) => each.class !== undefined && drug.classes.includes(each.class));
    return {
      sense: {
        kind: 'allergen',
        name: each.name,
        ...(each.class === undefined ? {} : { code: `class:${each.class}` }),
        // Of a combination only the first ingredient is of the class: clavulanic acid is no penicillin.
        ingredients: [...new Set(members.flatMap((drug) => drug.ingredients.slice(0, 1)))],
      },
      names: [each.name, ...each.aliases, ...each.zh],
    };
  });
}

function drugSenses({ drugs, combinations }: Knowledge): { sense: DrugSense; names: readonly string[] }[] {
  const single = drugs.map((drug) => ({
    sense: {
      kind: 'drug' as const,
      name: drug.name,
      ...(drug.atc[0] === undefined ? {} : { code: drug.atc[0] }),
      ingredients: drug.ingredients,
      classes: drug.classes,
    },
    names: [drug.name, ...drug.synonyms, ...drug.brands, ...drug.zh],
  }));
  const classesOf = new Map(drugs.map((drug) => [drug.name, drug.classes]));
  const mixed = combinations.map((product) => ({
    sense: {
      kind: 'drug' as const,
      name: product.brands[0] ?? product.ingredients.join(' and '),
      ingredients: product.ingredients,
      classes: [...new Set(product.ingredients.flatMap((each) => classesOf.get(each) ?? []))],
    },
    names: [...product.brands, ...product.zh],
  }));
  return [...single, ...mixed];
}

const plainWord = /^[a-z][a-z-]{4,}$/u;

const spellingsOf = (knowledge: Knowledge): Lexicon['spellings'] =>
  [...drugSenses(knowledge), ...allergenSenses(knowledge)].flatMap(({ sense, names }) =>
    names
      .map(foldWord)
      .filter((word) => plainWord.test(word))
      .map((word) => ({ word, sense })),
  );

function pairsOf(pairs: Knowledge['lookAlikes']): ReadonlyMap<string, ReadonlySet<string>> {
  const partners = new Map<string, Set<string>>();
  const note = (one: string, other: string) => partners.set(one, (partners.get(one) ?? new Set()).add(other));
  for (const [one, other] of pairs) {
    note(one, other);
    note(other, one);
  }
  return partners;
}
