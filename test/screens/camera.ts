import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { corp, type DemoPlay } from '#src/cli/demo-play.ts';
import { beyondTheEdge, seriousFindings } from '../e2e/looking-glass.ts';

export type Person = 'alvin' | 'lam' | 'cheung' | 'ng' | 'yip' | 'kwan';
export type Screen = {
  /** Names the pictures, and stands in the list. */
  readonly name: string;
  readonly as: Person;
  readonly path: string;
  /** What is done before the picture is taken. */
  readonly ready?: (page: Page) => Promise<unknown>;
  readonly language?: 'en' | 'zh-Hant' | 'zh-Hans';
};

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } } as const;
const schemes = ['light', 'dark'] as const;
/** A long screen is cut here: the rest is more of the same. */
const longest = { phone: 1_900, desk: 1_300 } as const;

/** Takes each screen on a phone and on a desk, light and dark, as WebP. */
export class Camera {
  readonly #browser: Browser;
  readonly #play: DemoPlay;
  readonly #folder: string;
  readonly #taken: { screen: Screen; bytes: number }[] = [];
  /** What axe found serious, and what had to be pushed sideways. */
  readonly #faults: string[] = [];

  constructor(browser: Browser, play: DemoPlay, folder: string) {
    this.#browser = browser;
    this.#play = play;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder)) if (name.endsWith('.webp')) rmSync(join(folder, name));
  }

  async take(screen: Screen): Promise<void> {
    let bytes = 0;
    for (const [size, viewport] of Object.entries(sizes)) {
      const context = await this.#browser.newContext({
        viewport,
        hasTouch: size === 'phone',
        locale: 'en-HK',
        timezoneId: 'Asia/Hong_Kong',
        reducedMotion: 'reduce',
      });
      try {
        const page = await context.newPage();
        await this.#signIn(page, screen);
        await page.goto(
          `${this.#play.baton.url}${screen.path.startsWith('/p') && !screen.path.startsWith('/privacy') ? '' : '/app'}${screen.path}`,
        );
        await page.waitForLoadState('networkidle', { timeout: 8_000 }).catch(() => undefined);
        await screen.ready?.(page);
        for (const scheme of schemes) {
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
          await page.waitForTimeout(250);
          this.#faults.push(...(await seriousFindings(page)).map((one) => `${screen.name} ${size} ${scheme}: ${one}`));
          if ((await beyondTheEdge(page)) > 0)
            this.#faults.push(`${screen.name} ${size} ${scheme}: wider than the screen`);
          const name = `${screen.name}-${size}-${scheme}.webp`;
          const picture = await this.#shot(page, size as keyof typeof sizes);
          writeFileSync(join(this.#folder, name), picture);
          bytes += picture.length;
        }
      } finally {
        await context.close();
      }
    }
    this.#taken.push({ screen, bytes });
    process.stdout.write(`${screen.name} (${screen.as}): ${Math.round(bytes / 1024)} kB\n`);
  }

  /** As high as what there is to see, so that what sticks to the edge of a screen stands at its edge. */
  async #shot(page: Page, size: keyof typeof sizes): Promise<Buffer> {
    const { width, height: least } = sizes[size];
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(least, Math.min(whole, longest[size])) });
    await page.waitForTimeout(150);
    return sharp(await page.screenshot())
      .webp({ quality: 58, effort: 6 })
      .toBuffer();
  }

  async #signIn(page: Page, { as, language = 'en' }: Screen): Promise<void> {
    const { url } = this.#play.baton;
    const { code } = await this.#play.post<{ code: string }>('auth-code', {
      corpId: corp,
      clientId: 'dingbatonshared',
      userId: `u-${as}`,
    });
    const signed = await page.context().request.post(`${url}/api/session`, {
      data: { way: 'dingtalk', corpId: corp, code },
    });
    const { csrf } = (await signed.json()) as { csrf: string };
    await page.context().request.put(`${url}/api/me/language`, {
      data: { language },
      headers: { 'x-baton-csrf': csrf },
    });
  }

  /** The page that shows them all. */
  index(): void {
    const names: Readonly<Record<Person, string>> = {
      alvin: 'Dr Alvin Ho',
      lam: 'Dr Lam',
      cheung: 'Dr Cheung',
      ng: 'Dr Ng',
      yip: 'Nurse Yip',
      kwan: 'Ms Kwan',
    };
    const cell = (name: string, size: string, scheme: string) =>
      `[![${name}](${name}-${size}-${scheme}.webp)](${name}-${size}-${scheme}.webp)`;
    const lines = this.#taken.map(
      ({ screen: { name, as } }) =>
        `| ${name} | ${names[as]} | ${cell(name, 'phone', 'light')} | ${cell(name, 'phone', 'dark')} | ${cell(name, 'desk', 'light')} | ${cell(name, 'desk', 'dark')} |`,
    );
    const text = `# The screens

Taken by \`npm run screens\` from the real service over a pretend DingTalk, in a real browser, while the invented cast plays its day: a phone of 390 by 844, a desk of 1440 by 900, light
and dark. A long screen is cut. Nobody in them exists.

| screen | as | phone | phone, dark | desk | desk, dark |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
    writeFileSync(join(this.#folder, 'README.md'), text);
    const kilobytes = Math.round(this.#taken.reduce((sum, { bytes }) => sum + bytes, 0) / 1024);
    process.stdout.write(`${this.#taken.length} screens, ${kilobytes} kB\n`);
    if (this.#faults.length > 0) throw new Error(`not fit to be shown:\n${this.#faults.join('\n')}`);
    if (kilobytes > 4_096) throw new Error(`the pictures take ${kilobytes} kB; 4,096 kB are the most`);
  }
}
