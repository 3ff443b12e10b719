import type { Alert } from '../alert.ts';
import { tierOf } from '../alert.ts';
import type { Medicine, SafetyCase } from '../case.ts';
import type { Safety } from '../compile.ts';

/** One ingredient in two medicines, and too much of one in a day. */
export const checkTwice = (safety: Safety, facts: SafetyCase): Alert[] => {
  const taken = facts.medicines.filter((each) => each.stopped === undefined);
  return [...sameIngredient(safety, taken), ...tooMuch(safety, taken, facts.age)];
};

function sameIngredient(safety: Safety, taken: readonly Medicine[]): Alert[] {
  const holders = new Map<string, Medicine[]>();
  for (const medicine of taken)
    for (const ingredient of medicine.product.ingredients) {
      if (medicine.product.units.some(({ unit }) => unit.isClass)) continue;
      const there = holders.get(ingredient);
      if (there === undefined) holders.set(ingredient, [medicine]);
      else there.push(medicine);
    }
  return [...holders]
    .filter(([, medicines]) => medicines.length > 1)
    .map(([ingredient, medicines]) => {
      // Two strengths of one drug, or a tablet and a cream, are often meant; two products that share an ingredient seldom are.
      const isMeant =
        new Set(medicines.map((each) => each.product.key)).size === 1 || medicines.some((each) => each.topical);
      return {
        tier: isMeant ? 'note' : 'caution',
        kind: 'duplicate',
        subjects: [ingredient],
        why: `${ingredient} stands in ${medicines.length} medicines of the list`,
        do: 'stop one, or write that both are meant (titration, regular and when needed)',
        rule: 'DUP000',
        source: 'same ingredient',
        version: safety.tables.version,
      } as const;
    });
}

function tooMuch(safety: Safety, taken: readonly Medicine[], age: number | undefined): Alert[] {
  if (age !== undefined && age < 16) return [];
  return safety.tables.doses.flatMap((row) => {
    const name = row.drug[0] ?? '';
    const own = taken.filter(({ product }) => product.key === name);
    const often = own.some(
      (each) => row.times !== undefined && each.timesADay !== undefined && each.timesADay > row.times,
    );
    const day = own.reduce((sum, each) => sum + (each.dose ?? 0) * (each.timesADay ?? 0), 0);
    if (!often && !(row.mg !== undefined && day > row.mg)) return [];
    return [
      {
        tier: tierOf(row.severity),
        kind: 'dose',
        subjects: [name],
        why: often
          ? `${name}: ${row.mechanism}`
          : `${name} ${Math.round(day * 100) / 100} mg a day, more than ${row.mg}: ${row.mechanism}`,
        do: row.do,
        rule: row.id,
        source: row.source,
        version: row.version,
      } as const,
    ];
  });
}
