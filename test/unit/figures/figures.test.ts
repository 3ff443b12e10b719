import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Cell, cellOf, shareOf, spanOf, sumOf } from '#src/domain/figures/cell.ts';
import type { Course } from '#src/domain/figures/course.ts';
import { figuresOf } from '#src/domain/figures/figures.ts';
import { type HotlineId, id } from '#src/domain/ids.ts';
import type { State } from '#src/domain/referral/referral.ts';
import { later, noon } from '#test/builders/a-referral.ts';

const line = id<HotlineId>('tm-cardio');
const states: readonly State[] = ['draft', 'sent', 'opened', 'accepted', 'declined', 'closed'];
const count = fc.integer({ min: 0, max: 400 });
const aCourse = (more: Partial<Course> = {}): Course => ({
  hotline: line,
  state: 'sent',
  begunAt: noon,
  missed: false,
  escalations: 0,
  ...more,
});
const now = later(60);
const figures = (courses: readonly Course[]) => {
  const [one] = figuresOf(courses, [], { now, days: 30 });
  if (!one) throw new Error('no hotline');
  return one;
};

test('one to four are never said, alone or as what is left of a sum', () => {
  fc.assert(
    fc.property(fc.array(count, { minLength: 1, maxLength: 12 }), (parts) => {
      const shown = parts.map(cellOf);
      for (const [index, cell] of shown.entries())
        expect(cell).toEqual(parts[index] && parts[index] < 5 ? { is: 'few' } : { is: 'exact', n: parts[index] });
      const whole = sumOf(parts);
      const hidden = shown.filter(({ is }) => is === 'few').length;
      if (hidden > 0) expect(whole.is).not.toBe('exact');
      if (hidden === 0) expect(whole).toEqual({ is: 'exact', n: parts.reduce((sum, one) => sum + one, 0) });
    }),
  );
});

test('a sum with a hidden part says the same whatever the part is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 5, max: 60 }), { minLength: 1, maxLength: 6 }),
      (hidden, said) => {
        const whole = sumOf([hidden, ...said]);
        const fits = [1, 2, 3, 4].filter((one) => same(sumOf([one, ...said]), whole));
        expect(fits).toEqual([1, 2, 3, 4]);
      },
    ),
  );
});

test('a share is said only where none of its three counts is few', () => {
  expect([shareOf(0, 3), shareOf(3, 20), shareOf(18, 20), shareOf(1, 0)]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect([shareOf(5, 20), shareOf(0, 20), shareOf(20, 20)]).toEqual([25, 0, 100]);
});

test('middle and ninetieth lie among what was measured, in order, and five are needed', () => {
  fc.assert(
    fc.property(fc.array(count, { minLength: 5, maxLength: 60 }), (seconds) => {
      const span = spanOf(seconds);
      expect(seconds).toContain(span?.median);
      expect(seconds).toContain(span?.p90);
      expect(span?.median ?? 1).toBeLessThanOrEqual(span?.p90 ?? 0);
    }),
  );
  expect(spanOf([1, 2, 3, 4])).toBeUndefined();
});

test('the thirty-second gauge, the lateness and the reasons of one hotline', () => {
  const sent = Array.from({ length: 10 }, (_none, index) =>
    aCourse({ sentAt: new Date(noon.getTime() + (20 + index) * 1000), escalations: index < 5 ? 2 : 0 }),
  );
  const declined = Array.from({ length: 6 }, () => aCourse({ state: 'declined', declined: 'criteria-not-met' }));
  const found = figures([...sent, ...declined]);
  expect(found.spans.sent).toEqual({ median: 24, p90: 28 });
  expect([found.late, found.latePercent, found.escalations]).toEqual([
    { is: 'exact', n: 5 },
    31,
    { is: 'exact', n: 10 },
  ]);
  expect(found.declined).toEqual([{ reason: 'criteria-not-met', count: { is: 'exact', n: 6 } }]);
  expect(found.trend).toHaveLength(6);
  expect(found.trend.at(-1)?.sent).toEqual({ is: 'exact', n: 10 });
});

test('every state has its place, and the order of the courses tells nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...states), { minLength: 1, maxLength: 60 }), (all) => {
      const courses = all.map((state) => aCourse({ state }));
      const [there, back] = [figures(courses), figures(courses.toReversed())];
      expect(there.begun).toEqual(back.begun);
      expect(new Set(there.states.map(({ state }) => state))).toEqual(new Set(all));
    }),
  );
});

const same = (one: Cell, other: Cell): boolean => JSON.stringify(one) === JSON.stringify(other);
