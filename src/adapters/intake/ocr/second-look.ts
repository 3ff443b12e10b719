import { type Line, readLaidOut } from '#src/domain/intake/laid-out.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { isSure } from '#src/domain/record/finding.ts';
import type { ScannedPage, ScannedWord } from '#src/ports/readers.ts';
import { mended } from './mend.ts';
import { saysMuch } from './says-much.ts';
import { heldAgainst, linesOfScan } from './scan-findings.ts';

/** Heights of letters in pixels at which a row is looked at again: one after the other, while something is missing. */
const sizes = [42, 30];
/** What was only seen at a second look is asked about: two readings of one place differed. */
const asUnsure = 0.7;

/** How many rows of a page are looked at again (about 60 ms each): fewer where there are many pages, or long files would meet their limit. */
export const rowsAgain = (pages: number): number => (pages > 8 ? 8 : 24);

type Row = { readonly middle: number; readonly top: number; readonly bottom: number };
type Look = Row & { readonly words: readonly ScannedWord[] };

/**
 * Rows of a page on which something is missing or doubtful are read once more, each by itself, at most `most` of them; so are rows of ink in which nothing was
 * seen. Where the second reading says more than the first it takes its place, and all that was not seen before is asked about.
 */
export async function lookedAgain(tools: Tools, first: ScannedPage, most: number): Promise<ScannedPage> {
  let page = mended(tools.lexicon, first);
  const { again } = first;
  if (again === undefined) return page;
  let left = most;
  for (const size of sizes) {
    const rows = rowsToLookAt(tools, page).slice(0, left);
    left -= rows.length;
    const looks: Look[] = [];
    for (const row of rows) {
      // Whatever fails in a second look leaves the first as it is.
      const words = await again(row.middle, size).catch(() => []);
      const [one] = words;
      if (one === undefined) continue;
      const [, top, , height] = one.flat;
      const look = { top, bottom: top + height, middle: top + height / 2, words };
      if (!looks.some((other) => isIn(other, look.middle))) looks.push(look);
    }
    page = better(tools, page, looks);
  }
  return page;
}

const isIn = ({ top, bottom }: Row, middle: number): boolean => {
  const rim = (bottom - top) * 0.15;
  return middle > top - rim && middle < bottom + rim;
};
const middleOf = ([, top, , height]: ScannedWord['flat']): number => top + height / 2;

type Understood = { readonly lines: readonly Line[]; readonly findings: readonly Finding[] };
function understood(tools: Tools, page: ScannedPage): Understood {
  const lines = linesOfScan(tools, page, 1);
  return { lines, findings: readLaidOut(tools, lines).findings };
}

const on = (row: Row, { findings }: Understood): readonly Finding[] =>
  findings.filter(({ source: { box } }) => box !== undefined && isIn(row, middleOf(box)));

/** First what says nothing though it should, then what is doubtful, then what was not seen at all; each from top to bottom. */
function rowsToLookAt(tools: Tools, page: ScannedPage): readonly Row[] {
  const told = understood(tools, page);
  const words = page.lines.flatMap((line) => line.words);
  const [silent, doubtful]: [Row[], Row[]] = [[], []];
  for (const { place, text } of told.lines) {
    if (place.box === undefined) continue;
    const [, top, , height] = place.box;
    const middles = words
      .map(({ flat }) => middleOf(flat))
      .filter((middle) => middle >= top && middle <= top + height)
      .toSorted((one, other) => one - other);
    const row = { top, bottom: top + height, middle: middles[Math.floor(middles.length / 2)] ?? top + height / 2 };
    const found = on(row, told);
    if (cues.some(([cue, types]) => cue.test(text) && !found.some(({ type }) => types.includes(type))))
      silent.push(row);
    else if (found.some((finding) => !isSure(heldAgainst(tools, finding, page)))) doubtful.push(row);
  }
  const unread = (page.unread ?? []).map((box) => ({ top: box[1], bottom: box[1] + box[3], middle: middleOf(box) }));
  return [...silent, ...unread.slice(0, 6), ...doubtful];
}

/** Words that stand beside something; where it is not found, it was likely not recognised. */
const cues: readonly (readonly [RegExp, readonly Finding['type'][]])[] = [
  [
    /\d\s?(?:mg|mcg|[µu]g|g|ml|iu|units?|毫克|微克|毫升|粒|片)(?![\p{L}/])|每[日天晚早]|睡前|daily|nightly|at night/iu,
    ['medication', 'result', 'vital'],
  ],
  [/過敏|敏感|allerg/iu, ['allergy']],
  [/\d.*(?:mol|g|u|10\S{1,3})\s?\/\s?[dmu]?l\b|\d\s?[-–]\s?\d+(?:\.\d+)?\s*$/iu, ['result', 'vital', 'identity']],
  [/姓名|身份證|出生|\bhkid\b|patient\s?name|date of birth/iu, ['identity']],
];

/** The page with each second look in place of the first where it says more. */
function better(tools: Tools, page: ScannedPage, looks: readonly Look[]): ScannedPage {
  if (looks.length === 0) return page;
  const all = replaced(tools, page, looks);
  const [before, after] = [understood(tools, page), understood(tools, all)];
  const winners = looks.filter((look) => {
    const [old, now] = [saysMuch(tools, on(look, before)), saysMuch(tools, on(look, after))];
    return now > old || (now === old && now > 0 && leastFigure(look, all) > leastFigure(look, page));
  });
  return winners.length === looks.length ? all : replaced(tools, page, winners);
}

/** How sure the least sure figure of a row is, where it is not sure: of two readings that say as much the surer counts. */
function leastFigure(row: Row, { lines }: ScannedPage): number {
  const figures = lines
    .flatMap(({ words }) => words)
    .filter(({ flat, text }) => isIn(row, middleOf(flat)) && /\d/u.test(text));
  return Math.min(...figures.map(({ confidence }) => confidence));
}

function replaced(tools: Tools, page: ScannedPage, looks: readonly Look[]): ScannedPage {
  if (looks.length === 0) return page;
  const kept = page.lines.map(({ words }) => ({
    words: words.filter(({ flat }) => !looks.some((look) => isIn(look, middleOf(flat)))),
  }));
  const old = page.lines.flatMap(({ words }) => words);
  const seen = looks.map((look) => ({ words: look.words.map((word) => judged(word, old)) }));
  return mended(tools.lexicon, { ...page, lines: [...kept.filter(({ words }) => words.length > 0), ...seen] });
}

/** A word that both readings saw at its place is as sure as it was; any other rests on the second alone. */
function judged(word: ScannedWord, old: readonly ScannedWord[]): ScannedWord {
  const same = old.find(
    ({ text, flat }) =>
      text === word.text &&
      Math.abs(middleOf(flat) - middleOf(word.flat)) < word.flat[3] &&
      flat[0] < word.flat[0] + word.flat[2] &&
      word.flat[0] < flat[0] + flat[2],
  );
  if (same !== undefined) return { ...same, flat: word.flat, box: word.box };
  return { ...word, confidence: Math.min(word.confidence, asUnsure), isMended: true };
}
