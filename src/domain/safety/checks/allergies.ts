import { type Alert, lowered } from '../alert.ts';
import type { Allergy, Medicine, SafetyCase } from '../case.ts';
import type { Safety } from '../compile.ts';
import type { AllergyRow, Tier } from '../tables.ts';
import type { Unit } from '../units.ts';

type Match = {
  readonly tier: Tier | 'none';
  readonly id: string;
  readonly why: string;
  readonly do: string;
  readonly source: string;
  readonly subject: string;
  readonly isSpecial?: boolean;
  readonly row?: AllergyRow;
};

/** Drugs given to somebody allergic to them, to their class, or to something that cross-reacts. */
export function checkAllergies(safety: Safety, { medicines, allergies }: SafetyCase): Alert[] {
  const given = medicines.filter((medicine) => medicine.stopped === undefined);
  return allergies
    .filter((allergy) => !allergy.denied && allergy.product !== undefined)
    .flatMap((allergy) =>
      given.map((medicine) => alertFor(safety, allergy, medicine)).filter((alert) => alert !== undefined),
    );
}

function alertFor(safety: Safety, allergy: Allergy, medicine: Medicine): Alert | undefined {
  const match = matchOf(safety, allergy, medicine);
  if (match === undefined || match.tier === 'none') return undefined;
  // A row for exactly this reaction has weighed it already.
  const tier = allergy.intolerance && !match.isSpecial ? lowered(match.tier) : match.tier;
  if (tier === undefined) return undefined;
  const recorded = allergy.recordedClass === undefined ? substanceOf(allergy) : `${substanceOf(allergy)} (class)`;
  const elsewhere =
    allergy.document !== undefined && medicine.document !== undefined && allergy.document !== medicine.document;
  return {
    tier,
    kind: elsewhere ? 'contradiction' : 'allergy',
    subjects: [...new Set([match.subject, substanceOf(allergy)])],
    why: `allergic to ${recorded}${reactionOf(allergy)}; ${match.subject}: ${match.why}${elsewhere ? '; the allergy stands in one document, the drug in another' : ''}`,
    do: match.do,
    rule: match.id,
    source: match.source,
    version: safety.tables.version,
    ...documentsOf(allergy, medicine),
  };
}

const documentsOf = (allergy: Allergy, medicine: Medicine): Pick<Alert, 'documents'> => {
  const named = [allergy.document, medicine.document].filter((each) => each !== undefined);
  return named.length === 0 ? {} : { documents: [...new Set(named)].toSorted() };
};

const substanceOf = (allergy: Allergy): string => {
  const widest = allergy.product?.units.map(({ cause }) => cause.name)[0];
  return widest ?? allergy.product?.ingredients.join(' and ') ?? allergy.written;
};

const reactionOf = (allergy: Allergy): string =>
  allergy.intolerance
    ? ' (recorded as a side effect)'
    : allergy.reaction === undefined
      ? ' (reaction not recorded)'
      : '';

/** A row for what happened counts before the plain ones; then the same ingredient; then the rows for all; then the recorded class. */
function matchOf(safety: Safety, allergy: Allergy, medicine: Medicine): Match | undefined {
  const matches: { row: AllergyRow; subject: string }[] = [];
  for (const { unit } of allergy.product?.units ?? [])
    for (const row of safety.allergies.to.get(unit.id) ?? [])
      for (const other of medicine.product.units)
        if (safety.allergies.given.get(row.id)?.has(other.unit.id) && isMeant(row, allergy))
          matches.push({ row, subject: other.cause.name });
  const special = gravest(matches.filter(({ row }) => row.when !== undefined));
  if (special !== undefined) return { ...special, isSpecial: special.row?.when !== 'class-recorded' };
  const same = sameIngredient(allergy, medicine);
  if (same !== undefined) return same;
  return gravest(matches) ?? ofRecordedClass(allergy, medicine);
}

const isMeant = (row: AllergyRow, allergy: Allergy): boolean => row.when === undefined || allergy.kinds.has(row.when);

const rank = { stop: 0, caution: 1, note: 2, none: -1 } as const;

function gravest(matches: readonly { row: AllergyRow; subject: string }[]): Match | undefined {
  const [best] = matches.toSorted(
    (one, other) => rank[one.row.level] - rank[other.row.level] || (one.row.id < other.row.id ? -1 : 1),
  );
  if (best === undefined) return undefined;
  const { row, subject } = best;
  return { tier: row.level, id: row.id, why: row.mechanism, do: row.do, source: row.source, subject, row };
}

function sameIngredient(allergy: Allergy, medicine: Medicine): Match | undefined {
  const shared = medicine.product.ingredients.find((each) => allergy.product?.ingredients.includes(each) === true);
  if (shared === undefined) return undefined;
  return {
    tier: 'stop',
    id: 'ALG001',
    why: `holds ${shared}, to which an allergy is recorded`,
    do: 'do not give; ask what happened, choose another drug',
    source: 'recorded allergy',
    subject: causeHolding(medicine, shared),
  };
}

function ofRecordedClass(allergy: Allergy, medicine: Medicine): Match | undefined {
  const { recordedClass } = allergy;
  if (recordedClass === undefined) return undefined;
  const member = medicine.product.units.find(({ unit }) => unit.classes.has(recordedClass));
  if (member === undefined) return undefined;
  return {
    tier: 'stop',
    id: 'ALG002',
    why: 'belongs to the class to which an allergy is recorded',
    do: 'do not give; ask what happened, choose another class',
    source: 'recorded allergy; class membership',
    subject: member.cause.name,
  };
}

const causeHolding = (medicine: Medicine, ingredient: string): string =>
  medicine.product.units.find(({ unit }: { unit: Unit }) => unit.ingredients.includes(ingredient))?.cause.name ??
  ingredient;
