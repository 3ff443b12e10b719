import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCharacter, checkHkid, formatHkid, isValidHkid, maskHkid, parseHkid } from '#src/domain/identity/hkid.ts';

describe('a Hong Kong identity card number', () => {
  test.each([
    'A123456(3)',
    'AB123456(9)',
    'D288754(2)',
    'C123456(9)',
    'Z683365(A)',
    'K123456(0)',
    'WX123456(9)',
    'P123450(5)',
    'G000001(8)',
    'Y987654(3)',
    'XA123456(8)',
    'U654789(0)',
  ])('%s passes its check', (number) => {
    expect(isValidHkid(number)).toBe(true);
    expect(checkHkid(number)).toEqual({ formatted: number, valid: true });
  });

  test.each([
    ['a123456(3)', 'lower case'],
    ['A1234563', 'no brackets'],
    ['A123456（3）', 'full-width brackets'],
    ['A123456 (3)', 'a blank'],
    ['Ａ１２３４５６（３）', 'full-width digits'],
    ['A123456-3', 'a hyphen'],
  ])('%s is read as A123456(3): %s', (written) => {
    expect(checkHkid(written)).toEqual({ formatted: 'A123456(3)', valid: true });
  });

  test('a wrong check character keeps its form and is not valid', () => {
    expect(checkHkid('A123456(4)')).toEqual({ formatted: 'A123456(4)', valid: false });
  });

  test.each(['A12345(3)', 'ABC123456(1)', '1234567(8)', 'A12345O(3)', 'A123456(3', '', 'A123456(B)'])(
    '"%s" has not the form of an HKID',
    (written) => {
      expect(parseHkid(written)).toBeUndefined();
      expect(isValidHkid(written)).toBe(false);
    },
  );

  test('exactly one check character fits each number, and one wrong digit is always caught', () => {
    const digits = fc.integer({ min: 0, max: 999_999 }).map((number) => String(number).padStart(6, '0'));
    fc.assert(
      fc.property(
        fc.stringMatching(/^[A-Z]{1,2}$/),
        digits,
        fc.nat({ max: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (letters, number, place, step) => {
          const check = checkCharacter(letters, number);
          expect(
            [...'0123456789A'].filter((each) => isValidHkid(formatHkid({ letters, digits: number, check: each }))),
          ).toEqual([check]);
          const wrong = number.slice(0, place) + String((Number(number[place]) + step) % 10) + number.slice(place + 1);
          expect(isValidHkid(formatHkid({ letters, digits: wrong, check }))).toBe(false);
        },
      ),
    );
  });

  test('lists and notices show the last three characters only', () => {
    expect(maskHkid('A123456(3)')).toBe('•••••56(3)');
    expect(maskHkid('AB123456(9)')).toBe('••••••56(9)');
    expect(maskHkid('passport K0012345')).toBe('•••••••');
  });
});
