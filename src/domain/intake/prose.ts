import { readNote } from '../reading/read-note.ts';
import type { Finding, SourcePlace } from '../record/finding.ts';
import type { Tools } from './tools.ts';

type ProseOptions = {
  /** Where the words stand in the document; spans are counted from the start of these words. */
  readonly place: SourcePlace;
  /** How sure a finding may be at most: words in a remark say less than a coded field. */
  readonly atMost?: number;
  readonly only?: readonly Finding['type'][];
};

/** Reads free words inside a structured document: remarks, reports, narrative. Identity is never taken from there. */
export function readProse(tools: Tools, words: string, { place, atMost = 1, only }: ProseOptions): Finding[] {
  if (words.trim() === '') return [];
  return readNote(tools.lexicon, words, { now: tools.now })
    .findings.filter(({ type }) => type !== 'identity' && (only === undefined || only.includes(type)))
    .map((finding) => ({
      ...finding,
      confidence: Math.min(finding.confidence, atMost),
      source: { ...finding.source, ...place },
    }));
}

/** The same thing said twice is one finding: a coded one goes before one read from words. */
export function withoutRepeats(coded: readonly Finding[], fromWords: readonly Finding[]): Finding[] {
  const seen = new Set(coded.flatMap(keysOf));
  const more = fromWords.filter((finding) => !keysOf(finding).some((key) => seen.has(key)));
  return [...coded, ...more];
}

function keysOf(finding: Finding): string[] {
  const words = finding.name.toLowerCase().trim();
  switch (finding.type) {
    case 'allergy':
    case 'medication':
      return [
        `${finding.type} ${words}`,
        ...(finding.ingredients ?? []).map((each) => `${finding.type} ${each}`),
        ...(finding.type === 'allergy' && finding.status !== 'present' ? [`allergy ${finding.status}`] : []),
      ];
    case 'problem':
      return [`problem ${words}`, ...(finding.code === undefined ? [] : [`problem ${finding.code.slice(0, 3)}`])];
    case 'result':
    case 'vital':
      return [`${finding.code ?? words} ${finding.value ?? ''}`];
    default:
      return [`${finding.type} ${words}`];
  }
}
