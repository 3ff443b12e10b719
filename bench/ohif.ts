import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { launchBrowser } from '../test/e2e/browser.ts';
import { lineOf } from './parts/a-line.ts';
import { largestPage } from './parts/image-memory.ts';
import { imageService } from './parts/image-service.ts';
import { figures } from './parts/lines.ts';
import { ohifFolder, ohifService } from './parts/ohif-service.ts';

/**
 * The image room beside the OHIF viewer of npm, at a desk (OHIF has no phone layout), behind the same 4G line, in turns, the same slices: from opening the address until
 * the first CT slice is seen, with an empty cache and with the programs cached; bytes over the line until then; sixty slices at ten a second right after; memory of the
 * page after `--slices` slices, one after the other, without the line. OHIF gets the files as they are and asks nobody's leave; ours are sealed, authorised one by one.
 * `node bench/ohif.ts [--tries 5] [--slices 1000] [--mbit 9] [--rtt 170]`. One JSON object; `skipped` where the registry does not give OHIF.
 */
const { values } = parseArgs({
  options: {
    tries: { type: 'string', default: '5' },
    slices: { type: 'string', default: '1000' },
    mbit: { type: 'string', default: '9' },
    rtt: { type: 'string', default: '170' },
  },
});
const [tries = 0, many = 0, mbit = 0, rtt = 0] = [values.tries, values.slices, values.mbit, values.rtt].map(Number);
if (!(tries > 0 && tries <= 50) || !(many >= 100 && many <= 3_000) || !(mbit > 0) || !(rtt > 0)) {
  process.stderr.write('--tries (1 to 50), --slices (100 to 3000), --mbit and --rtt take positive numbers\n');
  process.exit(2);
}
const folder = ohifFolder();
if (folder === undefined) {
  process.stdout.write(`${JSON.stringify({ skipped: 'OHIF could not be had from the registry' })}\n`);
  process.exit(0);
}

const short = 60;
const dist = await mkdtemp(join(tmpdir(), 'baton-bench-dist-'));
await build({ configFile: 'miniapp/vite.config.ts', logLevel: 'error', build: { outDir: dist, emptyOutDir: true } });
const service = await imageService(dist);
const ohif = await ohifService(folder, [short, many]);
const browser = await launchBrowser();

type Side = {
  readonly address: (count: number) => string;
  /** Lets a person in, where somebody asks who it is. */
  readonly enter: (context: BrowserContext) => Promise<unknown>;
  /** Runs in the page: some slice is seen. */
  readonly seen: () => boolean;
  /** Runs in the page: the number of the slice that stands there with its picture, from 1; 0 where none does. */
  readonly standing: () => number;
  readonly step: (page: Page, from: number) => Promise<void>;
};

try {
  const ours = new Map<number, string>();
  for (const count of [short, many]) ours.set(count, await service.study(count === short ? 'short' : 'long', count));
  const sides: Readonly<Record<'baton' | 'ohif', Side>> = {
    baton: {
      address: (count) => `${service.url}/app/r/${ours.get(count)}/images`,
      enter: (context) => service.signIn(context),
      seen: () =>
        (document.querySelector<HTMLImageElement>('.room__plain')?.naturalWidth ?? 0) > 0 ||
        document.querySelector('.room__overlay') !== null,
      standing: () => {
        const slider = document.querySelector<HTMLInputElement>('.room__slider');
        const isLate = document.querySelector('.room__picture')?.getAttribute('data-late') === 'true';
        return slider && !isLate && document.querySelector('.room__overlay') ? Number(slider.value) + 1 : 0;
      },
      step: (page, from) =>
        page
          .getByRole('slider', { name: 'Slice' })
          .first()
          .fill(String(from + 1)),
    },
    ohif: {
      address: (count) => ohif.viewer(count),
      enter: async () => undefined,
      seen: () => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.cornerstone-canvas');
        const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
        const greys = new Set<number>();
        for (let at = 0; data && at < data.length && greys.size < 3; at += 4 * 997) greys.add(data[at] ?? 0);
        return greys.size >= 3;
      },
      standing: () => {
        const [, at] = /\((\d+)\/\d+\)/.exec(document.body.textContent) ?? [];
        return Number(at ?? 0);
      },
      step: async (page) => {
        await page.mouse.move(780, 420);
        await page.mouse.wheel(0, 100);
      },
    },
  };
  const found = { baton: measures(), ohif: measures() };
  for (let n = 0; n < tries; n += 1)
    for (const name of n % 2 === 0 ? (['baton', 'ohif'] as const) : (['ohif', 'baton'] as const)) {
      process.stderr.write(`${n + 1} of ${tries}: ${name}\n`);
      await oneTry(sides[name], found[name]);
    }
  const memory = { baton: await memoryAfter(sides.baton), ohif: await memoryAfter(sides.ohif) };
  const told = (name: 'baton' | 'ohif') => {
    const { cold, warm, bytes, late } = found[name];
    return {
      coldMs: figures(cold),
      warmMs: figures(warm),
      kilobytesCold: Math.round(Math.max(...bytes) / 1000),
      lateOf60: figures(late),
      memory: memory[name],
    };
  };
  process.stdout.write(
    `${JSON.stringify({ line: { mbit, rtt }, slices: many, baton: told('baton'), ohif: told('ohif') })}\n`,
  );
} finally {
  await browser.close();
  await service.close();
  ohif.close();
  await rm(dist, { recursive: true, force: true });
}

