import { expect, test } from 'vitest';
import type { Finding } from '#src/domain/record/finding.ts';
import { flagByRange } from '#src/domain/record/flag-by-range.ts';

const flagOf = (value: string, range: string) => {
  const finding: Finding = { type: 'result', name: 'x', value, range, status: 'present', confidence: 1, source: {} };
  const flagged = flagByRange(finding);
  return flagged.type === 'result' ? flagged.flag : undefined;
};

test.each([
  ['110', '62-106', 'high'],
  ['5.6', '3.5 - 5.1', 'high'],
  ['3.4', '3.5 - 5.1', 'low'],
  ['13.2', '13.0-17.0', undefined],
  ['54', '<14', 'high'],
  ['14', '<14', 'high'],
  ['14', '≤14', undefined],
  ['13', '< 14', undefined],
  ['60', '>60', 'low'],
  ['60', '>= 60', undefined],
  ['59', '≥60', 'low'],
  ['negative', 'negative', undefined],
  ['110', 'see note', undefined],
])('%s in %s is marked %s', (value, range, flag) => {
  expect(flagOf(value, range)).toBe(flag);
});

test('a mark of the report itself stays', () => {
  const marked: Finding = {
    type: 'result',
    name: 'x',
    value: '9',
    range: '1-2',
    flag: 'normal',
    status: 'present',
    confidence: 1,
    source: {},
  };
  expect(flagByRange(marked)).toBe(marked);
});
