import { isSure } from '../../record/finding.ts';
import { givesOrders } from '../../record/orders.ts';
import type { PatientRecord, ProblemEntry } from '../../record/record.ts';
import { timeOf, yearsBetween } from '../../record/times.ts';
import { type Fact, folded, topicsOfName } from '../fact.ts';
import type { Frames } from '../frames.ts';
import type { Clause } from '../point.ts';
import { clause, quote, quoteDay, quoteName } from '../quote.ts';
import { leavesScar, weightOfProblem } from '../weights.ts';

const socialWeight = 1;

export function problemFacts(record: PatientRecord, asOf: number): readonly Fact[] {
  return record.problems
    .filter(({ course, name }) => course !== 'refuted' && !givesOrders(name))
    .map((entry) => {
      const words = folded(entry.name);
      const written = entry.mentions.at(-1)?.finding.name ?? entry.name;
      const base = weightOfProblem(words, written);
      const isFamily = entry.whose === 'family';
      const isSocial = base <= socialWeight;
      return {
        kind: isFamily ? 'family' : isSocial ? 'social' : 'problem',
        key: `problem:${entry.key}`,
        topics: topicsOfName(words, 'problems'),
        folded: words,
        ingredients: [],
        weight: isFamily ? Math.min(20, base / 4) : isSocial ? 6 : weigh(entry, base, asOf),
        isStop: false,
        say: (frames: Frames) => say(entry, frames),
      } satisfies Fact;
    });
}

function weigh(entry: ProblemEntry, base: number, asOf: number): number {
  const newest = timeOf(entry.since) ?? timeOf(entry.noted) ?? timeOf(entry.last);
  const years = newest === undefined ? 5 : yearsBetween(newest, asOf);
  const fresh = years < 1 ? 8 : years < 3 ? 3 : 0;
  const severity = entry.severity === 'severe' ? 8 : 0;
  if (entry.course === 'active') return base + (base > 5 ? fresh + severity : 0);
  if (leavesScar(base)) return base * 0.8 + fresh;
  // A sprain of thirty years ago is nobody's business; one of last month still is.
  return base * (years < 0.5 ? 0.8 : years < 2 ? 0.45 : 0.2);
}

function say(entry: ProblemEntry, frames: Frames): Clause | undefined {
  const present = entry.mentions.filter(({ finding }) => finding.status === 'present');
  const front =
    (entry.course === 'active'
      ? present.findLast(({ finding }) => (finding.course ?? 'active') === 'active')
      : present.at(-1)) ?? present.at(-1);
  if (front === undefined) return undefined;
  const name = quoteName(front);
  if (name === undefined) return undefined;
  const oldest = present.find(({ finding }) => finding.since !== undefined) ?? front;
  const since = quoteDay(oldest.source, oldest.finding.since);
  const isOver = entry.course !== 'active';
  const until = isOver ? quoteDay(front.source, front.finding.until) : undefined;
  // What says that it is over is quoted too; without either, nothing can be said of it.
  const state = isOver ? quote(front.source, stateIn(front.source.text ?? '')) : undefined;
  if (isOver && until === undefined && state === undefined) return undefined;
  const recorded = since === undefined && until === undefined ? quoteDay(front.source, front.at) : undefined;
  const doubt = isSure(front.finding) ? undefined : doubtIn(front.source.text ?? '');
  const doubted = doubt === undefined ? undefined : quote(front.source, doubt);
  const inside = [
    state ? frames.over(state.text.toLowerCase(), until?.text) : until ? frames.until(until.text) : undefined,
    since && !isOver ? frames.since(since.text) : undefined,
    recorded ? frames.recorded(recorded.text) : undefined,
    doubted ? frames.unconfirmed : undefined,
  ].filter((each) => each !== undefined);
  const words = `${tidy(name.text)}${inside.length > 0 ? frames.brackets(inside.join(frames.comma)) : ''}`;
  return clause(words, name, isOver ? undefined : since, until, recorded, doubted, state);
}

const doubtIn = (text: string): string | undefined =>
  /\b(?:unconfirmed|provisional|differential|presumed|suspected|possible|probable)\b|疑似|懷疑/iu.exec(text)?.[0];
const stateIn = (text: string): string | undefined => /\b(?:resolved|remission|inactive)\b/iu.exec(text)?.[0];

/** SNOMED's tag is for machines. */
export const tidy = (name: string): string =>
  name.replace(/\s*\((?:disorder|finding|situation|procedure|substance|medicinal product|product|event)\)\s*$/iu, '');
