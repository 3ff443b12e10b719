import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { cheung, lam } from '#test/builders/a-house.ts';
import { drag, type ImageStage, isPainted, setImageStage, tap } from './image-stage.ts';
import { isFit, photograph } from './looking-glass.ts';

/** A radiologist at the hospital walks a family doctor through a CT: two people, two browsers, the real service. */
// Several browsers on a machine that others use too.
vi.setConfig({ testTimeout: 240_000 });
let stage: ImageStage;
beforeAll(async () => {
  stage = await setImageStage();
}, 120_000);
afterEach(async () => {
  await stage.closeContexts();
  expect(stage.complaints.splice(0)).toEqual([]);
});
afterAll(() => stage.strike());

const size = 128;
const chest = (count: number, series?: string) =>
  Array.from({ length: count }, (_, index) => ({
    name: `${series ?? 'a'}-${index}`,
    bytes: aCtSlice({ size, index, ...(series ? { series } : {}) }),
  }));

test('a circle drawn on a zoomed and turned picture appears at the other’s, at the same place of the image to a part of a pixel', async () => {
  const referral = await stage.referralWith(chest(12));
  const [{ page: mine }, { page: theirs }] = [await stage.open(lam, referral), await stage.open(cheung, referral)];
  await isPainted(mine);
  await isPainted(theirs);
  await mine.getByRole('button', { name: 'More' }).click();
  await mine.getByRole('button', { name: 'Zoom in' }).click();
  await mine.getByRole('button', { name: 'Turn' }).click();
  await mine.getByRole('button', { name: 'Draw' }).click();
  await mine.getByRole('button', { name: 'Circle' }).click();
  await drag(mine, [180, 180], [220, 190]);

  const circle = theirs.locator('[data-kind=circle] circle');
  await circle.waitFor();
  // The other draws over what they see; both then lie at the same place of the image.
  const [x, y, r] = await circle.evaluate((one) => ['cx', 'cy', 'r'].map((name) => Number(one.getAttribute(name))));
  await theirs.getByRole('button', { name: 'Draw' }).click();
  await theirs.getByRole('button', { name: 'Circle' }).click();
  await drag(theirs, [x ?? 0, y ?? 0], [(x ?? 0) + (r ?? 0), y ?? 0]);
  await expect.poll(async () => (await stage.marks(referral)).length, { timeout: 60_000 }).toBe(2);
  const [one, other] = await stage.marks(referral);
  const apart = (a: readonly number[] = [], b: readonly number[] = []) =>
    Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
  const radius = (points: typeof one) => apart(points?.points[0], points?.points[1]);
  expect(apart(one?.points[0], other?.points[0])).toBeLessThan(0.5);
  expect(Math.abs(radius(one) - radius(other))).toBeLessThan(0.5);
  // Both at the same moment, on the same slice: nobody's line is lost.
  for (const page of [mine, theirs]) await page.getByRole('button', { name: 'Arrow' }).click();
  await Promise.all([drag(mine, [100, 120], [150, 160]), drag(theirs, [240, 240], [200, 260])]);
  for (const page of [mine, theirs])
    await expect.poll(() => page.locator('[data-kind=arrow]').count(), { timeout: 60_000 }).toBe(2);
  await theirs.reload();
  await expect.poll(() => theirs.locator('[data-kind=circle]').count(), { timeout: 60_000 }).toBe(2);
});

test('a question pinned to a place is answered with a voice, live on both phones', async () => {
  const referral = await stage.referralWith(chest(9));
  const { page: family } = await stage.open(cheung, referral);
  const { page: radiologist } = await stage.open(lam, referral, { microphone: true, width: 1280, height: 900 });
  await isPainted(family);
  await isPainted(radiologist);
  await family.getByRole('button', { name: 'Ask' }).click();
  await tap(family, [220, 170]);
  await family.getByLabel('Your words').fill('Is this nodule new? She never smoked.');
  await family.getByRole('button', { name: 'Send' }).click();

  await radiologist.getByText('Is this nodule new?').waitFor();
  await radiologist.getByText('Answer', { exact: true }).click();
  await radiologist.getByRole('button', { name: 'Speak instead' }).click();
  await radiologist.getByRole('button', { name: 'Record', exact: true }).click();
  await radiologist.waitForTimeout(900);
  await radiologist.getByRole('button', { name: 'Stop' }).click();
  await radiologist.getByRole('button', { name: /Play the voice note/ }).waitFor();
  await photograph(radiologist, 'voice-recorded-desk');
  await radiologist.getByRole('button', { name: 'Send' }).click();

  const play = family.getByRole('button', { name: /Play the voice note/ });
  await play.waitFor();
  await photograph(family, 'thread-phone');
  await isFit(family, 'thread on a phone');
  await play.click();
  await family.getByRole('button', { name: /Pause the voice note/ }).waitFor();
  await play.waitFor({ timeout: 60_000 });
  const [pin] = await stage.marks(referral);
  expect(pin).toMatchObject({ kind: 'pin', remarks: [{ text: /nodule/ }, { voice: { seconds: expect.any(Number) } }] });
});

test('without leave for the microphone the page says so, and words go on', async () => {
  const referral = await stage.referralWith(chest(5));
  const { page } = await stage.open(lam, referral);
  await isPainted(page);
  await page.getByRole('button', { name: 'Speak' }).click();
  // By keys alone: what needs a place takes the middle of what is seen.
  await page.getByRole('application').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'microphone was refused' }).waitFor();
  await page.getByRole('button', { name: 'Write instead' }).click();
  await page.getByLabel('Your words').fill('A vessel, no nodule.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('list', { name: 'Drawings on this slice' }).getByText('A vessel, no nodule.').waitFor();
});

test('one leads, the other’s picture follows slice, window and finger; then the lead is asked for and handed over', async () => {
  const referral = await stage.referralWith(chest(20));
  const { page: radiologist } = await stage.open(lam, referral, { width: 1280, height: 900 });
  const { page: family } = await stage.open(cheung, referral);
  await isPainted(radiologist);
  await isPainted(family);
  await radiologist.getByRole('button', { name: 'Look together' }).click();
  await radiologist.getByText('You lead.').waitFor();
  await family.getByRole('button', { name: 'Join' }).click();
  await family.getByText('You follow Dr lam.').waitFor();
  await radiologist.getByRole('slider', { name: 'Slice' }).fill('14');
  await family.getByText('15 / 20').waitFor();
  const box = await radiologist.getByRole('application').boundingBox();
  await radiologist.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 200);
  await radiologist.mouse.move((box?.x ?? 0) + 310, (box?.y ?? 0) + 220);
  await family.locator('[data-kind=pointer]').waitFor();
  await photograph(family, 'walk-phone');
  await photograph(radiologist, 'walk-desk');

  await family.getByRole('button', { name: 'Ask to lead' }).click();
  await radiologist.getByRole('button', { name: 'Let Dr cheung lead' }).click();
  await family.getByText('You lead.').waitFor();
  await family.getByRole('slider', { name: 'Slice' }).fill('3');
  await radiologist.getByText('4 / 20').waitFor();
  await radiologist.getByRole('button', { name: 'Leave' }).click();
  await radiologist.getByText('Dr cheung is leading').waitFor();
});
