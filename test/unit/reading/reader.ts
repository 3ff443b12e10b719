import { loadKnowledge } from '#config/knowledge.ts';
import { compileLexicon } from '#src/domain/reading/compile-lexicon.ts';
import { readNote } from '#src/domain/reading/read-note.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import type { ReadNote } from '#src/domain/record/note.ts';

export const now = new Date('2026-11-23T00:00:00Z');
export const lexicon = compileLexicon(loadKnowledge());
export const read = (text: string): ReadNote => readNote(lexicon, text, { now });

const mark = { present: '', absent: 'no ', unknown: 'unknown ', pending: 'pending ' } as const;
const join = (...parts: (string | undefined)[]): string =>
  parts.filter((each) => each !== undefined && each !== '').join(' ');

/** A finding as one line that a clinician can read in a table of expectations. `?` at the end: shown as not sure. */
export function inWords(finding: Finding): string {
  const doubt = finding.confidence < 0.8 ? ' ?' : '';
  const said = mark[finding.status];
  switch (finding.type) {
    case 'identity':
      return `${finding.name}: ${finding.value}${finding.valid === false ? ' (wrong)' : ''}${doubt}`;
    case 'allergy':
      return `${said}allergy: ${join(finding.name, finding.reaction && `(${finding.reaction})`, finding.severity)}${doubt}`;
    case 'medication': {
      const course = finding.course === 'current' ? '' : `${finding.course} `;
      const what = finding.ingredients?.join('+') ?? `"${finding.name}"`;
      return `${said}${course}drug: ${join(what, finding.dose, finding.route, finding.frequency, finding.duration && `for ${finding.duration}`)}${doubt}`;
    }
    case 'problem':
      return `${said}${finding.whose === 'family' ? 'family ' : ''}problem: ${finding.code ?? finding.name}${doubt}`;
    case 'result':
    case 'vital':
      return `${said}${finding.type}: ${join(finding.name, finding.value, finding.unit, finding.flag, finding.range && `[${finding.range}]`)}${doubt}`;
    default:
      return `${said}${finding.type}: ${join(finding.name, finding.value && `= ${finding.value}`, finding.at)}${doubt}`;
  }
}

export const words = (text: string): string[] => read(text).findings.map(inWords);
