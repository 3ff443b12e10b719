import { parseArgs } from 'node:util';
import { endScanning } from '#src/adapters/intake/ocr/scan.ts';
import { readingPipeline } from '#src/start/reading-tools.ts';
import { measure } from './measure.ts';
import { picturedCases } from './pictured.ts';
import { tableOf } from './table.ts';
import type { Case } from './truth.ts';
import { wordedCases } from './worded.ts';

/**
 * `npm run accuracy [-- --words 480 --pages 96 --seed 1 --complaints]`: generated documents with known truth through the readers. Prints the tables of
 * docs/accuracy.md; `--complaints` also prints what was missed or wrong, one a line.
 */
const { values } = parseArgs({
  options: {
    words: { type: 'string', default: '480' },
    pages: { type: 'string', default: '96' },
    seed: { type: 'string', default: '1' },
    complaints: { type: 'boolean', default: false },
  },
});
const [words, pages, seed] = [Number(values.words), Number(values.pages), Number(values.seed)];
if (![words, pages, seed].every((each) => Number.isInteger(each) && each >= 0 && each <= 100_000)) {
  process.stderr.write('--words, --pages and --seed take whole numbers\n');
  process.exit(2);
}

async function* all(): AsyncGenerator<Case> {
  yield* wordedCases(seed, words);
  yield* picturedCases(seed, pages);
}
const groups = await measure(readingPipeline(), all());
await endScanning();
process.stdout.write(tableOf(groups, { seed, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
if (values.complaints)
  for (const each of groups.flatMap(({ complaints }) => complaints)) process.stdout.write(`${each}\n`);
