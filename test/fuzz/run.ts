import { join } from 'node:path';
import { ReadingProcess } from '#src/adapters/intake/reading-room.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { spoil } from './mutate.ts';
import { seeds } from './seeds.ts';

/**
 * `npm run fuzz [turns] [first seed]`: spoiled files through the real reading process. Says what came of them; exit 1 when a reader fell, hung or
 * would not let go of memory. A seed that did is printed and spoils in the same way again.
 */
const [turns = 100_000, first = 1] = process.argv.slice(2).map(Number);
const limits = { ...usualLimits, milliseconds: 20_000, megabytes: 700 };
const room = new ReadingProcess(join(import.meta.dirname, '../../src/start/reading-worker.ts'), limits);
const files = seeds(join(import.meta.dirname, '../../../shared/samples'), {
  most: 150_000,
  withPictures: process.argv.includes('--pictures'),
});

const outcomes: Record<string, number> = {};
const bad: string[] = [];
const before = process.memoryUsage().rss;
const from = performance.now();
for (let turn = 0; turn < turns; turn += 1) {
  const file = files[turn % files.length];
  if (file === undefined) break;
  const seed = first + turn;
  for (const report of await room.read({ name: file.name, bytes: spoil(file.bytes, seed) })) {
    const what = report.outcome === 'refused' ? report.code : report.outcome;
    outcomes[what] = (outcomes[what] ?? 0) + 1;
    if (what === 'upload.too-slow' || what === 'upload.reader-failed') bad.push(`seed ${seed} ${file.name}: ${what}`);
  }
}
await room.close();
const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
process.stdout.write(
  `${JSON.stringify({ turns, first, seconds: Math.round((performance.now() - from) / 1000), outcomes, grownMiB: Math.round(grown), bad }, null, 1)}\n`,
);
process.exitCode = bad.length > 0 || grown > 64 ? 1 : 0;
