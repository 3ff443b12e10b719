import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { renderSVG } from 'uqr';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isFit } from './looking-glass.ts';
import { type Phone, type PhoneLook, type Stage, setStage } from './miniapp-phone.ts';

let stage: Stage;
let phone: Phone;
const take = async (how?: PhoneLook) => {
  phone = await stage.phone(how);
  return phone;
};

beforeAll(async () => {
  stage = await setStage();
}, 120_000);
afterEach(async () => {
  const { complaints } = phone;
  await phone.end();
  expect(complaints).toEqual([]);
});
afterAll(() => stage.strike());

test('the gastroscopy of three years ago: found by its words, with its day, its small picture and the line marked', async () => {
  const { page, open, baton } = await take();
  await open('/find');
  await page.getByLabel('Code, HKID, name or words').fill('gastroscopy');
  await page.keyboard.press('Enter');

  const first = page.getByRole('list', { name: 'Documents' }).getByRole('listitem').first();
  await first.waitFor();
  expect(await first.textContent()).toContain('2 Nov 2023');
  expect(await first.locator('mark').textContent()).toBe('Gastroscopy 胃鏡');
  expect(await first.locator('img').evaluate((one: HTMLImageElement) => one.complete || one.loading)).toBeTruthy();
  await page.getByText('There is more: add a word or narrow it down.').waitFor();
  expect(baton.finds).toEqual([{ words: 'gastroscopy' }]);
  expect(page.url()).not.toMatch(/gastro/i);
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toMatch(
    /gastro/i,
  );
});

test('chips narrow what was found at once, by keyboard too', async () => {
  const { page, open, baton } = await take();
  await open('/find');
  await page.getByLabel('Code, HKID, name or words').fill('gastroscopy');
  await page.keyboard.press('Enter');
  const documents = page.getByRole('list', { name: 'Documents' }).getByRole('listitem');
  await documents.nth(1).waitFor();
  await page.getByText('Narrow it down', { exact: true }).click();
  const images = page.getByRole('button', { name: 'Images' });
  await images.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => documents.count()).toBe(1);
  expect(await images.getAttribute('aria-pressed')).toBe('true');
  await images.click();
  await page.getByRole('button', { name: 'Tuen Mun Hospital' }).click();
  await expect.poll(() => baton.finds.at(-1)).toEqual({ words: 'gastroscopy', institutions: ['tmh'] });
  await page.getByRole('button', { name: 'Between days' }).click();
  await page.getByLabel('From').fill('2023-01-01');
  await expect.poll(() => baton.finds.at(-1)).toMatchObject({ from: '2023-01-01' });
});

test.each([
  { width: 320, height: 640, scheme: 'dark' },
  { width: 390, height: 844, scheme: 'light' },
  { width: 1280, height: 900, scheme: 'light' },
] as const)('what was found and its chips are fit to look at: $width px, $scheme', async (look) => {
  const { page, open } = await take(look);
  await open('/find');
  await page.getByRole('searchbox').first().fill('gastroscopy');
  await page.keyboard.press('Enter');
  await page.locator('.found').waitFor();
  await page.locator('summary').first().click();
  await page.locator('.chip').first().waitFor();
  await isFit(page, `find-${look.width}-${look.scheme}`);
});

test('nothing found says the same for everybody, and the way for an emergency is there', async () => {
  const { page, open } = await take({ width: 320 });
  await open('/find');
  await page.getByLabel('Code, HKID, name or words').fill('zebra stripes');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Nothing found that you may see' }).waitFor();
  await isFit(page, 'find-nothing');
  await page.getByRole('link', { name: 'Emergency access without consent' }).click();
  await page.getByLabel('Your reason').waitFor();
});

test('a plain browser reads a code from a photo when it has no camera', async () => {
  const { page, open } = await take();
  const folder = await mkdtemp(join(tmpdir(), 'baton-code-'));
  try {
    const photo = join(folder, 'code.png');
    const drawn = Buffer.from(renderSVG('https://baton.example/app/r/B7K-42Q', { border: 4 }));
    await writeFile(
      photo,
      await sharp(drawn, { density: 300 }).resize(600).flatten({ background: '#fff' }).png().toBuffer(),
    );
    await open('/find');
    await page.getByRole('button', { name: 'Scan a code' }).click();
    await page.getByText('There is no camera for this page. Choose a photo of the code.').waitFor({ timeout: 15_000 });
    await isFit(page, 'find-scan');
    await page.getByLabel('From a photo').setInputFiles(photo);
    await page.getByRole('link', { name: /B7K-42Q/ }).waitFor({ timeout: 15_000 });
    expect(await page.getByLabel('Code, HKID, name or words').inputValue()).toBe('B7K-42Q');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
