import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Phone, type PhoneLook, type Stage, setStage } from './miniapp-phone.ts';

let stage: Stage;
let phone: Phone;
const take = async (how?: PhoneLook) => {
  phone = await stage.phone(how);
  return phone;
};

beforeAll(async () => {
  stage = await setStage();
});
afterEach(async () => {
  const { complaints } = phone;
  await phone.end();
  // The decoder says by itself that a file ended too early, beside telling us.
  expect(complaints.filter((one) => !one.includes('past end of input'))).toEqual([]);
});
afterAll(() => stage.strike());

/** How many different greys the picture has: a blank one has one. */
const greys = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.room__canvas canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set<number>();
    for (let index = 0; index < data.length; index += 4 * 97) seen.add(data[index] ?? 0);
    return seen.size;
  });

async function opened(how?: PhoneLook): Promise<Phone> {
  const it = await take(how);
  await it.open('/r/ref-1/images');
  await it.page.getByRole('application').waitFor();
  await expect.poll(() => greys(it.page), { timeout: 30_000 }).toBeGreaterThan(2);
  return it;
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('no picture');
  await page.mouse.move(box.x + from[0], box.y + from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + (from[0] + to[0]) / 2, box.y + (from[1] + to[1]) / 2);
  await page.mouse.move(box.x + to[0], box.y + to[1]);
  await page.mouse.up();
}

test('the middle slice is shown first, the others come, and keys, slider and wheel move through them', async () => {
  const { page } = await opened();
  await page.getByText('13 / 24').waitFor();
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText('14 / 24').waitFor();
  await page.getByRole('slider', { name: 'Slice' }).fill('2');
  await page.getByText('3 / 24').waitFor();
  expect(await greys(page)).toBeGreaterThan(2);
});

test('a circle drawn on a zoomed and turned picture lies at the same place of the image, also after a reload', async () => {
  const { page, baton, open } = await opened();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('button', { name: 'Turn' }).click();
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('button', { name: 'Circle' }).click();
  await drag(page, [180, 180], [220, 190]);
  await page.getByRole('list', { name: 'Drawings on this slice' }).waitFor();
  const [drawn] = baton.images.annotations;
  if (!drawn) throw new Error('nothing was kept');
  expect(drawn).toMatchObject({ kind: 'circle', file: 'slice-12', frame: 0 });
  const before = await page.locator('[data-kind=circle] circle').evaluate((one) => one.getAttribute('cx'));

  await open('/r/ref-1/images');
  const circle = page.locator('[data-kind=circle] circle');
  await circle.waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('button', { name: 'Turn' }).click();
  await expect
    .poll(async () => Math.abs(Number(await circle.getAttribute('cx')) - Number(before)), { timeout: 30_000 })
    .toBeLessThan(0.2);
});

test('a length is told in millimetres, and one’s own drawing can be taken away', async () => {
  const { page, baton } = await opened();
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('button', { name: 'Length' }).click();
  await drag(page, [100, 150], [240, 150]);
  await page
    .getByRole('list', { name: 'Drawings on this slice' })
    .getByText(/\d+\.\d mm/)
    .waitFor();
  await page.getByRole('button', { name: 'Take away' }).click();
  await expect.poll(() => baton.images.annotations.length, { timeout: 30_000 }).toBe(0);
});

test('a damaged slice among good ones is said, and the others still show', async () => {
  const { page } = await opened({ prepare: (baton) => baton.images.broken.add(13) });
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('alert').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByText('15 / 24').waitFor();
  await expect.poll(() => page.getByRole('alert').count(), { timeout: 30_000 }).toBe(0);
});
