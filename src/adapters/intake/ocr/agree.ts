import { isValidHkid } from '#src/domain/identity/hkid.ts';
import type { SeenWord } from './word.ts';

const han = /\p{Script=Han}/u;
const plain = (text: string): string => text.replace(/[\s.,;:'"|_\-–—]/gu, '').toLowerCase();

/**
 * Two readers looked at the same page, one with Chinese and one without. On a page without Chinese the Latin reader is believed for the words;
 * on a mixed page it is believed for what is Latin. Where both agree a word is surer; where they differ about a figure it is not sure at all.
 */
export function agreed(both: readonly SeenWord[], latin: readonly SeenWord[]): SeenWord[] {
  const letters = both
    .filter(({ confidence }) => confidence > 0.5)
    .map(({ text }) => text)
    .join('');
  const chinese = [...letters].filter((each) => han.test(each)).length;
  const isLatin = chinese <= Math.max(1, letters.length * 0.03);
  if (isLatin && latin.length > 0) return latin.map((word) => judged(word, over(word, both), true));
  return both.map((word) => (han.test(word.text) ? word : judged(word, over(word, latin), false)));
}

/** The other reader's words at the same place. */
const over = (word: SeenWord, others: readonly SeenWord[]): readonly SeenWord[] =>
  others
    .filter((other) => {
      const middle = other.top + other.height / 2;
      const shared = Math.min(word.left + word.width, other.left + other.width) - Math.max(word.left, other.left);
      return (
        middle > word.top - word.height * 0.3 && middle < word.top + word.height * 1.3 && shared > other.width * 0.5
      );
    })
    .toSorted((one, other) => one.left - other.left);

function judged(word: SeenWord, others: readonly SeenWord[], isOwnBetter: boolean): SeenWord {
  if (others.length === 0) return word;
  const other = others.map(({ text }) => text).join('');
  const otherConfidence = Math.min(...others.map(({ confidence }) => confidence));
  if (saysSame(plain(word.text), plain(other))) {
    const text =
      plain(other) === plain(word.text) ? better(word.text, other, word.confidence, otherConfidence) : word.text;
    return { ...word, text, confidence: Math.max(word.confidence, otherConfidence, 0.82) };
  }
  const [own, theirs] = [hkidIn(word.text), hkidIn(other)];
  if (own !== theirs) return { ...word, text: own ? word.text : other, confidence: 0.82 };
  const isOwnWeak = otherConfidence > word.confidence + (isOwnBetter ? 0.3 : 0);
  const takesOther = isOwnWeak && others.length === 1 && !han.test(other);
  const text = takesOther ? other : word.text;
  const isFigure = /\d/u.test(word.text) || /\d/u.test(other);
  const most = isFigure ? 0.6 : 0.85;
  return { ...word, text, confidence: Math.min(most, takesOther ? otherConfidence : word.confidence) };
}

/** The same letters, or one stands whole in the other (`1.` beside `1.Amlodipine`); a figure inside a longer figure is another figure. */
function saysSame(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const at = long.indexOf(short);
  if (short === '' || at === -1) return short === '';
  const isCut = (edge: number) => /\d/u.test(long[edge - 1] ?? '') && /\d/u.test(long[edge] ?? '');
  return !isCut(at) && !isCut(at + short.length);
}

/** A number that bears its check character out was read right. */
const hkidIn = (text: string): boolean => {
  const written = /[A-Z]{1,2}\d{6}\(?[\dA]\)?/u.exec(text)?.[0];
  return written !== undefined && isValidHkid(written);
};

/** They differ at most in marks: the surer one has them right. */
const better = (one: string, other: string, sureOne: number, sureOther: number): string =>
  sureOther > sureOne && /[\d.,]/u.test(one) === /[\d.,]/u.test(other) && !han.test(other) ? other : one;
