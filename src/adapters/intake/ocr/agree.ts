import { isValidHkid } from '#src/domain/identity/hkid.ts';
import type { SeenWord } from './word.ts';

const han = /\p{Script=Han}/u;
const plain = (text: string): string => text.replace(/[\s.,;:'"|_\-–—]/gu, '').toLowerCase();

/**
 * Two readers looked at the same page, one with Chinese and one without. On a page without Chinese the Latin reader is believed for the words;
 * on a mixed page it is believed for what is Latin; one Chinese character seen surely makes a line no Latin one. Where both agree a word is surer; where they differ about a figure it is not sure at all.
 */
export function agreed(
  both: readonly SeenWord[],
  latin: readonly SeenWord[],
  of: 'page' | 'line' = 'page',
): SeenWord[] {
  const letters = both
    .filter(({ confidence }) => confidence > 0.5)
    .map(({ text }) => text)
    .join('');
  const chinese = [...letters].filter((each) => han.test(each)).length;
  const isLatin = chinese <= (of === 'line' ? 0 : Math.max(1, letters.length * 0.03));
  if (isLatin && latin.length > 0) return latin.map((word) => judged(word, over(word, both), true));
  const own = new Set(both);
  return withWholeFigures(both, latin).map((word) =>
    han.test(word.text) || !own.has(word) ? word : judged(word, over(word, latin), false),
  );
}

/** "7 了 7" where the Latin reader sees 77: a figure that was broken by a character which is none is taken whole, and is not sure. */
function withWholeFigures(both: readonly SeenWord[], latin: readonly SeenWord[]): readonly SeenWord[] {
  return latin.reduce<readonly SeenWord[]>((words, figure) => {
    if (!/^\d+(?:\.\d+)?$/u.test(figure.text) || figure.confidence < 0.5) return words;
    const under = words.filter((word) => word.text.length < 3 && over(figure, [word]).length > 0);
    const [first] = under;
    const said = under.map(({ text }) => text).join('');
    const isBroken = under.length > 1 && han.test(said) && said.replace(/[^\d.]/gu, '') === figure.text;
    if (!isBroken || first === undefined) return words;
    const whole = { ...figure, line: first.line, confidence: Math.min(figure.confidence, 0.6) };
    return words.flatMap((word) => (word === first ? [whole] : under.includes(word) ? [] : [word]));
  }, both);
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
  const [points, theirPoints] = [pointsIn(word.text), pointsIn(other)];
  if (points !== theirPoints && plain(word.text) === plain(other)) {
    // Points are lost far more often than seen where there is none.
    if (points > theirPoints && otherConfidence < 0.3) return word;
    const text = theirPoints > points ? other : word.text;
    return { ...word, text, confidence: Math.min(0.6, Math.max(word.confidence, otherConfidence)) };
  }
  if (saysSame(plain(word.text), plain(other))) {
    const text =
      plain(other) === plain(word.text) ? better(word.text, other, word.confidence, otherConfidence) : word.text;
    return { ...word, text, confidence: Math.max(word.confidence, otherConfidence, 0.82) };
  }
  const [own, theirs] = [hkidIn(word.text), hkidIn(other)];
  if (own !== theirs) return { ...word, text: own ? word.text : other, confidence: 0.82 };
  const isOwnWeak = otherConfidence > word.confidence + (isOwnBetter ? 0.3 : 0);
  // The other reader's longer word holds the next word of this reader too: it would be said twice.
  const isLonger = others.some(({ width }) => width > word.width * 1.4);
  const takesOther = isOwnWeak && others.length === 1 && !isLonger && !han.test(other);
  const text = takesOther ? other : word.text;
  const isFigure = /\d/u.test(word.text) || /\d/u.test(other);
  const most = isFigure ? 0.6 : 0.85;
  return { ...word, text, confidence: Math.min(most, takesOther ? otherConfidence : word.confidence) };
}

/** How many points stand between figures: `5.5` and `55` are the same letters and another value. */
const pointsIn = (text: string): number => text.match(/(?<=\d)[.,](?=\d)/gu)?.length ?? 0;

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
