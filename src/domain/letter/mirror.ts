import { type LetterSide, textsOf } from './side.ts';

export type Difference = { readonly part: number; readonly what: 'parts' | 'numbers' | 'units' | 'medicines' };

/** Finds the ingredients that a text names, in any language. */
export type MedicinesIn = (text: string) => readonly string[];

/** Figures as they stand: `3`, `7.35`, `120/80`, `2026-11-23`, `1,200`. Full-width figures count as what they are. */
const figures = /\d+(?:[.,:/-]\d+)*/gu;
const unit =
  /(?<![\p{Script=Latin}])(?:mmol|µmol|umol|nmol|pmol|mol|mg|mcg|µg|ug|ng|pg|g|kg|mL|ml|dL|L|U|IU|units?|mEq|mmHg|kPa|bpm|%|°C|cm|mm|fL|min|h|hr|hours?|days?|weeks?|months?|puffs?|tabs?|caps?)(?![\p{Script=Latin}])/gu;

/**
 * Do both languages say the same? Part by part, each number, each unit and each medicine of the one must be found in the other, as often.
 * Gives where they differ; nothing may leave the house when there is anything.
 */
export function differences(one: LetterSide, other: LetterSide, medicinesIn: MedicinesIn): readonly Difference[] {
  const [left, right] = [sectionsOf(one), sectionsOf(other)];
  if (left.length !== right.length || one.parts.some(({ kind }, at) => kind !== other.parts[at]?.kind))
    return [{ part: -1, what: 'parts' }];
  return left.flatMap((texts, part) => {
    const mirrored = right[part] ?? [];
    const found: Difference[] = [];
    if (!same(all(texts, numbersIn), all(mirrored, numbersIn))) found.push({ part, what: 'numbers' });
    if (!same(all(texts, unitsIn), all(mirrored, unitsIn))) found.push({ part, what: 'units' });
    if (!same([...new Set(all(texts, medicinesIn))], [...new Set(all(mirrored, medicinesIn))]))
      found.push({ part, what: 'medicines' });
    return found;
  });
}

const sectionsOf = ({
  head,
  urgency,
  patient,
  parts,
  signature,
  reader,
}: LetterSide): readonly (readonly string[])[] => [
  [...head.map(({ value }) => value), urgency],
  [patient.name, ...patient.facts.map(({ value }) => value)],
  ...parts.map(textsOf),
  [...signature.lines.map(({ value }) => value), signature.verify],
  [reader],
];

const all = (texts: readonly string[], find: (text: string) => readonly string[]): string[] =>
  texts.flatMap((text) => [...find(text)]);
const numbersIn = (text: string): readonly string[] => text.normalize('NFKC').match(figures) ?? [];
const unitsIn = (text: string): readonly string[] => text.normalize('NFKC').match(unit) ?? [];
const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.toSorted().join('\n') === other.toSorted().join('\n');
