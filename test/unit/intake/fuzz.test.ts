import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usualLimits } from '#src/ports/readers.ts';
import { readingPipeline } from '#src/start/reading-tools.ts';
import { spoil } from '../../fuzz/mutate.ts';
import { seeds } from '../../fuzz/seeds.ts';

/** Two thousand here, with seeds that stay; `npm run fuzz` does a hundred thousand. */
const turns = 2000;

test('whatever is wrong in a file, it is read, doubted or refused with a code, and nothing falls over', async () => {
  const pipeline = readingPipeline();
  const files = seeds(join(import.meta.dirname, '../../../../shared/samples'), { most: 20_000 });
  for (let turn = 0; turn < turns; turn += 1) {
    const file = files[turn % files.length];
    if (file === undefined) throw new Error('There is nothing to spoil');
    const reports = await pipeline({ name: file.name, bytes: spoil(file.bytes, turn) }, usualLimits);
    expect(reports.length).toBeGreaterThan(0);
    for (const report of reports) {
      if (report.outcome === 'refused') expect(report.code).toMatch(/^upload\./u);
      for (const { confidence, source, name } of report.findings) {
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        expect(source).toBeTypeOf('object');
        expect(name).toBeTypeOf('string');
      }
    }
  }
}, 600_000);
