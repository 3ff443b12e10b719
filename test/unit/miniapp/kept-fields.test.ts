import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsFrom, textOf } from '../../../miniapp/keeping/kept-fields.ts';

const empty = { what: '', how: '' };

test('fields come back as they were typed, whatever was typed', () => {
  fc.assert(
    fc.property(fc.record({ what: fc.string({ unit: 'binary' }), how: fc.string() }), (typed) => {
      const blank = !typed.what.trim() && !typed.how.trim();
      expect(fieldsFrom(textOf(typed), empty)).toEqual(blank ? empty : typed);
    }),
  );
});

test('what was typed before and what was typed meanwhile are both there', () => {
  const both = `${textOf({ what: 'A lost phone', how: '' })}\n${textOf({ what: 'in a taxi', how: 'left behind' })}`;
  expect(fieldsFrom(both, empty)).toEqual({ what: 'A lost phone\nin a taxi', how: 'left behind' });
});

test('what is no line of fields gives nothing', () => {
  for (const text of ['', 'words', 'null', '[1]', '{"other":"x"}', '{"what":3}'])
    expect(fieldsFrom(text, empty)).toEqual(empty);
});
