import { compileLexicon } from '../reading/compile-lexicon.ts';
import { foldWord } from '../reading/folding.ts';
import type { Knowledge, Lexicon, Sense } from '../reading/lexicon.ts';
import { nearestName } from '../reading/near-names.ts';
import { layOpen, senseOf } from '../reading/page.ts';

type Substance = { readonly ingredients: readonly string[]; readonly classes: readonly string[] };

/** What names mean, looked up once for each way of writing. */
export type Naming = {
  readonly lexicon: Lexicon;
  /** The ingredients of a drug or an allergen as written in any language, brand or slip of the pen; nothing when it is not known. */
  readonly substance: (written: string) => Substance | undefined;
  /** Two ways of writing one problem have one key. */
  readonly problem: (written: string) => string;
};

export const makeNaming = (knowledge: Knowledge): Naming => {
  const lexicon = compileLexicon(knowledge);
  const classesOf = new Map(knowledge.drugs.map((drug) => [drug.name, drug.classes]));
  return {
    lexicon,
    substance: remembered((written) => substanceOf(lexicon, classesOf, written)),
    problem: remembered((written) => problemKey(lexicon, written)),
  };
};

function remembered<T>(find: (written: string) => T): (written: string) => T {
  const known = new Map<string, T>();
  return (written) => {
    const before = known.get(written);
    if (before !== undefined || known.has(written)) return before as T;
    const found = find(written);
    if (known.size < 20_000) known.set(written, found);
    return found;
  };
}

type Named = Sense & { kind: 'drug' | 'allergen' };

function substanceOf(
  lexicon: Lexicon,
  classesOf: ReadonlyMap<string, readonly string[]>,
  written: string,
): Substance | undefined {
  const page = layOpen(lexicon, written.slice(0, 200));
  const found = page.hits.flatMap((hit): Named[] => {
    const sense = senseOf(hit, 'drug') ?? senseOf(hit, 'allergen');
    return sense ? [sense] : [];
  });
  const senses = found.length > 0 ? found : near(lexicon, page.text);
  if (senses.length === 0) return undefined;
  const ingredients = [...new Set(senses.flatMap((sense) => sense.ingredients))];
  const classes = senses.flatMap((sense) =>
    sense.kind === 'drug' ? sense.classes : [sense.code?.startsWith('class:') ? sense.code.slice(6) : sense.name],
  );
  return {
    ingredients,
    classes: [...new Set([...classes, ...ingredients.flatMap((each) => classesOf.get(each) ?? [])])],
  };
}

function near(lexicon: Lexicon, text: string): readonly Named[] {
  for (const word of text.match(/[a-z][a-z-]{5,}/gu) ?? []) {
    const sense = nearestName(lexicon, word, ['drug']);
    if (sense) return [sense];
  }
  return [];
}

/** `Essential hypertension (disorder)` and 高血壓 are one problem; what the tables do not know is itself. */
function problemKey(lexicon: Lexicon, written: string): string {
  const page = layOpen(lexicon, written.slice(0, 200));
  const hit = page.hits.find((each) => senseOf(each, 'problem') !== undefined);
  const sense = hit && senseOf(hit, 'problem');
  const bare = plainName(foldWord(written));
  // Only where the known name is all there is: "suspected stroke of the left hand side" is not "stroke".
  return hit && sense && hit.to - hit.from >= bare.length - 2 ? sense.problem.icd10 : bare;
}

/** Without the semantic tag that SNOMED CT appends. */
export const plainName = (name: string): string =>
  name
    .replace(
      /\s*\((?:disorder|finding|situation|procedure|morphologic abnormality|substance|product|medicinal product|regime\/therapy|event|person)\)\s*$/iu,
      '',
    )
    .trim();
