import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { silent } from '#test/builders/silent.ts';
import { findChromium, launchBrowser } from './browser.ts';
import { builtPhones } from './built-page.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: the story is not played. Set BATON_CHROMIUM.\n');

const hotline = /Tuen Mun Cardiovascular Referral Hotline/;
const note =
  'refer CHAN Siu Ming 陳小明 A123456(3) M 1/4/1967. Chest pain 2h, known AF. BP 150/90 HR 98. Troponin 54 ng/L. ' +
  'On warfarin 3mg daily. Allergic to penicillin (rash). Urgent.';

/** Only what a person can do: type, press, look. */
describe.skipIf(chromium === undefined)('the whole story, played by hand on the phones', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-story-'));
  let baton: Baton;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    chmodSync(dir, 0o711);
    await builtPhones();
    baton = await startBaton({
      configDir: join(import.meta.dirname, '../../config'),
      env: { ...process.env, DATABASE_URL: undefined, DATABASE_URL_FILE: undefined },
      log: silent,
      dataDir: dir,
      port: 0,
      simulatorPort: 0,
      pretend: true,
    });
    browser = await launchBrowser();
    page = await (await browser.newContext({ viewport: { width: 1600, height: 1000 } })).newPage();
    await page.goto(baton.pretendUrl ?? '');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await baton?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const phone = (name: string) => page.getByRole('region', { name: `${name}'s phone` });
  const openHotline = (name: string) => phone(name).getByRole('button', { name: hotline }).click();
  const press = (name: string, button: string | RegExp) =>
    phone(name).getByRole('log').getByRole('button', { name: button }).click();
  const gone = (name: string, button: string) =>
    phone(name).getByRole('log').getByRole('button', { name: button, exact: true }).waitFor({ state: 'detached' });
  const say = async (name: string, words: string) => {
    await phone(name)
      .getByRole('textbox', { name: /Message to/ })
      .fill(words);
    await phone(name)
      .getByRole('textbox', { name: /Message to/ })
      .press('Enter');
  };
  /** The card of the referral on somebody's phone shows these words. */
  const cardSays = (name: string, words: string | RegExp): Promise<void> =>
    card(name).getByText(words).first().waitFor();
  const card = (name: string): Locator =>
    phone(name).getByRole('log').getByRole('article').filter({ hasText: 'From → to' });

  test('from a few words to the closed referral, each step by one tap or one line', async () => {
    for (const name of ['Dr Alvin Ho', 'Dr Lam', 'Dr Cheung']) await openHotline(name);
    await say('Dr Alvin Ho', note);
    await cardSays('Dr Alvin Ho', 'Draft');
    await press('Dr Alvin Ho', 'Patient agreed (spoken)');
    await press('Dr Alvin Ho', /sign-off/i);

    await press('Dr Lam', 'Sign');
    await cardSays('Dr Lam', /^Signed by Dr Lam/);
    // What is done is not offered again.
    await gone('Dr Lam', 'Sign');

    await press('Dr Cheung', 'Accept');
    await gone('Dr Cheung', 'Accept');
    await cardSays('Dr Alvin Ho', 'Held by');

    const code = /[2-9A-Z]{3}-[2-9A-Z]{3}/.exec((await card('Dr Cheung').first().textContent()) ?? '')?.[0] ?? '';
    await say('Dr Cheung', `book ${code} tomorrow 10:30`);
    await cardSays('Dr Alvin Ho', /10:30/);
    await say('Dr Cheung', `attended ${code}`);
    await say('Dr Cheung', `answer ${code} Troponin normal at six hours. Warfarin to go on, INR in a week.`);
    // Not the word alone: it stands among the steps from the start.
    await phone('Dr Alvin Ho').getByRole('log').getByRole('button', { name: 'Close', exact: true }).waitFor();
    // What cannot be taken back is asked once more, with the code and the place.
    await say('Dr Alvin Ho', `close ${code}`);
    await phone('Dr Alvin Ho').getByText(`Close ${code} to Tsuen Wan Family Clinic?`).waitFor();
    await say('Dr Alvin Ho', 'yes');
    await gone('Dr Alvin Ho', 'Close');
    const { rows } = await baton.store.pool.query('select state from referrals where code = $1', [code]);
    expect(rows).toEqual([{ state: 'closed' }]);
  }, 120_000);
});
