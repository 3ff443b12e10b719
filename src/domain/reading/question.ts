import type { Asked } from '../record/note.ts';
import { asAsked } from './asked.ts';
import { rule } from './folding.ts';
import { type Page, sentenceAt, written } from './page.ts';
import { clausesOf, overlaps, type Stretch, trimmed } from './stretch.ts';

const asking = rule(
  '^(?:(?:please|pls|plz|kindly) (?:advise|help|see|assess|review|comment|consider|suggest|confirm|let)|(?:can|could|would|should|shall|may|is|are|does|do|how|what|when|which|whether|any)\\b.*\\?|(?:grateful|appreciate)\\b|(?:can|could|would) (?:you|we|i)\\b|advise\\b|請問|可否|能否|是否|應否|需否|想問|求問|煩請)|請問|可否|是否需|應否|需否|嗎[?]?$|\\p{L}\\s?\\?$',
);
const marked = rule('^\\?+\\s?\\p{L}');

/** What the writer wants to know: what stands under its heading, else the first sentence that asks, else a mark such as "?PCI". */
export function questionOf(page: Page): Asked<string> | undefined {
  const section = page.sections.find((each) => each.name === 'question');
  const under = section === undefined ? undefined : trimmed(page.text, section.body, /[\s,.;:。、]/u);
  if (under !== undefined && under.to > under.from) return asked(page, under, 0.95);
  const clauses = page.sentences
    .flatMap((sentence) => clausesOf(page.text, sentence))
    .filter((each) => !isDoubt(page, each));
  const words = ({ from, to }: Stretch): string => page.text.slice(from, to);
  const sentence = clauses.find((each) => asking.test(words(each)) && !marked.test(words(each)));
  if (sentence !== undefined) return asked(page, toItsEnd(page, sentence), 0.8);
  const mark = clauses.find((each) => marked.test(words(each)));
  return mark === undefined ? undefined : asked(page, mark, isKnown(page, mark) ? 0.8 : 0.6);
}

const asked = (page: Page, at: Stretch, confidence: number): Asked<string> =>
  asAsked(page, { ...at, value: written(page, at.from, at.to), confidence });

const toItsEnd = (page: Page, { from, to }: Stretch): Stretch =>
  trimmed(page.text, { from, to: Math.max(to, sentenceAt(page, from).to) }, /[\s,.;:。]/u);

/** "?STEMI" and "STEMI?" doubt a diagnosis; they ask nobody. */
function isDoubt(page: Page, clause: Stretch): boolean {
  const { length } = page.text.slice(clause.from, clause.to).replace(/[?\s]/gu, '');
  if (length < 2) return true;
  return page.hits.some(
    (hit) =>
      overlaps(hit, clause) && hit.senses.some(({ kind }) => kind === 'problem') && hit.to - hit.from >= length - 1,
  );
}

const isKnown = (page: Page, clause: Stretch): boolean => page.hits.some((hit) => overlaps(hit, clause));
