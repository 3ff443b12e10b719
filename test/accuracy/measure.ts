import type { Pipeline } from '#src/adapters/intake/pipeline.ts';
import type { DocumentReport, Reading } from '#src/domain/intake/document.ts';
import { checkAgainst } from '#src/domain/intake/identity-guard.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { diceFrom } from '#test/builders/pages.ts';
import { type Field, fields, letterErrors, type Score, scoreOf, sumOf } from './score.ts';
import { rightPatient, stranger } from './strangers.ts';
import type { Case, Group } from './truth.ts';

export type GroupFigures = {
  readonly group: Group;
  readonly documents: number;
  readonly fields: Readonly<Record<Field, Score>>;
  /** Wrong letters of recognised pages, in parts of all letters. */
  readonly letterErrors?: number;
  readonly secondsPerDocument: { readonly middle: number; readonly slowest: number };
  /** Documents sent for the wrong patient and stopped or asked about; documents of the right patient that were stopped. */
  readonly planted: number;
  readonly stopped: number;
  readonly right: number;
  readonly falseStops: number;
  readonly complaints: readonly string[];
};

type One = {
  readonly scores: Record<Field, Score>;
  readonly milliseconds: number;
  readonly letters: { readonly wrong: number; readonly of: number } | undefined;
  readonly guarded:
    | { readonly planted: boolean; readonly stopped: boolean; readonly right: boolean; readonly falseStop: boolean }
    | undefined;
};

/** Reads each document and holds it against what it is known to say; whom it names is held against the right patient and against a stranger. */
export async function measure(pipeline: Pipeline, cases: AsyncIterable<Case>): Promise<readonly GroupFigures[]> {
  const groups = new Map<Group, { ones: One[]; complaints: string[] }>();
  let number = 0;
  for await (const one of cases) {
    const from = performance.now();
    const [report] = await pipeline({ name: 'upload', bytes: one.bytes }, usualLimits);
    const milliseconds = performance.now() - from;
    const scores = scoreOf(one.truth, report);
    const there = groups.get(one.group) ?? { ones: [], complaints: [] };
    groups.set(one.group, there);
    there.ones.push({
      scores,
      milliseconds,
      letters: one.letters === undefined ? undefined : letterErrors(one.letters, textOf(report)),
      guarded: guarded(one, report, number),
    });
    there.complaints.push(
      ...fields.flatMap((field) =>
        scores[field].complaints.map((each) => `${one.name} ${one.kind} ${one.tongue} ${field}: ${each}`),
      ),
    );
    number += 1;
  }
  return [...groups].map(([group, { ones, complaints }]) => figures(group, ones, complaints));
}

const isReading = (report: DocumentReport | undefined): report is { readonly file: string } & Reading =>
  report !== undefined && report.outcome !== 'refused';
const textOf = (report: DocumentReport | undefined): string => (isReading(report) ? (report.text ?? '') : '');

/** Anything but a plain match stops filing: a mismatch until a second person confirms, the rest until somebody has answered. */
function guarded({ truth }: Case, report: DocumentReport | undefined, number: number): One['guarded'] {
  if (!isReading(report) || truth.hkid === undefined) return undefined;
  const verdict = (to: Parameters<typeof checkAgainst>[1]) => checkAgainst(report, to).guard.verdict;
  return {
    planted: true,
    stopped: verdict(stranger(truth, number, diceFrom(number + 1)).to) !== 'match',
    right: true,
    falseStop: verdict(rightPatient(truth)) === 'mismatch',
  };
}

function figures(group: Group, ones: readonly One[], complaints: readonly string[]): GroupFigures {
  const letters = ones.flatMap((each) => (each.letters === undefined ? [] : [each.letters]));
  const all = letters.reduce((sum, { of }) => sum + of, 0);
  const guards = ones.flatMap(({ guarded: each }) => (each === undefined ? [] : [each]));
  const times = ones.map(({ milliseconds }) => milliseconds / 1000).toSorted((one, other) => one - other);
  const count = (which: 'planted' | 'stopped' | 'right' | 'falseStop') => guards.filter((each) => each[which]).length;
  return {
    group,
    documents: ones.length,
    // Every field of the table is there, so the entries make the whole record again.
    fields: Object.fromEntries(
      fields.map((field) => [field, sumOf(ones.map(({ scores }) => scores[field]))]),
    ) as Record<Field, Score>,
    ...(all === 0 ? {} : { letterErrors: letters.reduce((sum, { wrong }) => sum + wrong, 0) / all }),
    secondsPerDocument: { middle: times[Math.floor(times.length / 2)] ?? 0, slowest: times.at(-1) ?? 0 },
    planted: count('planted'),
    stopped: count('stopped'),
    right: count('right'),
    falseStops: count('falseStop'),
    complaints,
  };
}
