import { parseArgs } from 'node:util';
import { thePolicy } from '../builders/the-policy.ts';
import { randomCases } from './random.ts';

const { values } = parseArgs({ options: { cases: { type: 'string' }, seed: { type: 'string' } } });
const count = Number(values.cases ?? 1_000_000);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const from = performance.now();
const { differing, allowed } = randomCases(thePolicy.judge, {
  count,
  seed,
  said: (asked) => process.stderr.write(`${asked} cases\n`),
});
const seconds = Math.round((performance.now() - from) / 100) / 10;
for (const one of differing) process.stderr.write(`${one}\n`);
process.stdout.write(`${JSON.stringify({ cases: count, seed, allowed, disagreements: differing.length, seconds })}\n`);
process.exitCode = differing.length === 0 ? 0 : 1;
