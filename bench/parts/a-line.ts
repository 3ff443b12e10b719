import type { CDPSession, Page } from 'playwright-core';

export type Line = { readonly mbit: number; readonly rtt: number };

/** The browser's own model of a line of `mbit` megabits a second down, half of it up, and `rtt` ms there and back. */
export async function lineOf(page: Page, { mbit, rtt }: Line): Promise<CDPSession> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  const perSecond = (mbit * 1_000_000) / 8;
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: rtt,
    downloadThroughput: perSecond,
    uploadThroughput: perSecond / 2,
  });
  return line;
}
