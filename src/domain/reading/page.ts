import type { SourcePlace } from '../record/finding.ts';
import { type Folded, fold, unfold } from './folding.ts';
import type { Lexicon, Sense } from './lexicon.ts';
import { type Section, sectionsOf } from './sections.ts';
import { type Stretch, sentencesOf } from './stretch.ts';

/** A word of the dictionary found in the text, in folded offsets. */
export type Hit = Stretch & { readonly senses: readonly Sense[] };

/** A text laid open for the readers: folded, cut into sentences and sections, its known words marked. */
export type Page = {
  readonly original: string;
  readonly folded: Folded;
  readonly text: string;
  readonly hits: readonly Hit[];
  readonly sentences: readonly Stretch[];
  readonly sections: readonly Section[];
  readonly lexicon: Lexicon;
};

export function layOpen(lexicon: Lexicon, original: string): Page {
  const folded = fold(original);
  const { text } = folded;
  const sections = sectionsOf(text);
  const bare = { original, folded, text, sections, lexicon, sentences: sentencesOf(text) };
  return { ...bare, hits: findWords(bare) };
}

/** One line of a list, laid open as it stands: it has no headings, and it is one sentence. */
export function layOpenLine(lexicon: Lexicon, original: string): Page {
  const folded = fold(original);
  const { text } = folded;
  const bare = { original, folded, text, sections: [], lexicon, sentences: [{ from: 0, to: text.length }] };
  return { ...bare, hits: findWords(bare) };
}

type Bare = Pick<Page, 'original' | 'folded' | 'text' | 'lexicon' | 'sections'>;

const letter = /[a-z]/u;
const letterOrDigit = /[a-z0-9]/u;

/** All known words, the longest first where they overlap. */
function findWords(page: Bare): Hit[] {
  const hits = page.lexicon.finder
    .search(page.text)
    .map(({ start, end, pattern }) => ({ from: start, to: end, senses: sensesAt(page, start, end, pattern) }))
    .filter((hit) => hit.senses.length > 0)
    .sort((one, other) => one.from - other.from || other.to - one.to);
  const kept: Hit[] = [];
  let free = 0;
  for (const hit of hits) {
    if (hit.from < free) continue;
    kept.push(hit);
    free = hit.to;
  }
  return kept;
}

function sensesAt(page: Bare, from: number, to: number, pattern: string): Sense[] {
  if (!standsAlone(page.text, from, to)) return [];
  if (page.sections.some((section) => from >= section.heading.from && to <= section.heading.to)) return [];
  const [start, end] = unfold(page.folded, from, to);
  const written = page.original.slice(start, end);
  return (page.lexicon.terms.get(pattern) ?? [])
    .filter((term) => term.exact === undefined || term.exact === written)
    .map((term) => term.sense);
}

/** `hb` in `hba1c` is no haemoglobin; `k3.5` and `warfarin3mg` are typed like that at night, so a digit may follow a word. */
function standsAlone(text: string, from: number, to: number): boolean {
  const first = text[from] ?? '';
  const last = text[to - 1] ?? '';
  const before = text[from - 1] ?? ' ';
  const after = text[to] ?? ' ';
  if (letterOrDigit.test(first) && letter.test(before)) return false;
  if (/[0-9]/u.test(first) && letterOrDigit.test(before)) return false;
  if (letter.test(last) && letter.test(after)) return false;
  return !(/[0-9]/u.test(last) && letterOrDigit.test(after));
}

export const placeOf = (page: Page, from: number, to: number): SourcePlace => {
  const span = unfold(page.folded, from, to);
  return { text: page.original.slice(...span), span };
};

export const written = (page: Page, from: number, to: number): string =>
  page.original.slice(...unfold(page.folded, from, to));

export const senseOf = <Kind extends Sense['kind']>(hit: Hit, kind: Kind): (Sense & { kind: Kind }) | undefined =>
  hit.senses.find((sense): sense is Sense & { kind: Kind } => sense.kind === kind);

export const hitsOf = (page: Page, kind: Sense['kind']): Hit[] =>
  page.hits.filter((hit) => senseOf(hit, kind) !== undefined);

export const sentenceAt = (page: Page, at: number): Stretch =>
  page.sentences.find((each) => at >= each.from && at < each.to) ?? { from: 0, to: page.text.length };
