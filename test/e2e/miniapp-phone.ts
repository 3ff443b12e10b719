import type { Browser, BrowserContext, Page } from 'playwright-core';
import { FakeBaton } from '../fakes/miniapp-api.ts';
import { launchBrowser } from './browser.ts';
import { builtMiniapp } from './built-page.ts';

/** The built mini-app, a pretending service and a browser. */
export type Stage = {
  readonly browser: Browser;
  readonly dist: string;
  /** A new service and a new signed-in phone; `strike` ends both. */
  readonly phone: (how?: PhoneLook) => Promise<Phone>;
  readonly strike: () => Promise<void>;
};

export type PhoneLook = {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly language?: string;
  readonly prepare?: (baton: FakeBaton) => void;
  /** What the host answers to "who is there?". */
  readonly code?: string;
};

export type Phone = {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly baton: FakeBaton;
  readonly open: (path: string) => Promise<void>;
  /** What the browser complained about: policies broken, errors nobody caught. */
  readonly complaints: string[];
  readonly end: () => Promise<void>;
};

export async function setStage(): Promise<Stage> {
  const dist = await builtMiniapp();
  const browser = await launchBrowser();
  return {
    browser,
    dist,
    phone: (how) => aPhone(browser, dist, how),
    strike: async () => {
      await browser.close();
    },
  };
}

async function aPhone(browser: Browser, dist: string, how: PhoneLook = {}): Promise<Phone> {
  const { width = 390, height = 844, scheme = 'light', language = 'en-HK', prepare, code = 'somebody' } = how;
  const baton = new FakeBaton(dist);
  prepare?.(baton);
  const url = await baton.start();
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: language,
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text()))
      complaints.push(message.text());
  });
  // The page stands in a browser of its own: a session is there from the start, as after a sign-in.
  await context.request.post(`${url}/api/session`, { data: { way: 'web', corpId: 'dingshared', code } });
  return {
    page,
    context,
    baton,
    complaints,
    open: async (path) => void (await page.goto(`${url}/app${path}`)),
    end: async () => {
      await context.close();
      await baton.stop();
    },
  };
}
