import { type Line, readLaidOut } from '#src/domain/intake/laid-out.ts';
import type { Tools } from '#src/domain/intake/tools.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { isSure } from '#src/domain/record/finding.ts';
import type { ScannedPage } from '#src/ports/readers.ts';
import { isIn, type Look, middleOf, type Row, replaced } from './in-place.ts';
import { mended } from './mend.ts';
import { saysMuch } from './says-much.ts';
import { heldAgainst, linesOfScan } from './scan-findings.ts';

/** Heights of letters in pixels at which a row is looked at again: one after the other, while something is missing. */
const sizes = [42, 30];
/** A file of sixty scanned pages comes near the limit of a file without any second look: what was read may not be lost by looking again. */
const perPageMs = 10_000;
const perFileMs = 25_000;

/** How much of a page is looked at again: so many rows, and none once it is over. */
export type Patience = { readonly rows: number; readonly isOver: () => boolean };

/**
 * The second looks at the pages of one file: fewer rows (about 0.1 s each) where there are many pages, and a time that all pages share. `now` gives
 * milliseconds.
 */
export function secondLooks(pages: number, now: () => number = () => performance.now()) {
  let left = perFileMs;
  return async (tools: Tools, first: ScannedPage): Promise<ScannedPage> => {
    const from = now();
    const until = from + Math.min(left, perPageMs);
    const page = await lookedAgain(tools, first, { rows: pages > 8 ? 8 : 24, isOver: () => now() >= until });
    left -= now() - from;
    return page;
  };
}

/**
 * Rows of a page on which something is missing or doubtful are read once more, each by itself; so are rows of ink in which nothing was seen. Where the
 * second reading says more than the first it takes its place, and all that was not seen before is asked about. The page that comes back can not be looked at
 * again, and holds no picture any more.
 */
export async function lookedAgain(
  tools: Tools,
  first: ScannedPage,
  { rows: most, isOver }: Patience,
): Promise<ScannedPage> {
  const { again, unread, ...kept } = first;
  let page: ScannedPage = mended(tools.lexicon, kept);
  if (again === undefined) return page;
  let left = most;
  for (const size of sizes) {
    const rows = rowsToLookAt(tools, page, unread).slice(0, left);
    left -= rows.length;
    const looks: Look[] = [];
    for (const row of rows) {
      if (isOver()) break;
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

type Understood = { readonly lines: readonly Line[]; readonly findings: readonly Finding[] };
function understood(tools: Tools, page: ScannedPage): Understood {
  const lines = linesOfScan(tools, page, 1);
  return { lines, findings: readLaidOut(tools, lines).findings };
}

const on = (row: Row, { findings }: Understood): readonly Finding[] =>
  findings.filter(({ source: { box } }) => box !== undefined && isIn(row, middleOf(box)));

/** First what says nothing though it should, then what is doubtful, then what was not seen at all; each from top to bottom. */
function rowsToLookAt(tools: Tools, page: ScannedPage, ink: ScannedPage['unread'] = []): readonly Row[] {
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
  const unread = ink
    .map((box) => ({ top: box[1], bottom: box[1] + box[3], middle: middleOf(box) }))
    .filter((row) => !words.some(({ flat }) => isIn(row, middleOf(flat))));
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