function measures(): { cold: number[]; warm: number[]; bytes: number[]; late: number[] } {
  return { cold: [], warm: [], bytes: [], late: [] };
}

async function oneTry(side: Side, into: ReturnType<typeof measures>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-HK' });
  await side.enter(context);
  const first = await opened(context, side);
  into.cold.push(first.ms);
  into.bytes.push(first.bytes);
  // Until what comes after the first picture is here and cached, too.
  await first.page.waitForTimeout(15_000);
  await first.page.close();
  const again = await opened(context, side);
  into.warm.push(again.ms);
  into.late.push(await lateOf(again.page, side));
  await context.close();
}

async function opened(context: BrowserContext, side: Side): Promise<{ page: Page; ms: number; bytes: number }> {
  const page = await context.newPage();
  const line = await lineOf(page, { mbit, rtt });
  let bytes = 0;
  line.on('Network.dataReceived', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const from = performance.now();
  await page.goto(side.address(short), { waitUntil: 'commit', timeout: 120_000 });
  await page.waitForFunction(side.seen, undefined, { polling: 20, timeout: 180_000 });
  return { page, ms: performance.now() - from, bytes };
}

/** Of sixty steps, ten a second, right after the first slice was seen: how often another slice than the one asked for stood there. */
async function lateOf(page: Page, side: Side): Promise<number> {
  await page.waitForFunction(side.standing, undefined, { polling: 20, timeout: 180_000 });
  let late = 0;
  for (let index = 1; index < short; index += 1) {
    await side.step(page, index - 1);
    await page.waitForTimeout(100);
    if ((await page.evaluate(side.standing)) !== index + 1) late += 1;
  }
  return late;
}

async function memoryAfter(side: Side): Promise<{ heapMegabytes: number; processMegabytes: number | undefined }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-HK' });
  await side.enter(context);
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await page.goto(side.address(many));
  await page.waitForFunction(side.standing, undefined, { polling: 20, timeout: 120_000 });
  for (let index = (await page.evaluate(side.standing)) - 1; index < many - 1; index += 1) {
    await side.step(page, index);
    await page
      .waitForFunction(`(${side.standing.toString()})() === ${index + 2}`, undefined, { polling: 10, timeout: 30_000 })
      // A wheel that was not heard is turned once more.
      .catch(() => side.step(page, index));
  }
  await line.send('HeapProfiler.collectGarbage');
  // The protocol's types are older than two of its three figures.
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await line.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    embedderHeapUsedSize?: number;
    backingStorageSize?: number;
  };
  const whole = await largestPage(browser);
  await context.close();
  const megabyte = 1024 * 1024;
  return {
    heapMegabytes: Math.round((usedSize + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0)) / megabyte),
    processMegabytes: whole && Math.round(whole / megabyte),
  };
}
