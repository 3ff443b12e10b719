import type { SafetyCase } from '#src/domain/safety/case.ts';
import type { SafetyTables } from '#src/domain/safety/tables.ts';

type Row = SafetyTables['interactions'][number];

/** The same pair rules, looked for one after the other for each pair of medicines: what the index is measured against. Gives the number of rules that spoke. */
export function linearScan(rows: readonly Row[], { medicines }: SafetyCase): number {
  let spoken = 0;
  for (let one = 0; one < medicines.length; one += 1)
    for (let other = one + 1; other < medicines.length; other += 1)
      for (const row of rows) {
        const [left, right] = [medicines[one], medicines[other]];
        if (left === undefined || right === undefined) continue;
        if (
          (speaksOf(row.left, left) && speaksOf(row.right, right)) ||
          (speaksOf(row.left, right) && speaksOf(row.right, left))
        )
          spoken += 1;
      }
  return spoken;
}

const speaksOf = (side: readonly string[], { product }: SafetyCase['medicines'][number]): boolean =>
  side.some((each) =>
    product.units.some(({ unit }) =>
      each.startsWith('class:') ? unit.classes.has(each.slice(6)) : unit.name === each,
    ),
  );
