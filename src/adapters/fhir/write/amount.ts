import type { Quantity, Range } from 'fhir/r4.d.ts';
import { ucumOf } from './ucum.ts';

const plain = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/u;
const compared = /^(<=|>=|≤|≥|<|>)\s*(\S+)$/u;
const signs: Readonly<Record<string, '<' | '<=' | '>' | '>='>> = {
  '<': '<',
  '<=': '<=',
  '≤': '<=',
  '>': '>',
  '>=': '>=',
  '≥': '>=',
};

/** JSON with the digits as written: 4.0 stays 4.0 (FHIR R4, decimal: "the precision of the decimal value has significance"). */
type Exactly = { readonly rawJSON: (digits: string) => unknown };

/** A number that is written with the digits of its source. It is only for writing: nothing can be reckoned with it. */
export function decimal(written: string): number | undefined {
  const digits = written.trim().replace(/^\+/u, '');
  if (!plain.test(digits)) return undefined;
  const tidy = digits.replace(/^(-?)0+(?=\d)/u, '$1');
  // Node 21 and later have it; the types of the language do not yet. What comes back stands for a number when it is written.
  return (JSON as unknown as Exactly).rawJSON(tidy) as number;
}

/** `7.1`, `<5`, `≥60` with its unit. Nothing where it is no plain number: then it is words. */
export function quantity(written: string, unit?: string): Quantity | undefined {
  const [, sign, rest] = compared.exec(written.trim()) ?? [];
  const value = decimal(rest ?? written);
  if (value === undefined) return undefined;
  const comparator = sign === undefined ? undefined : signs[sign];
  return { value, ...(comparator === undefined ? {} : { comparator }), ...inUnit(unit) };
}

/** `3.5-5.0`: from, to. A minus before the first number is one; between two numbers it is the word "to". */
export function range(written: string, unit?: string): Range | undefined {
  const [, from, to] = /^(-?\d[\d.]*)\s*(?:-|–|to|至)\s*(\d[\d.]*)$/iu.exec(written.trim()) ?? [];
  const [low, high] = [from, to].map((one) => (one === undefined ? undefined : decimal(one)));
  if (low === undefined || high === undefined || Number(from) > Number(to)) return undefined;
  return { low: { value: low, ...inUnit(unit) }, high: { value: high, ...inUnit(unit) } };
}

function inUnit(unit: string | undefined): Quantity {
  if (unit === undefined) return {};
  const code = ucumOf(unit);
  return { unit, ...(code === undefined ? {} : { system: 'http://unitsofmeasure.org', code }) };
}
