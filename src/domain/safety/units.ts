import { foldWord } from '../reading/folding.ts';
import type { Knowledge, Sense } from '../reading/lexicon.ts';
import type { ClassRow } from './tables.ts';

/** What rules speak of: a drug of the table, alone or as a fixed combination; or a class that was written instead of a drug. */
export type Unit = {
  readonly id: number;
  readonly name: string;
  readonly ingredients: readonly string[];
  readonly classes: ReadonlySet<string>;
  /** "NSAID" or "penicillin" written where a drug should stand. */
  readonly isClass: boolean;
};

/** A product as it is swallowed: all units it counts as, each with the widest unit of the same product that holds it. */
export type Product = {
  readonly key: string;
  readonly units: readonly { readonly unit: Unit; readonly cause: Unit }[];
  readonly ingredients: readonly string[];
};

export type Units = {
  readonly all: readonly Unit[];
  readonly byName: ReadonlyMap<string, Unit>;
  readonly ofClass: ReadonlyMap<string, readonly Unit[]>;
  readonly productOf: (sense: Sense & { kind: 'drug' | 'allergen' }) => Product | undefined;
  readonly productNamed: (ingredients: readonly string[]) => Product | undefined;
};

/** Lays out the drugs and classes for the rules, with classes closed upwards. Throws `ClassCycle` when a class lies within itself. */
export function unitsOf(knowledge: Knowledge, classRows: readonly ClassRow[]): Units {
  const upwards = closeUpwards(classRows);
  const canonical = canonicalNames(knowledge);
  const all: Unit[] = [];
  const add = (name: string, ingredients: readonly string[], classes: readonly string[], isClass: boolean) =>
    all.push({
      id: all.length,
      name,
      ingredients: ingredients.map((each) => canonical.get(foldWord(each)) ?? each),
      classes: new Set(classes.flatMap((each) => [each, ...(upwards.get(each) ?? [])])),
      isClass,
    });
  for (const drug of knowledge.drugs) add(drug.name, drug.ingredients, drug.classes, false);
  for (const allergen of knowledge.allergens)
    add(allergen.name, [`class ${allergen.name}`], allergen.class === undefined ? [] : [allergen.class], true);
  const byName = new Map(all.map((unit) => [unit.name, unit]));
  const ofClass = new Map<string, Unit[]>();
  for (const unit of all) for (const name of unit.classes) ofClass.set(name, [...(ofClass.get(name) ?? []), unit]);
  const holding = new Map<string, Unit[]>();
  for (const unit of all) {
    const first = unit.ingredients[0];
    if (first !== undefined && !unit.isClass) holding.set(first, [...(holding.get(first) ?? []), unit]);
  }
  const products = new Map<string, Product | undefined>();
  const productNamed = (written: readonly string[]): Product | undefined => {
    const ingredients = [...new Set(written.map((each) => canonical.get(foldWord(each)) ?? each))].sort();
    const key = ingredients.join('+');
    if (!products.has(key)) products.set(key, productOfIngredients(key, ingredients, holding));
    return products.get(key);
  };
  return {
    all,
    byName,
    ofClass,
    productNamed,
    productOf: (sense) => {
      if (sense.kind === 'drug') return productNamed(sense.ingredients);
      const unit = byName.get(sense.name);
      return unit === undefined
        ? undefined
        : { key: `class ${unit.name}`, units: [{ unit, cause: unit }], ingredients: unit.ingredients };
    },
  };
}

function productOfIngredients(
  key: string,
  ingredients: readonly string[],
  holding: ReadonlyMap<string, readonly Unit[]>,
): Product | undefined {
  const units = ingredients
    .flatMap((each) => holding.get(each) ?? [])
    .filter((unit) => unit.ingredients.every((each) => ingredients.includes(each)));
  const widest = [...units].sort(
    (one, other) => other.ingredients.length - one.ingredients.length || one.id - other.id,
  );
  return {
    key,
    ingredients,
    units: units.map((unit) => ({
      unit,
      cause: widest.find((wider) => unit.ingredients.every((each) => wider.ingredients.includes(each))) ?? unit,
    })),
  };
}

/** `ipratropium` and `ipratropium bromide` are one ingredient. */
function canonicalNames(knowledge: Knowledge): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const drug of knowledge.drugs.filter((each) => each.ingredients.length === 1))
    for (const name of [drug.name, ...drug.synonyms])
      if (!names.has(foldWord(name))) names.set(foldWord(name), drug.ingredients[0] ?? drug.name);
  return names;
}

/** A class that lies, by way of others, within itself. The tables cannot be trusted. */
class ClassCycle extends Error {
  readonly tag: string;

  constructor(tag: string) {
    super(`class ${tag} lies within itself`);
    this.name = 'ClassCycle';
    this.tag = tag;
  }
}

function closeUpwards(rows: readonly ClassRow[]): ReadonlyMap<string, readonly string[]> {
  const within = new Map(rows.map((row) => [row.class, row.within]));
  return new Map(
    rows.map((row) => {
      const above: string[] = [];
      for (let next = row.within; next !== undefined; next = within.get(next)) {
        if (next === row.class || above.includes(next)) throw new ClassCycle(row.class);
        above.push(next);
      }
      return [row.class, above];
    }),
  );
}
