import { foldWord } from '../reading/folding.ts';
import type { LabTest } from '../reading/lexicon.ts';
import { layOpenLine, senseOf } from '../reading/page.ts';
import { readResults } from '../reading/read-results.ts';
import type { KnownResult } from './case.ts';
import { type Entry, textIn } from './case-keys.ts';
import type { Safety } from './compile.ts';

export type ReadResultList = { readonly results: readonly KnownResult[]; readonly unknown: readonly string[] };

/** Results as texts ("K 6.8 mmol/L 2026-11-20") or objects ({test, value, unit, at}). */
export function readResultList(safety: Safety, entries: readonly Entry[], now: Date): ReadResultList {
  const results: KnownResult[] = [];
  const unknown: string[] = [];
  for (const entry of entries) {
    if (typeof entry !== 'string' && isOddDate(entry))
      unknown.push(`date of result not understood, taken as undated: ${shown(entry)}`);
    const found = typeof entry === 'string' ? fromText(safety, entry) : fromObject(safety, entry);
    if (found.length === 0) unknown.push(`result not recognised, not judged: ${shown(entry)}`);
    for (const { test, ...each } of found) {
      const result = converted(test, each);
      if (result.at !== undefined && result.at.getTime() > now.getTime() + 86_400_000)
        unknown.push(`result of ${test.name} is dated in the future: not used`);
      else if (each.value !== undefined && result.value === undefined && each.words === undefined)
        unknown.push(`unit of ${test.name} ${each.unit === undefined ? 'not given' : 'not known'}: not judged`);
      else results.push(result);
    }
  }
  return { results, unknown };
}

type Raw = Omit<KnownResult, 'test'> & { readonly test: LabTest };

const shown = (entry: Entry): string =>
  (typeof entry === 'string' ? entry : (textIn(entry, 'test', 'name', 'code') ?? 'no name')).slice(0, 60);

function fromText(safety: Safety, text: string): Raw[] {
  return text
    .split(/[;；\n]+/u)
    .filter((each) => each.trim() !== '')
    .flatMap((part) => {
      const at = /(?:19|20)\d{2}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?/u.exec(part)?.[0];
      return readResults(layOpenLine(safety.lexicon, at === undefined ? part : part.replace(at, ' '))).flatMap(
        (finding) => {
          if (finding.type !== 'result') return [];
          const test = safety.tests.get(finding.name);
          return test === undefined || finding.value === undefined
            ? []
            : [
                {
                  test,
                  ...valueOf(finding.value),
                  ...(finding.unit === undefined ? {} : { unit: finding.unit }),
                  ...dated(at),
                },
              ];
        },
      );
    });
}

const isOddDate = (entry: Readonly<Record<string, unknown>>): boolean => {
  const said = textIn(entry, 'at', 'date', 'time', 'effective');
  return said !== undefined && dated(said).at === undefined;
};

const dated = (at: string | undefined): { at?: Date } => {
  const date = at === undefined || !/^\d{4}-\d{2}/u.test(at) ? undefined : new Date(at);
  return date === undefined || Number.isNaN(date.getTime()) ? {} : { at: date };
};

function fromObject(safety: Safety, entry: Readonly<Record<string, unknown>>): Raw[] {
  const name = textIn(entry, 'test', 'name', 'code', 'display', 'text', 'loinc');
  const value = textIn(entry, 'value', 'result');
  if (name === undefined || value === undefined) return [];
  const test = testNamed(safety, name);
  if (test === undefined) return [];
  const unit = textIn(entry, 'unit', 'units');
  const said = textIn(entry, 'at', 'date', 'time', 'effective');
  const document = textIn(entry, 'document', 'source');
  return [
    {
      test,
      ...valueOf(value),
      ...(unit === undefined ? {} : { unit }),
      ...dated(said),
      ...(document === undefined ? {} : { document }),
    },
  ];
}

/** A test by its name, an abbreviation or its LOINC code. */
export function testNamed(safety: Safety, written: string): LabTest | undefined {
  const folded = foldWord(written);
  for (const term of safety.lexicon.terms.get(folded) ?? []) if (term.sense.kind === 'test') return term.sense.test;
  for (const test of safety.tests.values()) if (test.loinc === written.trim()) return test;
  const hit = layOpenLine(safety.lexicon, written).hits.find((each) => senseOf(each, 'test') !== undefined);
  return hit === undefined ? undefined : senseOf(hit, 'test')?.test;
}

const valueOf = (written: string): { value?: number; words?: string } => {
  const number = /^\s*[<>≤≥]?=?\s*(-?\d+(?:\.\d+)?)\s*$/u.exec(written)?.[1];
  return number === undefined ? { words: written.trim() } : { value: Number(number) };
};

const units = new Map<string, string>();

/** `10*9/L`, `x10^9/l`, `µmol/L`: one spelling each. Few units are in use, so they are remembered. */
function plainUnit(unit: string): string {
  const before = units.get(unit);
  if (before !== undefined) return before;
  const plain = foldWord(unit)
    .replace(/\s|²|\^2/gu, '')
    .replace(/^x?10(?:\^|\*|e)?9/u, '10^9')
    .replace(/1\.73m2?$/u, '1.73m2')
    .replace(/^iu\//u, 'u/');
  if (units.size < 1_000) units.set(unit, plain);
  return plain;
}

/** The value in the unit of the table; without a unit, or in a strange one, there is no value. */
function converted(test: LabTest, { value, unit, ...rest }: Omit<Raw, 'test'>): KnownResult {
  const bare = { test: test.name, ...rest };
  if (value === undefined) return bare;
  if (test.unit === undefined) return { ...bare, value };
  if (unit === undefined) return bare;
  if (plainUnit(unit) === plainUnit(test.unit) || (test.name === 'eGFR' && plainUnit(unit).startsWith('ml/min')))
    return { ...bare, value, unit: test.unit };
  if (test.other !== undefined && plainUnit(unit) === plainUnit(test.other.unit))
    return { ...bare, value: value * test.other.factor, unit: test.unit };
  return bare;
}
