import { compileLexicon } from '../reading/compile-lexicon.ts';
import type { Knowledge, LabTest, Lexicon } from '../reading/lexicon.ts';
import { tierOf } from './alert.ts';
import { type NameIndex, nameIndex } from './mend.ts';
import type { PairRow, SafetyTables, Side, TailRow, Tier } from './tables.ts';
import { type Unit, type Units, unitsOf } from './units.ts';

/** A rule about two drugs, ready to be looked up. */
export type PairRule = {
  readonly kind: 'interaction' | 'duplicate';
  readonly id: string;
  readonly tier: Tier;
  readonly why: string;
  readonly do: string;
  readonly source: string;
  readonly version: string;
  readonly group?: string | undefined;
  readonly topical?: 'yes' | 'note' | undefined;
  readonly when?: PairRow['when'];
};

/** A long tail; `on` are the units it still acts on, undefined: on all. */
export type Tail = TailRow & { readonly on: ReadonlySet<number> | undefined };

/** Rules about one drug, by the ids of their units. */
type DrugRules<Row> = ReadonlyMap<number, readonly Row[]>;

/** The whole safety net, indexed. Made once at start; never changes afterwards. */
export type Safety = {
  readonly tables: SafetyTables;
  readonly lexicon: Lexicon;
  readonly units: Units;
  readonly names: NameIndex;
  readonly tests: ReadonlyMap<string, LabTest>;
  /** Rules by the two ids of their units, smaller first. */
  readonly pairs: ReadonlyMap<number, readonly PairRule[]>;
  readonly width: number;
  readonly allergies: {
    readonly rows: readonly SafetyTables['allergies'][number][];
    readonly to: DrugRules<SafetyTables['allergies'][number]>;
    readonly given: ReadonlyMap<string, ReadonlySet<number>>;
  };
  readonly conditions: DrugRules<SafetyTables['conditions'][number]>;
  readonly genes: DrugRules<SafetyTables['genes'][number]>;
  readonly renal: DrugRules<SafetyTables['renal'][number]>;
  readonly pregnancy: DrugRules<SafetyTables['pregnancy'][number]>;
  readonly ages: DrugRules<SafetyTables['ages'][number]>;
  readonly tails: DrugRules<Tail>;
};

/** Makes the tables ready for looking up. The loader has checked that every name in them is known. */
export function compileSafety(knowledge: Knowledge, tables: SafetyTables, lexicon = compileLexicon(knowledge)): Safety {
  const units = unitsOf(knowledge, tables.classes);
  return {
    tables,
    lexicon,
    units,
    names: nameIndex(lexicon),
    tests: new Map(knowledge.tests.map((test) => [test.name, test])),
    ...pairIndex(units, tables),
    allergies: {
      rows: tables.allergies,
      to: byUnit(tables.allergies, (row) => expand(units, row.allergic_to)),
      given: new Map(
        tables.allergies.map((row) => {
          const except = new Set(expand(units, row.except).map((unit) => unit.id));
          return [row.id, new Set(expand(units, row.given).flatMap((unit) => (except.has(unit.id) ? [] : [unit.id])))];
        }),
      ),
    },
    conditions: byUnit(tables.conditions, (row) => without(units, row.drug, row.except)),
    genes: byUnit(tables.genes, (row) => expand(units, row.drug)),
    renal: byUnit(tables.renal, (row) => expand(units, row.drug)),
    pregnancy: byUnit(tables.pregnancy, (row) => without(units, row.drug, row.except)),
    ages: byUnit(tables.ages, (row) => without(units, row.drug, row.except)),
    tails: byUnit(
      tables.tails.map((row): Tail => ({ ...row, on: row.given.length === 0 ? undefined : idsOf(units, row.given) })),
      (row) => expand(units, row.drug),
    ),
  };
}

/** All units a side of a rule speaks of. */
function expand(units: Units, side: Side): Unit[] {
  const found = new Set<Unit>();
  for (const each of side) {
    if (each.startsWith('class:')) for (const unit of units.ofClass.get(each.slice(6)) ?? []) found.add(unit);
    else {
      const unit = units.byName.get(each);
      if (unit !== undefined) found.add(unit);
    }
  }
  return [...found];
}

const idsOf = (units: Units, side: Side): ReadonlySet<number> => new Set(expand(units, side).map((unit) => unit.id));

const without = (units: Units, side: Side, except: Side): Unit[] => {
  const left = new Set(expand(units, except));
  return expand(units, side).filter((unit) => !left.has(unit));
};

function byUnit<Row>(rows: readonly Row[], of: (row: Row) => readonly Unit[]): DrugRules<Row> {
  const found = new Map<number, Row[]>();
  for (const row of rows)
    for (const unit of of(row)) {
      const there = found.get(unit.id);
      if (there === undefined) found.set(unit.id, [row]);
      else there.push(row);
    }
  return found;
}

function pairIndex(units: Units, tables: SafetyTables): Pick<Safety, 'pairs' | 'width'> {
  const width = units.all.length;
  const pairs = new Map<number, PairRule[]>();
  const put = (rule: PairRule, row: { left: Side; right: Side; except: Side }) => {
    const except = new Set(expand(units, row.except));
    for (const one of expand(units, row.left))
      for (const other of expand(units, row.right)) {
        if (except.has(one) || except.has(other) || sharesIngredient(one, other)) continue;
        const key = pairKey(width, one.id, other.id);
        const there = pairs.get(key);
        if (there === undefined) pairs.set(key, [rule]);
        else if (!there.includes(rule)) there.push(rule);
      }
  };
  for (const row of tables.interactions) put(pairRule('interaction', row), row);
  for (const row of tables.duplicates) put(pairRule('duplicate', { ...row, red: false }), row);
  return { pairs, width };
}

export const pairKey = (width: number, one: number, other: number): number =>
  one < other ? one * width + other : other * width + one;

const sharesIngredient = (one: Unit, other: Unit): boolean =>
  one.ingredients.some((each) => other.ingredients.includes(each));

type PairLike = Omit<PairRow, 'group' | 'topical' | 'when'> & Partial<Pick<PairRow, 'group' | 'topical' | 'when'>>;

const pairRule = (kind: PairRule['kind'], row: PairLike): PairRule => ({
  kind,
  id: row.id,
  tier: row.red ? 'stop' : tierOf(row.severity),
  why: row.mechanism,
  do: row.do,
  source: row.source,
  version: row.version,
  group: row.group,
  topical: row.topical,
  when: row.when,
});
