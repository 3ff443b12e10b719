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
  return (
    readNote(tools.lexicon, words, { now: tools.now })
      .findings.filter(({ type }) => type !== 'identity' && (only === undefined || only.includes(type)))
      // "A low sodium diet" is no result: beside coded results only figures count.
      .filter((finding) => finding.type !== 'result' || finding.status === 'pending' || /\d/u.test(finding.value ?? ''))
      .map((finding) => ({
        ...finding,
        confidence: Math.min(finding.confidence, atMost),
        source: { ...finding.source, ...place },
      }))
  );
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

/** A drug told several times in one document is told once, as fully as it was said; another dose or course is another telling. */
export function mergeTellings(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings) {
    const twin = kept.findIndex((other) => isSameTelling(other, finding));
    const before = kept[twin];
    if (before === undefined) kept.push(finding);
    else if (weight(finding) > weight(before)) kept[twin] = finding;
  }
  return kept;
}

type Telling = Finding & { readonly type: 'medication' };
const isTelling = (finding: Finding): finding is Telling =>
  finding.type === 'medication' && finding.status === 'present';

function isSameTelling(one: Finding, other: Finding): boolean {
  if (!isTelling(one) || !isTelling(other)) return false;
  const name = (each: Telling) => (each.ingredients ?? [each.name]).join('+').toLowerCase();
  const agrees = (part: 'dose' | 'route' | 'frequency') =>
    one[part] === undefined ||
    other[part] === undefined ||
    one[part] === other[part] ||
    one[part].startsWith(other[part]) ||
    other[part].startsWith(one[part]);
  const course = one.course === other.course || one.course === 'current' || other.course === 'current';
  const bare = (each: Telling) => each.dose === undefined && each.frequency === undefined;
  // That it is stopped is never swallowed by a line that only says how it was taken.
  const kinds = (one.course === 'stopped') === (other.course === 'stopped');
  return (
    name(one) === name(other) &&
    course &&
    kinds &&
    agrees('dose') &&
    agrees('route') &&
    (agrees('frequency') || bare(one) || bare(other))
  );
}

const weight = (finding: Finding): number =>
  isTelling(finding)
    ? (finding.dose === undefined ? 0 : 4) +
      (finding.frequency === undefined ? 0 : 2) +
      (finding.course === 'current' ? 0 : 3) +
      (finding.route === undefined ? 0 : 1)
    : 0;
