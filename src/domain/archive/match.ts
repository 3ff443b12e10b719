import type { Category } from '../consent/category.ts';
import { fold, unfold } from '../reading/folding.ts';
import type { Lexicon } from '../reading/lexicon.ts';
import type { ArchiveLine } from './entry.ts';
import { mustStandAsWritten, type Sought } from './query.ts';
import { meaningsIn, termsIn } from './terms.ts';

/** A line that holds what was looked for, and where in it: half-open offsets in UTF-16 units. */
export type FoundLine = { readonly text: string; readonly marks: readonly (readonly [from: number, to: number])[] };

type Opened = { readonly line: ArchiveLine; readonly terms: ReadonlySet<string>; readonly folded: string };

/**
 * Does what this reader may see hold everything that was looked for, and in which line? Lines they may not see are as if they were not there, so nobody
 * finds a document by a word that is hidden from them. Nothing looked for is always there.
 */
export function matchLines(
  lines: readonly ArchiveLine[],
  granted: readonly Category[],
  sought: readonly Sought[],
): { readonly best: ArchiveLine | undefined } | undefined {
  const seen = lines.filter(({ needs }) => needs.every((part) => granted.includes(part)));
  if (seen.length === 0 && lines.length > 0) return undefined;
  if (sought.length === 0) return { best: seen[0] };
  const opened = seen.map((line): Opened => {
    const { text: folded } = fold(line.text);
    return { line, folded, terms: new Set([...termsIn(folded).map(({ term }) => term), ...line.means]) };
  });
  const scores = opened.map((one) => sought.filter((each) => isIn(one, each)).length);
  if (!sought.every((each) => opened.some((one) => isIn(one, each)))) return undefined;
  const best = Math.max(...scores);
  return { best: opened[scores.indexOf(best)]?.line };
}

function isIn({ terms, folded, line }: Opened, sought: Sought): boolean {
  return sought.alternatives.some((all) => {
    if (!all.every((term) => terms.has(term))) return false;
    const isMeant = all.every((term) => line.means.includes(term));
    return isMeant || !mustStandAsWritten(sought) || folded.includes(sought.literal);
  });
}

/** Where in a line that was found the sought things stand. */
export function marked(lexicon: Lexicon, text: string, sought: readonly Sought[]): FoundLine {
  const folded = fold(text);
  const wanted = new Set(sought.flatMap(({ alternatives }) => alternatives.flat()));
  const spots = [
    ...termsIn(folded.text).filter(({ term }) => wanted.has(term)),
    ...meaningsIn(lexicon, text).filter(({ alternatives }) => alternatives.flat().some((one) => wanted.has(one))),
  ].sort((one, other) => one.from - other.from || other.to - one.to);
  const marks: [number, number][] = [];
  for (const { from, to } of spots) {
    const [start, end] = unfold(folded, from, to);
    const last = marks.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return { text, marks };
}
