import { describe, expect, test } from 'vitest';
import { parseBirthDate } from '#src/domain/identity/birth-date.ts';
import { initialsOf } from '#src/domain/identity/initials.ts';
import { parsePhone } from '#src/domain/identity/phone.ts';

const now = new Date('2026-11-23T00:00:00Z');

describe('initials stand for a name where others may look on', () => {
  test.each([
    ['CHAN Siu Ming', 'C.S.M.'],
    ['CHAN, Siu Ming', 'C.S.M.'],
    ['Mr Chan', 'C.'],
    ['Chan Siu-ming Peter', 'C.S.P.'],
    ['陳小明', '陳〇〇'],
    ['歐陽小明', '歐陽〇〇'],
    ['𡃁仔', '𡃁〇'],
    ['', ''],
  ])('%s is shown as %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('dates of birth', () => {
  test.each([
    ['1967-04-01', '1967-04-01', 'day'],
    ['01-04-1967', '1967-04-01', 'day'],
    ['1/4/1967', '1967-04-01', 'day'],
    ['1967年4月1日', '1967-04-01', 'day'],
    ['1 April 1967', '1967-04-01', 'day'],
    ['Apr 1, 1967', '1967-04-01', 'day'],
    ['April 1967', '1967-04', 'month'],
    ['1967年4月', '1967-04', 'month'],
    ['04/1967', '1967-04', 'month'],
    ['1967', '1967', 'year'],
    ['29/2/1968', '1968-02-29', 'day'],
  ])('%s is %s, precise to the %s', (written, iso, precision) => {
    expect(parseBirthDate(written, now)).toMatchObject({ iso, precision });
  });

  test('a day and month that could be exchanged are marked', () => {
    expect(parseBirthDate('1/4/1967', now)?.ambiguous).toBe(true);
    expect(parseBirthDate('13/4/1967', now)?.ambiguous).toBe(false);
    expect(parseBirthDate('4/4/1967', now)?.ambiguous).toBe(false);
  });

  test.each(['31/13/1967', '31/4/1967', '29/2/1967', '32/1/1980', '24/11/2026', '1/1/1850', 'yesterday', ''])(
    '%s is no date of birth',
    (written) => {
      expect(parseBirthDate(written, now)).toBeUndefined();
    },
  );

  test('a child born today in Hong Kong has a birthday, though London is a day behind', () => {
    expect(parseBirthDate('24/11/2026', new Date('2026-11-23T17:00:00Z'))?.iso).toBe('2026-11-24');
  });
});

describe('telephone numbers', () => {
  test.each([
    ['91234567', '+85291234567'],
    ['9123 4567', '+85291234567'],
    ['+852 2345 6789', '+85223456789'],
    ['852-6123-4567', '+85261234567'],
    ['+86 138 1234 5678', '+8613812345678'],
    ['+853 6612 3456', '+85366123456'],
  ])('%s is kept as %s', (written, e164) => {
    expect(parsePhone(written)).toBe(e164);
  });

  test.each(['12345678', '9123456', '999', '138 1234 5678', ''])('%s is no number we can call', (written) => {
    expect(parsePhone(written)).toBeUndefined();
  });
});
