import { readNote } from '../reading/read-note.ts';
import type { Finding } from '../record/finding.ts';
import type { Tools } from './tools.ts';

type Proposed = { readonly type: string; readonly name: string; readonly quote: string };

const hidden = '█';

/**
 * The text with everything that names the patient blacked out, letter for letter, so that places stay: every finding of identity, each again wherever
 * else it stands, and whatever looks like a number of a person or a telephone.
 */
export function withoutNames(text: string, findings: readonly Finding[]): string {
  const said = findings.flatMap((each) =>
    each.type === 'identity' ? [each.value, each.source.text ?? '', ...each.value.split(/[\s,]+/u)] : [],
  );
  const words = [...new Set(said)]
    .filter((each) => each.trim().length > 1)
    .toSorted((one, other) => other.length - one.length);
  const blacked = words.reduce((left, word) => left.replaceAll(word, hidden.repeat(word.length)), text);
  return blacked.replace(/[A-Za-z]{0,2}\d{6,}(?:\s?\([0-9A-Za-z]\))?|\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}/gu, (number) =>
    hidden.repeat(number.length),
  );
}

/** Never surer than this: whatever a model brought is asked about. */
const most = 0.6;
const kinds = new Set<Finding['type']>(['problem', 'allergy', 'medication', 'result', 'vital', 'procedure']);

/**
 * Of what a model proposed, what the source bears out without any model: the quote stands in the text to the letter, the name stands in the quote, and the
 * rules, reading the line it stands in, find that very thing with the same kind there. What they find is kept as they read it, so neither a dose nor a
 * denial can come from the model. Orders hidden in an upload bring nothing, for they are no finding of the rules.
 */
export function borneOut(
  tools: Tools,
  text: string,
  known: readonly Finding[],
  proposals: readonly Proposed[],
): Finding[] {
  const taken = new Set(known.map(keyOf));
  return proposals.slice(0, 200).flatMap(({ type, name, quote }) => {
    const at = quote.trim().length < 2 || quote.includes(hidden) ? -1 : text.indexOf(quote);
    if (at === -1 || name.trim() === '' || !quote.toLowerCase().includes(name.toLowerCase())) return [];
    const from = text.lastIndexOf('\n', at) + 1;
    const end = text.indexOf('\n', at + quote.length);
    const line = text.slice(from, end === -1 ? text.length : end);
    return readNote(tools.lexicon, line, { now: tools.now }).findings.flatMap((finding) => {
      const [start, stop] = finding.source.span ?? [0, 0];
      const isThere = from + start < at + quote.length && at < from + stop;
      const isIt = finding.type === type && kinds.has(finding.type) && isNamed(finding, name);
      if (!isThere || !isIt || taken.has(keyOf(finding))) return [];
      taken.add(keyOf(finding));
      return [
        {
          ...finding,
          confidence: Math.min(finding.confidence, most),
          source: { ...finding.source, span: [from + start, from + stop] as const },
        },
      ];
    });
  });
}

const keyOf = (finding: Finding): string => {
  const what = 'ingredients' in finding && finding.ingredients?.length ? finding.ingredients.join('+') : finding.name;
  return `${finding.type} ${what} ${'value' in finding ? (finding.value ?? '') : ''}`.toLowerCase();
};

const isNamed = (finding: Finding, name: string): boolean => {
  const said = name.toLowerCase();
  const words = `${finding.name} ${finding.source.text ?? ''} ${'ingredients' in finding ? (finding.ingredients ?? []).join(' ') : ''}`;
  return words.toLowerCase().includes(said) || said.includes(finding.name.toLowerCase());
};
