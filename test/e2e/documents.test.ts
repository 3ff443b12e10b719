import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { take } from '#test/builders/a-camera.ts';
import { draw } from '#test/builders/a-paper.ts';
import { silent } from '#test/builders/silent.ts';
import { findChromium, launchBrowser } from './browser.ts';
import { builtMiniapp, builtPhones } from './built-page.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: the photo is not sent. Set BATON_CHROMIUM.\n');

const lines = [
  'LABORATORY REPORT',
  'Name: CHAN Siu Ming',
  'HKID: A123456(3)   Sex: M',
  'Date of birth: 01/04/1967',
  'Test            Result     Unit       Reference',
  'Potassium       5.6        mmol/L     3.5 - 5.1',
  'Troponin T      54         ng/L       < 14',
  'Medications: warfarin 5 mg daily',
];

describe.skipIf(chromium === undefined)('a photo of a report, sent to Baton in a chat', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-photo-'));
  let baton: Baton;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    chmodSync(dir, 0o711);
    await builtPhones();
    await builtMiniapp();
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
    page.setDefaultTimeout(60_000);
    await page.goto(baton.pretendUrl ?? '');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await baton?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('is read, shown in its place on the page, and taken over by one tap a group', async () => {
    const alvin = page.getByRole('region', { name: "Dr Alvin Ho's phone" });
    await alvin.getByRole('button', { name: /Tuen Mun Cardiovascular Referral Hotline/ }).click();
    const field = alvin.getByRole('textbox', { name: /Message to/ });
    await field.fill('refer CHAN Siu Ming 陳小明 A123456(3) M 1/4/1967. Chest pain. On warfarin 3mg daily. Urgent.');
    await field.press('Enter');
    await alvin.getByRole('log').getByText('From → to').first().waitFor();
    await alvin.getByRole('button', { name: 'Back to the chats' }).click();
    await alvin.getByRole('button', { name: /^Baton/ }).click();
    const ink = lines.map((text, row) => ({ text, x: 50, y: 50 + row * 46, size: 15 }));
    const sheet = await draw({ width: 595, height: 460, rules: [], ink }, 200);
    await alvin.getByRole('button', { name: /Attach/ }).click();
    await alvin
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: await take(sheet, 'clean', () => 0.5) });
    await alvin.getByRole('button', { name: 'Send', exact: true }).click();

    // The answer names no word of the patient, and leads to the page.
    await alvin.getByText(/a file was read, with \d+ entries/).waitFor({ timeout: 90_000 });
    await alvin.getByRole('log').getByRole('button', { name: 'Open in Baton' }).last().click();
    const app = page.frameLocator('iframe').first();
    const read = app.getByRole('region', { name: 'Read from the files' });
    await read.getByText('In the referral now').waitFor();

    // Tapped, a fact shows its place on the page it was read from.
    await read.getByRole('button', { name: /Show Potassium in the file/ }).click();
    const picture = read.getByRole('img', { name: /with the place marked/ });
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth), { timeout: 60_000 })
      .toBeGreaterThan(500);
    const [sheetBox, hit] = [await picture.boundingBox(), await read.locator('.page-view__hit').boundingBox()];
    // The sixth of eight lines: in the lower part, left of the middle.
    expect(((hit?.y ?? 0) - (sheetBox?.y ?? 0)) / (sheetBox?.height ?? 1)).toBeGreaterThan(0.5);

    await read
      .getByRole('region', { name: /^Changed/ })
      .getByRole('button', { name: 'Take over all' })
      .click();
    await read.getByRole('region', { name: /^Changed/ }).waitFor({ state: 'detached' });
    // What was misread is written as the page has it, with the page in sight.
    await read.getByRole('button', { name: 'Put right: Potassium' }).click();
    await read.getByRole('textbox', { name: 'Value' }).fill('5.8');
    await read.getByRole('button', { name: 'Take over as written here' }).click();
    await read.getByRole('button', { name: 'Put right: Potassium' }).waitFor({ state: 'detached' });
    await read.getByRole('region', { name: /^New/ }).getByRole('button', { name: 'Take over all' }).click();
    await read.getByText('Filed').waitFor();
    const medicines = app.getByRole('region', { name: 'Medicines' });
    await medicines.getByText('5 mg · once daily').waitFor();
    await app.getByRole('region', { name: 'Results and vital signs' }).getByText('5.8 mmol/L').first().waitFor();
  }, 240_000);
});
