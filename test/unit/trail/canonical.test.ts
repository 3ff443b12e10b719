import rfc8785 from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '#src/domain/trail/canonical.ts';

test('the canonical text is that of RFC 8785, as another writer of it says', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonical(value)).toBe(rfc8785(value));
    }),
    { numRuns: 2_000 },
  );
});

test('the order in which parts were written makes no difference, their values do', () => {
  expect(canonical({ b: [1, { d: 'x', c: null }], a: true })).toBe(canonical({ a: true, b: [1, { c: null, d: 'x' }] }));
  expect(canonical({ a: 1, b: 2 })).not.toBe(canonical({ a: 2, b: 1 }));
});

test('a part that is not there and a part left undefined are the same', () => {
  expect(canonical({ a: 1, b: undefined })).toBe('{"a":1}');
});

test('names are ordered as RFC 8785 says, by UTF-16 units', () => {
  expect(canonical({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 })).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
  );
});

test('an instant is its ISO text, so that it reads the same after it was kept', () => {
  const at = new Date('2026-11-23T04:00:00Z');
  expect(canonical({ at })).toBe(canonical(JSON.parse(JSON.stringify({ at }))));
});

test('what has no one text is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, Symbol('x'), () => 1])
    expect(() => canonical({ value })).toThrow(TypeError);
});
