import { fold, rule } from '../reading/folding.ts';
import type { Lexicon } from '../reading/lexicon.ts';
import { layOpen, senseOf } from '../reading/page.ts';
import { frameWords } from './frame-words.ts';

export type Verdict =
  | { readonly supported: true }
  | {
      readonly supported: false;
      readonly because: 'number' | 'date' | 'drug' | 'negation' | 'side' | 'person' | 'state' | 'direction' | 'word';
      readonly what: string;
    };

/**
 * Whether a sentence says nothing that is not in its excerpts. No model: numbers, dates, drugs, negations, sides, whose it is, whether it is over,
 * and every other word of content are looked up. A sentence that fails is not shown, whoever wrote it.
 */
export function supports(sentence: string, excerpts: readonly string[], lexicon: Lexicon): Verdict {
  const said = fold(sentence).text;
  const quoted = excerpts.map((each) => fold(each).text);
  const all = quoted.join('\n');
  for (const check of checks) {
    const wrong = check({ said, quoted, all, sentence, excerpts, lexicon });
    if (wrong) return { supported: false, ...wrong };
  }
  return { supported: true };
}

type Look = {
  readonly said: string;
  readonly quoted: readonly string[];
  readonly all: string;
  readonly sentence: string;
  readonly excerpts: readonly string[];
  readonly lexicon: Lexicon;
};
type Wrong = { readonly because: Exclude<Verdict, { supported: true }>['because']; readonly what: string };
type Check = (look: Look) => Wrong | undefined;

const missing = (
  because: Wrong['because'],
  wanted: Iterable<string>,
  there: ReadonlySet<string>,
): Wrong | undefined => {
  for (const each of wanted) if (!there.has(each)) return { because, what: each };
  return undefined;
};

