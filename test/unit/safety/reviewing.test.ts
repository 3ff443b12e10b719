import { expect, test } from 'vitest';
import { forReview, per100 } from '#src/domain/safety/reviewing.ts';

const limits = { overriddenAbovePercent: 60, afterStops: 20 };

test('a rule that is overridden too often is reviewed, the worst first; one that spoke rarely or is heeded is not', () => {
  const counts = [
    { rule: 'often-overridden', raised: 30, overridden: 25 },
    { rule: 'always-overridden', raised: 20, overridden: 20 },
    { rule: 'heeded', raised: 100, overridden: 60 },
    { rule: 'rare', raised: 3, overridden: 3 },
  ];
  expect(forReview(counts, limits).map(({ rule, overriddenPercent }) => [rule, overriddenPercent])).toEqual([
    ['always-overridden', 100],
    ['often-overridden', 83],
  ]);
});

test('the institutions count together', () => {
  const counts = [
    { rule: 'one', raised: 10, overridden: 10 },
    { rule: 'one', raised: 10, overridden: 5 },
  ];
  expect(forReview(counts, limits)).toEqual([{ rule: 'one', raised: 20, overridden: 15, overriddenPercent: 75 }]);
});

test('alerts per hundred referrals', () => {
  expect([per100(0, 0), per100(3, 40), per100(1, 3)]).toEqual([0, 7.5, 33.3]);
});
