import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is: the one named in BATON_CHROMIUM, one of the system, else the one that came by npm. */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env.BATON_CHROMIUM;
  const found = [named, ...INSTALLED].find((path) => path !== undefined && path !== '' && existsSync(path));
  if (found !== undefined) return found;
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const path = await packed.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    // the npm Chromium exists for Linux only: elsewhere BATON_CHROMIUM names one
    return undefined;
  }
}

/** A real browser for the journeys. Close it when done: a browser left open keeps the test run alive. */
export async function launchBrowser(extraArgs: readonly string[] = []): Promise<Browser> {
  const executablePath = await findChromium();
  if (executablePath === undefined)
    throw new Error('no Chromium found: set BATON_CHROMIUM to the path of one, or run npm ci on Linux');
  const launch = () => chromium.launch({ executablePath, headless: true, args: [...QUIET, ...extraArgs] });
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch();
    } catch (trouble) {
      // two test files may unpack the npm Chromium at the same moment: the later one meets half a file
      if (tries === 20 || !/ETXTBSY|EACCES|ENOEXEC|closed/i.test(String(trouble))) throw trouble;
      await setTimeout(500);
    }
  }
}