const months = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const writtenDate = new RegExp(
  `(\\d{1,2})(?:st|nd|rd|th)? (${months})[a-z]*\\.?,? (\\d{4})|(${months})[a-z]*\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})|(${months})[a-z]* (\\d{4})`,
  'gu',
);
const isoDate = /(\d{4})-(\d{2})(?:-(\d{2}))?|(\d{1,2})\/(\d{1,2})\/(\d{4})|(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?/gu;
const two = (part: string | undefined): string => (part ?? '').padStart(2, '0');
const monthNumber = (name: string | undefined): string =>
  two(String(months.split('|').indexOf((name ?? '').slice(0, 3)) + 1));

/** Dates in one form, and the text without them. */
function datesIn(text: string): { readonly dates: ReadonlySet<string>; readonly rest: string } {
  const dates = new Set<string>();
  const note = (year: string | undefined, month: string, day?: string) => {
    dates.add(`${year}-${month}${day ? `-${day}` : ''}`);
    return ' ';
  };
  const rest = text
    .replace(
      writtenDate,
      (_all, d1: string, m1: string, y1: string, m2: string, d2: string, y2: string, m3: string, y3: string) =>
        m1 ? note(y1, monthNumber(m1), two(d1)) : m2 ? note(y2, monthNumber(m2), two(d2)) : note(y3, monthNumber(m3)),
    )
    .replace(
      isoDate,
      (
        _all,
        y1: string,
        m1: string,
        d1: string,
        d2: string,
        m2: string,
        y2: string,
        y3: string,
        m3: string,
        d3: string,
      ) => (y1 ? note(y1, m1, d1) : y2 ? note(y2, two(m2), two(d2)) : note(y3, two(m3), d3 ? two(d3) : undefined)),
    );
  return { dates, rest };
}

/** A date said more coarsely than it is quoted is still so. */
const checkDates: Check = ({ said, all }) => {
  const there = new Set([...datesIn(all).dates].flatMap((date) => [date, date.slice(0, 7), date.slice(0, 4)]));
  return missing('date', datesIn(said).dates, there);
};

const numbersIn = (text: string): readonly string[] => text.match(/\d+(?:\.\d+)?/gu) ?? [];

const checkNumbers: Check = ({ said, all }) => {
  const quoted = datesIn(all);
  const there = new Set([...numbersIn(quoted.rest), ...[...quoted.dates].flatMap((date) => [date.slice(0, 4)])]);
  return missing('number', numbersIn(datesIn(said).rest), there);
};

const substances = (lexicon: Lexicon, text: string): ReadonlySet<string> =>
  new Set(
    layOpen(lexicon, text).hits.flatMap((hit) => {
      const sense = senseOf(hit, 'drug') ?? senseOf(hit, 'allergen');
      return sense ? [sense.name] : [];
    }),
  );

const checkDrugs: Check = ({ sentence, excerpts, lexicon }) =>
  missing('drug', substances(lexicon, sentence), substances(lexicon, excerpts.join('\n')));

const negation = rule(
  "\\b(?:no|not|never|nor|neither|without|none|nil|negative|absent|denies|denied|free of|ruled out|nkd?a|isn't|wasn't|doesn't|refuted)\\b|無|沒有|不(?!明|適|穩|全|整)|未(?!確定|確認)|否認|陰性",
  'gu',
);

/** A negation needs one in the excerpts, and one in the excerpts must not get lost. */
const checkNegation: Check = ({ said, quoted }) => {
  const [inSaid, inQuoted] = [count(said, negation), quoted.filter((each) => count(each, negation) > 0)];
  if (inSaid > 0 && inQuoted.length === 0) return { because: 'negation', what: 'added' };
  return inSaid < inQuoted.filter((each, index) => inQuoted.indexOf(each) === index).length
    ? { because: 'negation', what: 'lost' }
    : undefined;
};

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

const sides: readonly (readonly [string, RegExp])[] = [
  ['left', rule('\\bleft\\b|\\blt\\b|\\bl\\)|左')],
  ['right', rule('\\bright\\b|\\brt\\b|\\br\\)|右')],
  ['both', rule('\\bbilateral|\\bboth\\b|雙側|兩側|雙')],
];
const people: readonly (readonly [string, RegExp])[] = [
  [
    'family',
    rule(
      '\\b(?:father|mother|brother|sister|family|parent|son|daughter|uncle|aunt|sibling|grand\\w+|maternal|paternal)\\b|父|母|兄|姊|弟|妹|家族',
    ),
  ],
];
const states: readonly (readonly [string, RegExp])[] = [
  [
    'over',
    rule(
      '\\b(?:stopped|completed|resolved|inactive|remission|discontinued|ended|cancelled|former|past|previous|ceased|withdrawn)\\b|停用|痊癒|已停|緩解|非活躍|停',
    ),
  ],
  [
    'doubt',
    rule(
      '\\b(?:unconfirmed|provisional|suspected|possible|probable|presumed|differential|query|likely|unsure)\\b|未確定|疑似|懷疑|可能',
    ),
  ],
];

/** Said on one side only is wrong either way: a side added, or one lost. */
const together =
  (because: Wrong['because'], words: readonly (readonly [string, RegExp])[], mayBeLost: boolean): Check =>
  ({ said, all }) => {
    for (const [what, pattern] of words) {
      const [inSaid, inAll] = [pattern.test(said), pattern.test(all)];
      if (inSaid && !inAll) return { because, what: `${what} added` };
      if (!mayBeLost && inAll && !inSaid) return { because, what: `${what} lost` };
    }
    return undefined;
  };

const directions = rule(
  '\\b(?:rose|risen|rising|increas\\w*|worsen\\w*|fell|fallen|falling|decreas\\w*|improv\\w*|dropp?\\w*|doubled|halved|higher|lower|deteriorat\\w*|progress\\w*|elevated|raised|low|high)\\b|上升|下降|惡化|好轉|增加|減少',
  'gu',
);

/** A direction is a judgement: it has to stand in the excerpt. */
const checkDirections: Check = ({ said, all }) =>
  missing(
    'direction',
    [...said.matchAll(directions)].map(([word]) => word),
    new Set([...all.matchAll(directions)].map(([word]) => word)),
  );

const latinWord = /[a-z][a-z'-]*[a-z]/gu;
const hanRun = /\p{Script=Han}+/gu;

/** Every word of content is in the excerpts; only words that put sentences together may be added. */
const checkWords: Check = ({ said, all }) => {
  const there = new Set((all.match(latinWord) ?? []).flatMap((word) => [word, ...word.split(/['-]/u)]));
  const plain = datesIn(said).rest;
  for (const word of plain.match(latinWord) ?? []) {
    if (
      !there.has(word) &&
      !frameWords.latin.has(word) &&
      !word.split(/['-]/u).every((part) => there.has(part) || frameWords.latin.has(part))
    )
      return { because: 'word', what: word };
  }
  for (const run of plain.match(hanRun) ?? []) {
    const rest = frameWords.han.reduce((left, word) => left.replaceAll(word, ' '), run);
    for (const part of rest.split(' '))
      if (part !== '' && !all.includes(part) && !inPieces(part, all)) return { because: 'word', what: part };
  }
  return undefined;
};

/** Two names run together: each pair of neighbours but one stands in an excerpt. */
function inPieces(part: string, all: string): boolean {
  const units = [...part];
  for (let at = 2; at <= units.length - 2; at += 1)
    if (all.includes(units.slice(0, at).join('')) && all.includes(units.slice(at).join(''))) return true;
  return false;
}

const checks: readonly Check[] = [
  checkDates,
  checkNumbers,
  checkDrugs,
  checkNegation,
  together('side', sides, false),
  together('person', people, false),
  together('state', states, false),
  checkDirections,
  checkWords,
];
