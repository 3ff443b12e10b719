import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '../test/e2e/browser.ts';
import { lineOf } from './parts/a-line.ts';
import { memoryOf } from './parts/image-memory.ts';
import { imageService } from './parts/image-service.ts';
import { figures } from './parts/lines.ts';

/**
 * The image room on a phone behind a 4G line: from the tap until the first CT slice is seen, and until it is drawn by the decoder itself; scrolling through
 * sixty slices; memory of the page along a study of `--slices`, as the browser and as the viewer counts it (`--tries 0`: only that). Slices are 512 by 512 with noise, as a scanner makes, so that they squeeze no better than
 * real ones. The line: `--mbit` down with `--rtt` ms there and back (CDP's network model). `node bench/images.ts [--tries 5] [--slices 1000]`. One JSON object.
 */
const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '5' },
    slices: { type: 'string', default: '1000' },
    mbit: { type: 'string', default: '9' },
    rtt: { type: 'string', default: '170' },
  },
});
const [tries, many, mbit, rtt] = [values.tries, values.slices, values.mbit, values.rtt].map(Number);
if (tries === undefined || !(tries >= 0) || !many || !mbit || !rtt || tries > 100 || many < 100 || many > 3_000) {
  process.stderr.write('--tries, --slices (100 to 3000), --mbit and --rtt take positive numbers\n');
  process.exit(2);
}
const dist = await mkdtemp(join(tmpdir(), 'baton-bench-dist-'));
await build({ configFile: 'miniapp/vite.config.ts', logLevel: 'error', build: { outDir: dist, emptyOutDir: true } });
const service = await imageService(dist);
const { url } = service;
const browser = await launchBrowser();

try {
  const short = await service.study('short', 60);
  const long = await service.study('long', many);
  const seen: number[] = [];
  const drawn: number[] = [];
  let scrolled: Awaited<ReturnType<typeof scrollThrough>> | undefined;
  let again: typeof scrolled;
  for (let n = 0; n < tries; n += 1) {
    const { page, line, close } = await aPhone();
    await page.goto(`${url}/app/r/${short}`);
    await page.getByRole('link', { name: 'Look at the images' }).first().waitFor();
    // As somebody who reads the referral first; the small scripts of the other screens come meanwhile.
    await page.waitForTimeout(4_000);
    await line.send('Network.clearBrowserCache');
    const from = performance.now();
    await page.getByRole('link', { name: 'Look at the images' }).first().click();
    await page.waitForFunction(
      () =>
        (document.querySelector<HTMLImageElement>('.room__plain')?.naturalWidth ?? 0) > 0 ||
        document.querySelector('.room__overlay') !== null,
      undefined,
      { polling: 20, timeout: 120_000 },
    );
    seen.push(performance.now() - from);
    await page.waitForFunction(() => document.querySelector('.room__overlay') !== null, undefined, {
      polling: 20,
      timeout: 120_000,
    });
    drawn.push(performance.now() - from);
    if (n === tries - 1) {
      scrolled = await scrollThrough(page);
      await page.waitForTimeout(45_000);
      again = await scrollThrough(page);
    }
    await close();
  }
  const phone = await aPhone();
  const memory = await memoryOf({ browser, ...phone }, `${url}/app/r/${long}/images`, many);
  await phone.close();
  process.stdout.write(
    `${JSON.stringify({
      line: { mbit, rtt },
      ...(tries > 0 ? { firstSliceSeenMs: figures(seen), firstSliceDrawnMs: figures(drawn) } : {}),
      scrollAtOnce: scrolled,
      scrollAgain: again,
      slices: many,
      memory,
    })}\n`,
  );
} finally {
  await browser.close();
  await service.close();
  await rm(dist, { recursive: true, force: true });
}

async function aPhone(): Promise<{ page: Page; line: CDPSession; close: () => Promise<void> }> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-HK',
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
  });
  await service.signIn(context);
  const page = await context.newPage();
  const line = await lineOf(page, { mbit: mbit ?? 9, rtt: rtt ?? 170 });
  return { page, line, close: () => context.close() };
}

/** Sixty slices at ten a second from the first to the last. A frame is blank when the picture has one grey only; late when another slice than the one asked for stands there. */
async function scrollThrough(page: Page): Promise<{ frames: number; blank: number; late: number }> {
  const slider = page.getByRole('slider', { name: 'Slice' });
  await slider.fill('0');
  await page.waitForTimeout(1_500);
  const found = { frames: 0, blank: 0, late: 0 };
  for (let index = 0; index < 60; index += 1) {
    await slider.fill(String(index));
    await page.waitForTimeout(100);
    const { isBlank, isLate } = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.room__canvas canvas');
      const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      const greys = new Set<number>();
      for (let at = 0; data && at < data.length; at += 4 * 997) greys.add(data[at] ?? 0);
      const plain = document.querySelector<HTMLImageElement>('.room__plain');
      return {
        isBlank: greys.size < 3 && !(plain && plain.naturalWidth > 0),
        isLate: document.querySelector('.room__picture')?.getAttribute('data-late') === 'true',
      };
    });
    found.frames += 1;
    if (isBlank) found.blank += 1;
    if (isLate) found.late += 1;
  }
  return found;
}
