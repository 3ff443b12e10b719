import { Converter } from 'opencc-js/cn2t';
import { isValidHkid } from '#src/domain/identity/hkid.ts';
import { fold } from '#src/domain/reading/folding.ts';
import type { Lexicon } from '#src/domain/reading/lexicon.ts';
import type { ScannedPage, ScannedWord } from '#src/ports/readers.ts';
import { withTestNamed } from './half-read.ts';

/** A mended word is a guess, however good: it is shown as not sure. */
const asUnsure = 0.6;
const shortest = 3;
const longest = 8;

/**
 * Numbers and names in which one character was misread or lost: the letter of an HKID read as a figure, when its check character bears the letter
 * out (0 for O, D, Q; 1 for I); Chinese names in which one character was misread for one that looks like it (呋塞米 as 吠塞米): or, from four characters on, left out: when every other character stands in its place and only
 * one name of a drug, an allergen or a test can be meant, the name is put right and stays unsure, so that it is asked about and not lost.
 */
export function mended(lexicon: Lexicon, scan: ScannedPage): ScannedPage {
  const names = namesOf(lexicon);
  return {
    ...scan,
    lines: scan.lines.map(({ words }) => ({ words: withTestNamed(lexicon, mendLine(names, lexicon, words)) })),
  };
}

type Names = ReadonlyMap<string, ReadonlySet<string>>;
const made = new WeakMap<Lexicon, Names>();

/** Every name with one of its characters left open. */
function namesOf(lexicon: Lexicon): Names {
  const there = made.get(lexicon);
  if (there !== undefined) return there;
  const names = new Map<string, Set<string>>();
  for (const [name, terms] of lexicon.terms) {
    const letters = [...name];
    if (letters.length < shortest || letters.length > longest || !/^\p{Script=Han}+$/u.test(name)) continue;
    if (!terms.some(({ sense: { kind } }) => kind === 'drug' || kind === 'allergen' || kind === 'test')) continue;
    for (let open = 0; open < letters.length; open += 1) {
      const lost = letters.length > shortest ? [letters.toSpliced(open, 1).join('')] : [];
      for (const key of [withOpen(letters, open), ...lost]) names.set(key, (names.get(key) ?? new Set()).add(name));
    }
  }
  made.set(lexicon, names);
  return names;
}

const withOpen = (letters: readonly string[], open: number): string =>
  letters.map((letter, index) => (index === open ? '*' : letter)).join('');

function mendLine(names: Names, lexicon: Lexicon, words: readonly ScannedWord[]): readonly ScannedWord[] {
  const letters = words.flatMap((word, index) => [...word.text].map((letter) => ({ letter, index })));
  const folded = letters.map(({ letter }) => fold(letter).text);
  const put = new Map<number, string>();
  const taken = new Set<number>();
  for (let length = longest; length >= shortest; length -= 1)
    for (let from = 0; from + length <= letters.length; from += 1) {
      const piece = folded.slice(from, from + length);
      const places = Array.from({ length }, (_each, index) => from + index);
      if (places.some((place) => taken.has(place)) || !piece.every((each) => /^\p{Script=Han}$/u.test(each))) continue;
      if (lexicon.terms.has(piece.join(''))) {
        for (const place of places) taken.add(place);
        continue;
      }
      const found = Array.from({ length }, (_each, open) => ({
        open,
        name: only(names.get(withOpen(piece, open))),
      })).filter(({ name }) => name !== undefined);
      const whole = found.length === 0 ? only(names.get(piece.join(''))) : undefined;
      if (whole !== undefined) {
        const open = [...whole].findIndex((letter, index) => letter !== piece[index]);
        const at = Math.max(0, open - 1);
        const letter = [...toTraditional(whole)][open] ?? '';
        const there = letters[from + at]?.letter ?? '';
        put.set(from + at, open === 0 ? letter + there : there + letter);
        for (const each of places) taken.add(each);
        continue;
      }
      const [one] = found;
      if (found.length !== 1 || one?.name === undefined) continue;
      const place = from + one.open;
      if (length === shortest && !isMendable(lexicon, one.name, words[letters[place]?.index ?? 0])) continue;
      put.set(place, [...toTraditional(one.name)][one.open] ?? '');
      for (const each of places) taken.add(each);
    }
  if (put.size === 0) return words.map(withHkid);
  return words.map((word, index) => {
    const own = letters.flatMap((each, place) => (each.index === index ? [put.get(place) ?? each.letter] : []));
    const text = own.join('');
    return text === word.text
      ? withHkid(word)
      : { ...word, text, confidence: Math.min(word.confidence, asUnsure), isMended: true };
  });
}

/** Of three characters two are little: only a drug, or a character that was doubtful anyway. 尿蛋白 is no misread 白蛋白. */
const isMendable = (lexicon: Lexicon, name: string, word: ScannedWord | undefined): boolean =>
  (word?.confidence ?? 0) < 0.8 || (lexicon.terms.get(name) ?? []).every(({ sense }) => sense.kind === 'drug');

/** The dictionary is kept in Simplified characters; what people see is Traditional. */
const toTraditional = Converter({ from: 'cn', to: 'hk' });

const only = (names: ReadonlySet<string> | undefined): string | undefined =>
  names?.size === 1 ? [...names][0] : undefined;

const lettersFor: Readonly<Record<string, readonly string[]>> = { '0': ['O', 'D', 'Q'], '1': ['I'] };

function withHkid(word: ScannedWord): ScannedWord {
  const doubled = /(?<![A-Z\d])0([A-Z]\d{6}\([\dA]\))/u.exec(word.text);
  if (doubled?.[1] !== undefined && isValidHkid(doubled[1]))
    return {
      ...word,
      text: word.text.replace(doubled[0], doubled[1]),
      confidence: Math.min(word.confidence, asUnsure),
    };
  const match = /(?<![A-Z\d])([01])(\d{6}\([\dA]\))/u.exec(word.text);
  if (match === null) return word;
  const [whole, first = '', rest = ''] = match;
  const borneOut = (lettersFor[first] ?? []).map((letter) => letter + rest).filter(isValidHkid);
  // D and O stand eleven apart and always bear the same check character out; nought looks like O.
  const likely = borneOut.filter((each) => !(each.startsWith('D') && borneOut.includes(`O${rest}`)));
  const [one] = likely;
  if (likely.length !== 1 || one === undefined) return word;
  return { ...word, text: word.text.replace(whole, one), confidence: Math.min(word.confidence, asUnsure) };
}
