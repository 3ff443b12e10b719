import type { Finding, SourcePlace } from '../record/finding.ts';
import type { Ask, ReadNote } from '../record/note.ts';
import { compileLexicon } from './compile-lexicon.ts';
import { countPatients } from './count-patients.ts';
import type { Knowledge, Lexicon } from './lexicon.ts';
import { layOpen, type Page, placeOf } from './page.ts';
import { readAllergies } from './read-allergies.ts';
import { readAsk } from './read-ask.ts';
import { readIdentity } from './read-identity.ts';
import { readMedications } from './read-medications.ts';
import { readProblems } from './read-problems.ts';
import { readResults } from './read-results.ts';
import { readStudies } from './read-studies.ts';
import { readVitals } from './read-vitals.ts';
import { trimmed } from './stretch.ts';

export type Circumstances = {
  readonly now: Date;
  /** The writer's language. Both languages are read alike, so nothing depends on it so far. */
  readonly preferred?: 'en' | 'zh';
};

export type Reader = (text: string, circumstances: Circumstances) => ReadNote;

/** A reader that has the tables by heart. Make it once; it takes some tens of milliseconds. */
export const makeReader = (knowledge: Knowledge): Reader => {
  const lexicon = compileLexicon(knowledge);
  return (text, circumstances) => readNote(lexicon, text, circumstances);
};

/** Reads a free text, English or Chinese or both, into findings. What it cannot read it shows as unread; it never throws. */
export function readNote(lexicon: Lexicon, text: string, { now }: Circumstances): ReadNote {
  const page = layOpen(lexicon, text);
  const allergies = readAllergies(page);
  const medications = readMedications(page, allergies.taken);
  const identity = readIdentity(page, now);
  const all = inOrder([
    ...identity,
    ...allergies.findings,
    ...medications,
    // The MR of "gliclazide MR" is no mitral regurgitation.
    ...readProblems(page, allergies.taken).filter((each) => !medications.some((other) => meet(each, other))),
    // The K of the number K936853(1) is no potassium.
    ...readResults(page).filter((each) => !identity.some((other) => other.name !== 'name-en' && meet(each, other))),
    ...readVitals(page),
    ...readStudies(page),
  ]);
  const findings = onceEach(all);
  const ask = readAsk(page, findings);
  return { ask, findings, patients: countPatients(page, findings), unread: unreadIn(page, all, ask) };
}

const meet = (one: Finding, other: Finding): boolean => {
  const [[from, to], [start, end]] = [one.source.span ?? [0, 0], other.source.span ?? [0, 0]];
  return from < end && start < to;
};

const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((one, other) => (one.source.span?.[0] ?? 0) - (other.source.span?.[0] ?? 0));

/** What a note says twice in the same words is one finding, at its first place; surer when either is. */
function onceEach(findings: readonly Finding[]): Finding[] {
  const kept = new Map<string, Finding>();
  for (const finding of findings) {
    const { source: _place, confidence, ...said } = finding;
    const key = JSON.stringify(said).toLowerCase();
    const before = kept.get(key);
    kept.set(key, before === undefined ? finding : { ...before, confidence: Math.max(before.confidence, confidence) });
  }
  return [...kept.values()];
}

function unreadIn(page: Page, findings: readonly Finding[], ask: Ask): SourcePlace[] {
  const used = [...findings.map((each) => each.source), ...Object.values(ask).map((each) => each.source)].flatMap(
    ({ span }) => (span === undefined ? [] : [span]),
  );
  return page.sentences
    .map((sentence) => trimmed(page.text, sentence))
    .filter(
      ({ from, to }) => to > from && !page.sections.some(({ heading }) => heading.from <= from && heading.to >= to),
    )
    .map(({ from, to }) => placeOf(page, from, to))
    .filter(({ span }) => span !== undefined && !used.some(([from, to]) => from < span[1] && span[0] < to));
}
