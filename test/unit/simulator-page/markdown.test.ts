import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Inline, inline, paragraphs } from '../../../simulator/page/card/markdown-words.ts';

const wordsIn = (pieces: readonly Inline[]): string =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : 'inside' in piece ? wordsIn(piece.inside) : '')).join('');

describe('the small markdown of cards', () => {
  test('an allergy in DingTalk’s red comes out red, with its words', () => {
    expect(inline('<font colorTokenV2=common_red1_color>ALLERGY: penicillin</font>')).toEqual([
      { kind: 'font', tone: 'red', big: false, inside: [{ kind: 'text', text: 'ALLERGY: penicillin' }] },
    ]);
  });

  test('a link inside a sentence keeps what stands around it', () => {
    expect(inline('see [the record](https://x.test/r) now')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'link', url: 'https://x.test/r', inside: [{ kind: 'text', text: 'the record' }] },
      { kind: 'text', text: ' now' },
    ]);
  });

  test('lines that belong together are one list, and a number starts another', () => {
    expect(paragraphs('- a\n- b\n1. c').map((part) => (part.kind === 'list' ? part.items.length : part.kind))).toEqual([
      2, 1,
    ]);
  });

  test('a tag the platform does not know stays words: nobody can write markup into a card', () => {
    expect(inline('<script>alert(1)</script>')).toEqual([{ kind: 'text', text: '<script>alert(1)</script>' }]);
  });

  test('words without any mark come out as they went in', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\p{L}\p{N} .,:;?@-]*$/u), (text) => {
        expect(wordsIn(inline(text))).toBe(text);
      }),
    );
  });
});
