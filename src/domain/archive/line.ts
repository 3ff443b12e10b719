import { categoryOf } from '../access/redact.ts';
import { speaksOfRestricted } from '../access/restricted.ts';
import type { Category } from '../consent/category.ts';
import type { Lexicon, Sense } from '../reading/lexicon.ts';
import { layOpenLine } from '../reading/page.ts';
import type { Finding } from '../record/finding.ts';
import type { ArchiveLine } from './entry.ts';
import { codeTerm, meaningsIn } from './terms.ts';

const longest = 300;
const mostLines = 600;

/** A text as lines that fit a screen; nothing of it is lost but what is beyond six hundred of them. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n|\u2028|\u2029/u)
    .flatMap((line) => cut(line.replace(/\s+/gu, ' ').trim()))
    .slice(0, mostLines);

function cut(line: string): readonly string[] {
  if (line === '') return [];
  if (line.length <= longest) return [line];
  const space = line.lastIndexOf(' ', longest);
  const at = space > longest / 2 ? space : longest;
  return [line.slice(0, at), ...cut(line.slice(at).trim())];
}

/** A line of free text, which needs leave for every part of the record it names something of. */
export function lineOf(lexicon: Lexicon, text: string, base: readonly Category[]): ArchiveLine {
  const senses = layOpenLine(lexicon, text).hits.flatMap((hit) => hit.senses);
  return {
    text,
    needs: [
      ...new Set([
        ...base,
        ...senses.flatMap((sense) => partOf(sense)),
        ...(speaksOfRestricted(text) ? (['sensitive'] as const) : []),
      ]),
    ],
    means: meansOf(lexicon, text),
  };
}

/** A finding as a line: its name and value as written, found by its code too. */
export function lineOfFinding(lexicon: Lexicon, finding: Finding): ArchiveLine | undefined {
  const part = categoryOf(finding);
  if (part === 'identity' || finding.type === 'identity' || finding.status === 'absent') return undefined;
  const text = [
    finding.name,
    ...('value' in finding && finding.value ? [finding.value] : []),
    ...('unit' in finding && finding.unit ? [finding.unit] : []),
    ...('dose' in finding && finding.dose ? [finding.dose] : []),
    ...('frequency' in finding && finding.frequency ? [finding.frequency] : []),
    ...('reaction' in finding && finding.reaction ? [finding.reaction] : []),
  ].join(' ');
  const line = lineOf(lexicon, text.slice(0, longest), [part]);
  const ingredients = 'ingredients' in finding ? (finding.ingredients ?? []) : [];
  return {
    ...line,
    means: [
      ...new Set([
        ...line.means,
        ...ingredients.map((one) => `drug:${one.toLowerCase()}`),
        ...('code' in finding && finding.code ? finding.code.split(';').map(codeTerm) : []),
      ]),
    ],
  };
}

const meansOf = (lexicon: Lexicon, text: string): readonly string[] => [
  ...new Set(meaningsIn(lexicon, text).flatMap(({ alternatives }) => alternatives.flat())),
];

function partOf(sense: Sense): readonly Category[] {
  switch (sense.kind) {
    case 'drug':
      return ['medicines'];
    // A substance is an allergen only where somebody is allergic to it; as a finding it says so itself.
    case 'allergen':
      return [];
    case 'problem':
      return ['problems'];
    case 'test':
    case 'vital':
      return ['results'];
    case 'study':
      return [];
  }
}
