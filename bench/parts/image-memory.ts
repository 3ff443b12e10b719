import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';

const megabyte = 1024 * 1024;
type Mark = {
  readonly slices: number;
  /** JavaScript heap and the buffers behind it, after a collection. */
  readonly heapMegabytes: number;
  /** What the viewer itself says it holds; undefined once it is closed. */
  readonly viewerMegabytes: number | undefined;
  /** The whole process of the page: its workers, its pictures, its libraries. */
  readonly processMegabytes: number | undefined;
};

/** Looks at every slice of a long study, one after the other, and back at the first, then leaves the room; memory after so many slices, as far as there are. */
export async function memoryOf(
  { browser, page, line }: { browser: Browser; page: Page; line: CDPSession },
  room: string,
  count: number,
): Promise<{ readonly atOpening: Mark; readonly after: readonly Mark[]; readonly back: Mark; readonly left: Mark }> {
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page.goto(room);
  await page.waitForFunction(() => document.querySelector('.room__overlay') !== null, undefined, {
    polling: 50,
    timeout: 120_000,
  });
  const mark = async (slices: number): Promise<Mark> => {
    await line.send('HeapProfiler.collectGarbage');
    // The protocol's types are older than two of its three figures.
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await line.send('Runtime.getHeapUsage')) as {
      usedSize: number;
      embedderHeapUsedSize?: number;
      backingStorageSize?: number;
    };
    const held = await page.evaluate(() => document.querySelector('.room__picture')?.getAttribute('data-held'));
    const whole = await largestPage(browser);
    return {
      slices,
      heapMegabytes: round(usedSize + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0)),
      viewerMegabytes: held === null || held === undefined ? undefined : round(Number(held)),
      processMegabytes: whole && round(whole),
    };
  };
  const goTo = async (index: number) => {
    await page.getByRole('slider', { name: 'Slice' }).fill(String(index));
    await page.waitForFunction(
      () => document.querySelector('.room__picture')?.getAttribute('data-late') !== 'true',
      undefined,
      { polling: 10, timeout: 60_000 },
    );
  };
  const atOpening = await mark(1);
  const after: Mark[] = [];
  for (let index = 0; index < count; index += 1) {
    await goTo(index);
    if ([100, 500, count].includes(index + 1)) after.push(await mark(index + 1));
  }
  await goTo(0);
  const back = await mark(count);
  // Within the page: its memory is the one that counted.
  await page.getByRole('link', { name: 'Back' }).click();
  await page.waitForFunction(() => document.querySelector('.room__picture') === null, undefined, { polling: 50 });
  await page.waitForTimeout(2_000);
  const left = await mark(count);
  return { atOpening, after, back, left };
}

const round = (bytes: number) => Math.round(bytes / megabyte);

/** Bytes that the largest of the browser's pages holds by itself; undefined where the system does not tell. */
export async function largestPage(browser: Browser): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => sizeOf(id));
  return Math.max(0, ...sizes) || undefined;
}

function sizeOf(process: number): number {
  try {
    const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    // The process ended in between, or this system has no such file.
    return 0;
  }
}
