import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium } from './browser.ts';
import { CareStage, phone } from './care-stage.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: nobody closes the app while typing. Set BATON_CHROMIUM.\n');
const patience = 180_000;
const story = 'CHAN Siu Ming, chest pain since two';

describe.skipIf(chromium === undefined)('what was typed and not sent', () => {
  let stage: CareStage;
  beforeAll(async () => {
    stage = await CareStage.set();
  }, patience);
  afterAll(() => stage?.strike(), patience);
  afterEach(() => stage.closeContexts());

  test(
    'outlives a closed app, lies sealed in the browser, and goes when it is sent',
    async () => {
      const before = await stage.open('u-alvin', '/new', { size: phone });
      await before.getByLabel('The story').waitFor();
      // The line is cut before the first word is typed.
      await before.waitForFunction(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('/api/me/drawer')),
      );
      await before.context().setOffline(true);
      await before.getByLabel('The story').fill(story);
      const lying = () => before.evaluate(() => JSON.stringify({ ...localStorage }));
      await expect.poll(lying, { timeout: 30_000 }).toContain('sealed');
      expect(await lying()).not.toMatch(/CHAN|chest|Siu/);

      // The app is closed, and opened again on the same phone.
      const context = before.context();
      await context.setOffline(false);
      await before.close();
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      await page.goto(`${stage.baton.url}/app/new`);
      await page.getByText(/What you typed at .* is still here/).waitFor();
      expect(await page.getByLabel('The story').inputValue()).toBe(story);
      await stage.looked(page, 'kept-phone');

      // The answer is lost on its way: pressed again, it is the same draft.
      await page.getByLabel(/Tuen Mun Cardiovascular/).check();
      let lost = 0;
      await page.route('**/api/drafts', async (route) => {
        lost += 1;
        if (lost > 1) return route.continue();
        await route.fetch();
        await route.abort();
      });
      await page.getByRole('button', { name: 'Begin the draft' }).click();
      await page.getByRole('alert').first().waitFor();
      await page.getByRole('button', { name: 'Begin the draft' }).click();
      await page.getByRole('heading', { name: /^Referral/ }).waitFor();
      const drafts = await stage.baton.store.pool.query("select 1 from referrals where author = 'alvin'");
      expect(drafts.rowCount).toBe(1);
      expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('sealed');
    },
    patience,
  );

  test(
    'is nobody else’s on the same phone, and goes with consent and with signing out',
    async () => {
      const { id, withdraw } = await stage.referral(() => ({}));
      const hers = await stage.open('u-cheung', `/r/${id}/consultation`, { size: phone });
      await hers.getByLabel('Your question').fill('Half the dose?');
      const lying = () =>
        hers.evaluate(() => Object.keys(JSON.parse(localStorage.getItem('baton-typed-cheung') ?? '{}')));
      await expect.poll(lying, { timeout: 30_000 }).toEqual([`r:${id}:ask`]);
      await withdraw();
      await expect.poll(lying, { timeout: 30_000 }).toEqual([]);

      await hers.goto(`${stage.baton.url}/app/new`);
      await hers.getByLabel('The story').fill(story);
      await expect.poll(lying, { timeout: 30_000 }).toEqual(['new']);
      await stage.signIn(hers.context(), 'u-alvin');
      await hers.goto(`${stage.baton.url}/app/new`);
      await hers.getByLabel('The story').waitFor();
      await hers.waitForTimeout(500);
      expect(await hers.getByLabel('The story').inputValue()).toBe('');

      await stage.signIn(hers.context(), 'u-cheung');
      await hers.goto(`${stage.baton.url}/app/new`);
      await hers.getByText(/What you typed at .* is still here/).waitFor();

      // Her session ends as she sends it, and somebody else signs in in another window of this browser: nothing of hers becomes theirs.
      await hers
        .getByLabel(/Tuen Mun Cardiovascular|Hotline/)
        .first()
        .check();
      await hers.context().clearCookies();
      await hers.getByRole('button', { name: 'Begin the draft' }).click();
      await hers.getByText('Your sign-in has ended').waitFor();
      await stage.signIn(hers.context(), 'u-alvin');
      const beside = await hers.context().newPage();
      await beside.goto(`${stage.baton.url}/app/settings`);
      await beside.evaluate(() => new BroadcastChannel('baton-signed-in').postMessage('in'));
      await hers.getByText('Your sign-in has ended').waitFor({ state: 'detached' });
      await hers.getByLabel('The story').waitFor();
      await hers.waitForTimeout(500);
      expect(await hers.getByLabel('The story').inputValue()).toBe('');
      const drafts = await stage.baton.store.pool.query(
        "select 1 from referrals where state = 'draft' and author <> 'alvin'",
      );
      expect(drafts.rowCount).toBe(0);
      await beside.close();

      await stage.signIn(hers.context(), 'u-cheung');
      await hers.goto(`${stage.baton.url}/app/new`);
      await hers.getByText(/What you typed at .* is still here/).waitFor();
      await hers.goto(`${stage.baton.url}/app/settings`);
      await hers.getByRole('button', { name: 'Sign out' }).click();
      await expect.poll(lying, { timeout: 30_000 }).toEqual([]);
    },
    patience,
  );

  test(
    'outlives it in each field of a form: a breach half written down',
    async () => {
      const page = await stage.open('u-kwan', '/privacy', { size: phone });
      await page.getByRole('button', { name: 'Note a breach' }).click();
      const lying = () => page.evaluate(() => localStorage.getItem('baton-typed-kwan') ?? '');
      await page.getByLabel('What happened').fill('A phone left in a taxi');
      await expect.poll(lying, { timeout: 30_000 }).toContain('breach:new');
      const first = await lying();
      await page.getByLabel('How it was found').fill('The driver rang');
      await expect.poll(lying, { timeout: 30_000 }).not.toBe(first);
      await page.reload();
      await page.getByRole('button', { name: 'Note a breach' }).click();
      await page.getByText(/What you typed at .* is still here/).waitFor();
      expect(await page.getByLabel('What happened').inputValue()).toBe('A phone left in a taxi');
      expect(await page.getByLabel('How it was found').inputValue()).toBe('The driver rang');
      await page.getByRole('button', { name: 'Put on the register' }).click();
      await expect.poll(lying, { timeout: 30_000 }).not.toContain('breach:new');
    },
    patience,
  );
});
