import { expect, test } from 'vitest';
import { ageAt, birthday, minuteOf, yearsLater } from '#src/domain/consent/hong-kong-dates.ts';

test('one year is the same day and minute in Hong Kong, and 29 February has its 28th', () => {
  expect(yearsLater(new Date('2026-11-23T04:05:59Z'), 1)).toEqual(new Date('2027-11-23T04:05:00Z'));
  // 1 March 00:30 in Hong Kong is still 29 February in Greenwich.
  expect(yearsLater(new Date('2028-02-29T16:30:00Z'), 1)).toEqual(new Date('2029-02-28T16:30:00Z'));
  expect(yearsLater(new Date('2028-02-29T04:00:00Z'), 1)).toEqual(new Date('2029-02-28T04:00:00Z'));
});

test('a minute is cut, never rounded up', () => {
  expect(minuteOf(new Date('2026-11-23T04:05:59.999Z'))).toEqual(new Date('2026-11-23T04:05:00Z'));
});

test('a child is 16 on the birthday in Hong Kong, not a day before', () => {
  expect(ageAt('2010-11-24', new Date('2026-11-23T15:59:59Z'))).toBe(15);
  expect(ageAt('2010-11-24', new Date('2026-11-23T16:00:00Z'))).toBe(16);
  expect(birthday('2010-11-24', 16)).toEqual(new Date('2026-11-23T16:00:00Z'));
});

test('of a birth date without day or month the younger age counts', () => {
  expect(ageAt('2010', new Date('2026-12-30T04:00:00Z'))).toBe(15);
  expect(ageAt('2010-11', new Date('2026-11-29T04:00:00Z'))).toBe(15);
});
