import type { SafetyCase } from './case.ts';
import type { Safety } from './compile.ts';

/** What would have to be known for checks that could not be made. Missing is said, never taken for normal. */
export function missingFor(safety: Safety, facts: SafetyCase): string[] {
  const taken = facts.medicines.filter((each) => each.stopped === undefined);
  const namesWith = (rows: ReadonlyMap<number, readonly unknown[]>): string[] =>
    [
      ...new Set(
        taken
          .filter((each) => !each.topical)
          .flatMap(({ product }) =>
            product.units.filter(({ unit }) => rows.has(unit.id)).map(({ cause }) => cause.name),
          ),
      ),
    ].toSorted();
  const say = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${what}: ${names.join(', ')} could not be checked for it`];
  const grave = new Map(
    [...safety.pregnancy].filter(([, rows]) => rows.some((row) => row.severity === 'contraindicated')),
  );
  const young = new Map([...safety.ages].filter(([, rows]) => rows.some((row) => row.severity === 'contraindicated')));
  return [
    ...(facts.allergyStatement === 'unknown'
      ? ['allergies unknown: nothing is recorded, not even that there are none']
      : []),
    ...(facts.egfr === undefined ? say('renal function unknown', namesWith(safety.renal)) : []),
    ...(facts.age === undefined ? say('age unknown', namesWith(young)) : []),
    ...(facts.pregnant === undefined && mayBePregnant(facts) ? say('pregnancy unknown', namesWith(grave)) : []),
    ...markersMissing(safety, facts),
  ];
}

const mayBePregnant = ({ sex, age }: SafetyCase): boolean =>
  sex === 'female' && (age === undefined || (age >= 12 && age <= 55));

function markersMissing(safety: Safety, { medicines, markers }: SafetyCase): string[] {
  const known = new Set(markers.map((each) => each.marker));
  const missing = new Set<string>();
  for (const medicine of medicines.filter((each) => each.stopped === undefined && !each.topical))
    for (const { unit, cause } of medicine.product.units)
      for (const row of safety.genes.get(unit.id) ?? [])
        if (row.ask && !known.has(row.marker))
          missing.add(`${row.marker} unknown: test before ${cause.name} is started`);
  return [...missing].toSorted();
}
