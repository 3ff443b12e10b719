import { mkdtempSync, readdirSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markedCopy } from '#src/adapters/copies/marked-copy.ts';
import { pagePicture } from '#src/adapters/intake/page-picture.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { readingPipeline } from '#src/start/reading-tools.ts';
import { generatePages } from '#test/builders/pages.ts';

const before = process.env['TMPDIR'];
const room = mkdtempSync(join(tmpdir(), 'baton-traces-'));
beforeAll(() => {
  process.env['TMPDIR'] = room;
});
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(room, { recursive: true });
});

/** The languages' own data, laid side by side where the recogniser looks for them. */
const ofLanguages = /^baton-scan-\w+(\/\w+\.traineddata\.gz)?$/;

test('recognising, drawing and copying a page puts nothing of it into the folder for temporary files, not even for a moment', async () => {
  const seen: string[] = [];
  const watcher = watch(room, { recursive: true }, (_, name) => seen.push(String(name)));
  try {
    const { bytes: page } = (await generatePages(7, 1).next()).value as { readonly bytes: Buffer };
    const [report] = await readingPipeline()({ name: 'scan.png', bytes: page }, usualLimits);
    expect(report?.findings.length).toBeGreaterThan(0);
    await pagePicture(page, 1, usualLimits);
    await markedCopy(page, 'Copy', usualLimits);
    // The watcher tells a moment later.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([seen.filter((name) => !ofLanguages.test(name)), readdirSync(room)]).toEqual([[], []]);
  } finally {
    watcher.close();
  }
});
