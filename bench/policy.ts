import { parseArgs } from 'node:util';
import type { Judge } from '#src/domain/access/question.ts';
import { thePolicy } from '#test/builders/the-policy.ts';
import { lookQuestion } from '#test/matrix/asking.ts';
import type { Look } from '#test/matrix/law.ts';

/**
 * How long one decision takes with the rules of config/policy, and one whole look (every category of one referral): `node bench/policy.ts [--count 20000]`.
 * Prints one JSON object; times in milliseconds. Exit 1 when the slowest one in a hundred decisions takes a millisecond or more.
 */
const { values } = parseArgs({ options: { count: { type: 'string', default: '20000' } } });
const count = Number(values.count);
if (!Number.isInteger(count) || count < 100 || count > 5_000_000) {
  process.stderr.write('--count takes 100 to 5000000\n');
  process.exit(2);
}

const look: Look = {
  role: 'clinician',
  side: 'receiving',
  part: 'team',
  present: true,
  state: 'delivered',
  signed: true,
  look: 'read',
  parcel: 'allergies',
  decision: 'everything ordinary',
  emergency: 'none',
  why: 'care',
  saidWhy: false,
  extraReason: false,
  requestOpen: false,
};
const parcels = ['problems', 'medicines', 'allergies', 'results', 'imaging', 'documents', 'sensitive'] as const;
const questions = parcels.map((parcel) => lookQuestion({ ...look, parcel }));
const strangers = parcels.map((parcel) => lookQuestion({ ...look, parcel, side: 'elsewhere', part: 'none' }));
const { judge, rules } = thePolicy;

function times(rounds: number, work: (round: number) => void): readonly number[] {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = performance.now();
    work(round);
    taken.push(performance.now() - from);
  }
  return taken.sort((one, other) => one - other);
}

const at = (sorted: readonly number[], part: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 1_000) / 1_000;
const summary = (sorted: readonly number[]) => ({
  p50: at(sorted, 0.5),
  p95: at(sorted, 0.95),
  p99: at(sorted, 0.99),
  max: at(sorted, 1),
});

const one = (ask: Judge, from: typeof questions) => (round: number) => {
  const question = from[round % from.length];
  if (question) ask(question);
};
times(2_000, one(judge, questions));
const allowed = questions.filter((question) => judge(question).allowed).length;
const decisions = times(count, one(judge, [...questions, ...strangers]));
const looks = times(Math.ceil(count / 10), () => {
  for (const question of questions) judge(question);
});
const { p99 } = summary(decisions);
process.stdout.write(
  `${JSON.stringify({ ok: p99 < 1, rules: rules.length, allowed, decisions: { count, ...summary(decisions) }, looks: { count: looks.length, ...summary(looks) } })}\n`,
);
process.exitCode = p99 < 1 ? 0 : 1;
