import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulator } from '../../simulator/start.ts';
import { findChromium, launchBrowser } from './browser.ts';
import { builtPhones } from './built-page.ts';
import { seriousFindings } from './looking-glass.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: the phones are not looked at. Set BATON_CHROMIUM.\n');

const HOTLINE = /Tuen Mun Cardiovascular Referral Hotline/;

describe.skipIf(chromium === undefined)('the phones of the pretend DingTalk', () => {
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let browser: Browser;

  beforeAll(async () => {
    await builtPhones();
    simulator = await startSimulator({ port: 0, page: true });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await simulator?.close();
  });

  const phoneOf = (page: Page, name: string) => page.getByRole('region', { name: `${name}'s phone` });
  const openChat = (page: Page, name: string, chat: RegExp) =>
    phoneOf(page, name).getByRole('button', { name: chat }).click();

  async function visit(looks: Parameters<Browser['newContext']>[0] = {}): Promise<{ page: Page; troubles: string[] }> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...looks });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(simulator.url).origin) troubles.push(`asked ${origin}`);
    });
    await page.goto(simulator.url);
    await phoneOf(page, 'Dr Alvin Ho').or(page.getByRole('alert')).first().waitFor();
    return { page, troubles };
  }

  test('what Alvin writes appears on Dr Lam’s phone at once, and Alvin sees that it was read', async () => {
    const { page, troubles } = await visit();
    await openChat(page, 'Dr Alvin Ho', HOTLINE);
    await openChat(page, 'Dr Lam', HOTLINE);
    const alvin = phoneOf(page, 'Dr Alvin Ho');

    await alvin.getByRole('textbox', { name: /Message to/ }).fill('A man with chest pain is on his way');
    await alvin.getByRole('button', { name: 'Send' }).click();

    await phoneOf(page, 'Dr Lam').getByRole('log').getByText('A man with chest pain is on his way').waitFor();
    await alvin
      .getByRole('article', { name: /Dr Alvin Ho/ })
      .last()
      .getByRole('button', { name: /Read by 1/ })
      .waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  test('without the mention the bot hears nothing, and the person playing is told why', async () => {
    const { page } = await visit();
    await openChat(page, 'Dr Alvin Ho', HOTLINE);
    const alvin = phoneOf(page, 'Dr Alvin Ho');

    await alvin.getByRole('button', { name: /Mention @Baton/ }).click();
    await alvin.getByText('Without the mention only people see this.').waitFor();
    await alvin.getByRole('textbox', { name: /Message to/ }).fill('only for people');
    await alvin.getByRole('button', { name: 'Send' }).click();

    await alvin.getByRole('note').getByText('Pretend DingTalk says').waitFor();
    await page.context().close();
  });

  test('one to one a file reaches the bot', async () => {
    const { page } = await visit();
    await openChat(page, 'Dr Alvin Ho', /^Baton/);
    const alvin = phoneOf(page, 'Dr Alvin Ho');

    await alvin.getByRole('button', { name: /Attach/ }).click();
    await alvin.getByRole('button', { name: 'Sample PDF' }).click();
    await alvin.getByRole('button', { name: 'Send' }).click();

    await alvin.getByRole('log').getByText('bloods.pdf').waitFor();
    expect(await alvin.getByRole('note').count()).toBe(0);
    await page.context().close();
  });

  test('a message that was recalled is gone from every phone', async () => {
    const { page } = await visit();
    await openChat(page, 'Dr Cheung', HOTLINE);
    await openChat(page, 'Dr Lam', HOTLINE);
    const lam = phoneOf(page, 'Dr Lam');
    await lam.getByRole('textbox', { name: /Message to/ }).fill('sent to the wrong group');
    await lam.getByRole('textbox', { name: /Message to/ }).press('Enter');
    await phoneOf(page, 'Dr Cheung').getByText('sent to the wrong group').waitFor();

    await lam.getByRole('button', { name: 'Recall this message' }).last().click();

    await phoneOf(page, 'Dr Cheung').getByText('Dr Lam recalled a message').waitFor();
    await phoneOf(page, 'Dr Cheung').getByText('sent to the wrong group').waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('what is written while the words before are on their way goes after them; what could not go stands in the box again', async () => {
    const { page } = await visit();
    await openChat(page, 'Dr Alvin Ho', HOTLINE);
    await openChat(page, 'Dr Lam', HOTLINE);
    const box = phoneOf(page, 'Dr Alvin Ho').getByRole('textbox', { name: /Message to/ });
    const write = async (words: string) => {
      await box.fill(words);
      await box.press('Enter');
    };
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    let asked = 0;
    await page.route('**/sim/api/say', async (route) => {
      asked += 1;
      if (asked === 1) await held;
      if (asked === 3) return route.abort();
      return route.continue();
    });
    await write('first the blood pressure');
    await write('then the troponin');
    release();
    const heard = phoneOf(page, 'Dr Lam').getByRole('log');
    await heard.getByText('then the troponin').waitFor();
    expect(await heard.textContent()).toMatch(/first the blood pressure.*then the troponin/s);
    await write('and the ward');
    await expect.poll(() => box.inputValue()).toBe('and the ward');
    await write('and the ward');
    await heard.getByText('and the ward').waitFor();
    await page.context().close();
  });

  test('on a telephone one phone is shown at a time, and the faces on top change it', async () => {
    const { page } = await visit({ viewport: { width: 360, height: 740 } });
    expect(await phoneOf(page, 'Dr Lam').isVisible()).toBe(false);

    await page.getByRole('navigation', { name: 'Whose phone' }).getByRole('button', { name: 'Dr Lam' }).click();

    expect(await phoneOf(page, 'Dr Lam').isVisible()).toBe(true);
    expect(await phoneOf(page, 'Dr Alvin Ho').isVisible()).toBe(false);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    await page.context().close();
  });

  test('with the keyboard alone one gets into a chat and says something', async () => {
    const { page } = await visit();
    await phoneOf(page, 'Dr Alvin Ho').getByRole('button', { name: HOTLINE }).focus();
    await page.keyboard.press('Enter');
    const box = phoneOf(page, 'Dr Alvin Ho').getByRole('textbox', { name: /Message to/ });
    await box.waitFor();
    for (let presses = 0; presses < 60 && !(await box.evaluate((it) => it === document.activeElement)); presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.type('by keyboard');
    await page.keyboard.press('Enter');

    await phoneOf(page, 'Dr Alvin Ho').getByRole('log').getByText('by keyboard').waitFor();
    await page.context().close();
  });

  test.each([
    { colorScheme: 'light', width: 1440 },
    { colorScheme: 'dark', width: 1440 },
    { colorScheme: 'light', width: 360 },
    { colorScheme: 'dark', width: 360 },
  ] as const)('nobody is shut out: $colorScheme at $width points', async ({ colorScheme, width }) => {
    const { page } = await visit({ colorScheme, viewport: { width, height: 800 } });
    await openChat(page, 'Dr Alvin Ho', HOTLINE);
    await phoneOf(page, 'Dr Alvin Ho').getByRole('log').waitFor();
    if (width > 760) {
      await phoneOf(page, 'Dr Lam')
        .getByRole('button', { name: /Approvals & to-do/ })
        .click();
      await phoneOf(page, 'Dr Cheung').getByRole('button', { name: 'Workbench' }).click();
      await page.getByRole('button', { name: 'Weather' }).click();
    }
    await page.getByText('Opening…').waitFor({ state: 'detached' });

    expect(await seriousFindings(page)).toEqual([]);
    await page.context().close();
  });
});
