import { Converter } from 'opencc-js/t2cn';

/**
 * A text as the rules look at it: half width, lower case, Simplified, single blanks; with the way back to the original.
 * `starts[i]` and `ends[i]` are the original offsets of the folded unit `i`.
 */
export type Folded = { readonly text: string; readonly starts: readonly number[]; readonly ends: readonly number[] };

const toSimplified = Converter({ from: 't', to: 'cn' });
const isHan = /\p{Script=Han}/u;
const isBlank = /[^\S\n\u2028\u2029]/u;
const isLineEnd = /[\n\u0085\u2028\u2029]/u;
const isUnseen = /[\u200b-\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad]/u;
const known = new Map<string, string>();

const sameMark: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '–': '-',
  '—': '-',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '→': '->',
  '×': 'x',
  '【': '[',
  '】': ']',
  '〔': '(',
  '〕': ')',
  μ: 'u',
  µ: 'u',
};

/** Shapes that Hong Kong writes beside the standard ones. */
const variants: Readonly<Record<string, string>> = {
  衞: '衛',
  峯: '峰',
  綫: '線',
  啓: '啟',
  脉: '脈',
  痳: '麻',
  牀: '床',
  喫: '吃',
  麪: '麵',
  羣: '群',
  滙: '匯',
};

/** One character at a time, so that no phrase rule can shift what stands where. */
function foldCharacter(character: string): string {
  const before = known.get(character);
  if (before !== undefined) return before;
  const folded = isUnseen.test(character) ? '' : foldSeen(character);
  known.set(character, folded);
  return folded;
}

function foldSeen(character: string): string {
  if (isLineEnd.test(character)) return '\n';
  if (isBlank.test(character)) return ' ';
  const mark = sameMark[character];
  if (mark !== undefined) return mark;
  const plain = character.normalize('NFKC').toLowerCase();
  const marked = sameMark[plain] ?? variants[plain] ?? plain;
  return isHan.test(marked) ? [...marked].map((each) => toSimplified(each)).join('') : marked;
}

/** Fold a word of the dictionary or a search word. */
export const foldWord = (word: string): string => fold(word).text.trim();

export function fold(original: string): Folded {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of original) {
    const next = at + character.length;
    const piece = foldCharacter(character);
    if (piece === ' ' && text.endsWith(' ')) ends[ends.length - 1] = next;
    else {
      text += piece;
      for (let unit = 0; unit < piece.length; unit += 1) {
        starts.push(at);
        ends.push(next);
      }
    }
    at = next;
  }
  return { text, starts, ends };
}

/** The stretch of the original that a stretch of the folded text stands for. */
export function unfold(folded: Folded, from: number, to: number): readonly [number, number] {
  if (to <= from)
    return [folded.starts[from] ?? folded.ends.at(-1) ?? 0, folded.starts[from] ?? folded.ends.at(-1) ?? 0];
  return [folded.starts[from] ?? 0, folded.ends[to - 1] ?? 0];
}

const han = /\p{Script=Han}/gu;

/** A rule may be written in Traditional characters; it is matched against folded text, so its characters are folded too. */
export const rule = (source: string, flags = 'u'): RegExp =>
  new RegExp(source.replace(han, foldCharacter), flags.includes('u') ? flags : `${flags}u`);
