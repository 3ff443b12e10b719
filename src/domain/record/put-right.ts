import type { Finding } from './finding.ts';
import { flagByRange } from './flag-by-range.ts';

/** What a person says instead of what was read. What is left out stays as it was read. */
export type PutRight = {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly unit?: string | undefined;
  readonly dose?: string | undefined;
};

/**
 * A read fact as a person who looked at its source puts it right: sure from now on, its place in the source unchanged. Another name takes the code of the
 * misread one away, another value its mark; the mark is judged again by the range the report prints. A part that the fact does not have is not added.
 */
export function putRight(finding: Finding, { name, value, unit, dose }: PutRight): Finding {
  const named = name === undefined || name === finding.name ? finding : withoutCode(finding, name);
  const sure = { ...named, confidence: 1 };
  switch (sure.type) {
    case 'medication':
      return dose === undefined ? sure : { ...sure, dose };
    case 'result':
    case 'vital': {
      const { flag: _old, ...unmarked } = sure;
      const isOther = (value ?? sure.value) !== sure.value || (unit ?? sure.unit) !== sure.unit;
      if (!isOther) return sure;
      return flagByRange({
        ...unmarked,
        ...(value === undefined ? {} : { value }),
        ...(unit === undefined ? {} : { unit }),
      });
    }
    default:
      return sure;
  }
}

function withoutCode(finding: Finding, name: string): Finding {
  if (finding.type === 'identity') return finding;
  const { code: _code, ...plain } = finding;
  if (plain.type !== 'medication' && plain.type !== 'allergy') return { ...plain, name };
  const { ingredients: _ingredients, ...bare } = plain;
  return { ...bare, name };
}
