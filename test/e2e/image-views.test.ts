import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { ReferralId } from '#src/domain/ids.ts';
import { aCtSlice } from '#test/builders/a-ct-slice.ts';
import { aDicomFile } from '#test/builders/a-dicom.ts';
import { alvin, cheung, lam, ng } from '#test/builders/a-house.ts';
import { anEcg } from '#test/builders/an-ecg.ts';
import { drag, type ImageStage, isPainted, setImageStage, tap } from './image-stage.ts';
import { isFit, photograph } from './looking-glass.ts';

/** Ways to look: beside a prior, played, on the whole screen, in other planes, on ECG paper; and what happens where something is missing. */
// Several browsers on a machine that others use too.
vi.setConfig({ testTimeout: 240_000 });
let stage: ImageStage;
beforeAll(async () => {
  stage = await setImageStage();
}, 120_000);
afterEach(async () => {
  await stage.closeContexts();
  // The decoder says by itself that a file ended too early or did not come, beside telling us.
  expect(
    stage.complaints.splice(0).filter((one) => !/past end of input|insufficient data|^XMLHttpRequest$/.test(one)),
  ).toEqual([]);
});
afterAll(() => stage.strike());

/** For what comes by itself. */
const soon = { timeout: 60_000 };
const size = 96;
const uid = '1.2.826.0.1.3680043.9.7';
const chest = (count: number, series = `${uid}.1`, prefix = 'a') =>
  Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${index}`,
    bytes: aCtSlice({ size, index, series }),
  }));
const desk = { width: 1280, height: 900 };
const codeOf = (referral: ReferralId) =>
  stage.door.store.ledger.read(async (page) => (await page.referrals.get(referral))?.referral.code ?? '');

async function aTwoPagePdf(): Promise<Uint8Array> {
  const paper = new PDFDocument({ size: 'A5' });
  const whole = buffer(paper);
  paper.text('Seen on Monday.').addPage().text('Dressing every second day.').end();
  return whole;
}

test('a prior stands beside, scrolls along, and keeps its distance when it was moved by itself', async () => {
  const referral = await stage.referralWith([...chest(21), ...chest(11, `${uid}.2`, 'b')]);
  const { page } = await stage.open(lam, referral, desk);
  await isPainted(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  await isPainted(page, 1);
  const [mine, prior] = [page.getByRole('application').nth(0), page.getByRole('application').nth(1)];
  const at = async (which: typeof mine) => Number((await which.getAttribute('aria-label'))?.match(/\d+/)?.[0]);
  const count = (await mine.getAttribute('aria-label'))?.includes('of 21') ? [21, 11] : [11, 21];
  const share = async () => [
    ((await at(mine)) - 1) / ((count[0] ?? 1) - 1),
    ((await at(prior)) - 1) / ((count[1] ?? 1) - 1),
  ];
  await mine.focus();
  await page.keyboard.press('End');
  await expect.poll(share, soon).toEqual([1, 1]);
  await page.keyboard.press('Home');
  await expect.poll(share, soon).toEqual([0, 0]);
  await photograph(page, 'beside-desk');

  await page.getByRole('button', { name: 'Scroll together' }).click();
  await prior.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => at(prior), soon).toBe(3);
  expect(await at(mine)).toBe(1);
  await page.getByRole('button', { name: 'Scroll together' }).click();
  await mine.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => at(prior), soon).toBeGreaterThanOrEqual(3);
});

test('the stack plays round and round, and the room fills the screen and gives it back', async () => {
  const referral = await stage.referralWith(chest(6));
  const { page } = await stage.open(lam, referral);
  await isPainted(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  const seen = new Set<string | null>();
  await expect
    .poll(async () => seen.add(await page.getByRole('application').getAttribute('aria-label')).size, {
      interval: 40,
      timeout: 60_000,
    })
    .toBe(6);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Full screen' }).click();
  await expect
    .poll(async () => (await page.locator('.room').boundingBox())?.height ?? 0, soon)
    .toBeGreaterThanOrEqual(840);
  await photograph(page, 'whole-phone');
  await page.getByRole('button', { name: 'Full screen' }).click();
  await page.getByRole('heading', { name: 'Images' }).waitFor();
});

test('an even stack is cut in two other planes through the tapped place; an uneven one is refused with words', async () => {
  const referral = await stage.referralWith(chest(16));
  const { page } = await stage.open(lam, referral, desk);
  await isPainted(page);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Planes' }).click();
  const coronal = page.getByRole('img', { name: 'Coronal' });
  await coronal.waitFor();
  await tap(page, [200, 300]);
  // The nodule lies in every slice at the same place: a bright bar from top to bottom in the sagittal plane through it.
  const bright = () =>
    page.getByRole('img', { name: 'Sagittal' }).evaluate((canvas) => {
      const plane = canvas as HTMLCanvasElement;
      const data = plane.getContext('2d')?.getImageData(0, 0, plane.width, plane.height).data ?? [];
      const row = (at: number) =>
        Array.from({ length: plane.width }, (_, x) => (data[(at * plane.width + x) * 4] ?? 0) > 200);
      return [row(0).filter(Boolean).length, row(plane.height - 1).filter(Boolean).length, plane.height];
    });
  await page.getByRole('slider', { name: 'Sagittal' }).fill(String(Math.round(size * 0.62)));
  await expect.poll(async () => (await bright())[0], soon).toBeGreaterThan(5);
  const [top, bottom, height] = await bright();
  expect([bottom, height]).toEqual([top, 16]);
  await photograph(page, 'planes-desk');
  await isFit(page, 'planes on a desk');

  const gapped = await stage.referralWith(chest(14).filter((_, index) => index !== 7 && index !== 8));
  const { page: other } = await stage.open(lam, gapped);
  await isPainted(other);
  await other.getByRole('button', { name: 'More' }).click();
  await other.getByRole('button', { name: 'Planes' }).click();
  await other.getByText('the slices are not evenly spaced, shifted against each other, or some are missing').waitFor();
});

test('an earlier examination of the same patient stands beside, with the same window, and goes when the patient takes that consent back', async () => {
  const frameOfReference = `${uid}.77`;
  const slices = (series: string, prefix: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${prefix}${index}`,
      bytes: aCtSlice({ size, index, series, frameOfReference }),
    }));
  const before = new Date('2026-03-02T02:00:00Z');
  const early = await stage.referralWith(slices(`${uid}.40`, 'p', 9), { patient: 'seen-before', startedAt: before });
  const elsewhere = await stage.referralWith(chest(5, `${uid}.41`, 'q'), { patient: 'seen-before', startedAt: before });
  const referral = await stage.referralWith(slices(`${uid}.42`, 'n', 7), { patient: 'seen-before' });
  const { page } = await stage.open(cheung, referral, desk);
  await isPainted(page);
  await page.getByRole('button', { name: 'Window', exact: true }).click();
  await page.getByRole('button', { name: 'Invert' }).waitFor();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  const priors = page.getByRole('group', { name: 'Earlier examinations' }).getByRole('button');
  expect(await priors.count()).toBe(2);
  await priors.filter({ hasText: await codeOf(early) }).click();
  await isPainted(page, 1);
  await page.getByText('Scrolled together by place in the body.').waitFor();
  await page.getByText(/2 Mar 2026 · .* · CT · /).waitFor();
  const [mine, prior] = [page.getByRole('application').nth(0), page.getByRole('application').nth(1)];
  await mine.focus();
  await page.keyboard.press('End');
  // The last of seven lies at the same height as the seventh of nine.
  await expect.poll(() => prior.getAttribute('aria-label'), soon).toContain('Slice 7 of 9');
  await photograph(page, 'prior-desk');
  await isFit(page, 'a prior on a desk');
  // Put away, then chosen anew.
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  await priors.filter({ hasText: await codeOf(elsewhere) }).click();
  await page.getByText('without a common reference').waitFor();
  await isPainted(page, 1);

  const author = await stage.door.as(alvin);
  expect((await author.post(`/api/referrals/${elsewhere}/consent/withdraw`, {})).ok).toBe(true);
  await page.getByText('can no longer be shown').waitFor();
  expect(await page.getByRole('application').count()).toBe(1);
  await isPainted(page);
});

test('a photo and the pages of a document take pins, voices and lengths like slices, each at its place after turning, and say that nothing is calibrated', async () => {
  const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#b98' } })
    .composite([
      {
        input: Buffer.from('<svg width="80" height="60"><rect width="80" height="60" fill="#611"/></svg>'),
        left: 500,
        top: 200,
      },
    ])
    .jpeg()
    .toBuffer();
  const referral = await stage.referralWith([
    { name: 'wound', bytes: photo, kind: 'photo' },
    { name: 'letter', bytes: await aTwoPagePdf(), kind: 'pdf' },
  ]);
  const { page } = await stage.open(cheung, referral);
  await isPainted(page);
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('button', { name: 'Length' }).click();
  await drag(page, [150, 200], [230, 200]);
  await page.getByRole('list', { name: 'Drawings on this slice' }).getByText('px, not calibrated').waitFor();
  await page.getByRole('button', { name: 'Ask' }).click();
  await tap(page, [200, 230]);
  const ask = page.getByRole('dialog', { name: 'About this place' });
  const words = ask.getByLabel('Your words');
  await words.fill('Is this edge new?');
  await ask.getByRole('button', { name: 'Send' }).click();
  const pin = page.locator('[data-kind=pin]');
  await expect.poll(() => stage.marks(referral), soon).toHaveLength(2);
  await ask.waitFor({ state: 'hidden' });
  await expect.poll(() => pin.count(), soon).toBe(1);
  await page.getByRole('button', { name: 'More' }).click();
  for (const name of ['Turn', 'Mirror', 'Zoom in']) await page.getByRole('button', { name, exact: true }).click();
  // Drawn again over the turned picture, a second pin at the first one lies at the same place of the photo.
  const [x, y] = await pin
    .locator('text')
    .evaluate((one) => [Number(one.getAttribute('x')), Number(one.getAttribute('y')) + 15]);
  await page.getByRole('button', { name: 'Ask' }).click();
  await tap(page, [x ?? 0, y ?? 0]);
  await words.fill('The same edge.');
  await ask.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => stage.marks(referral), soon).toHaveLength(3);
  const places = (await stage.marks(referral)).filter(({ kind }) => kind === 'pin').map(({ points }) => points[0]);
  const [one, other] = places;
  expect(Math.hypot((one?.[0] ?? 0) - (other?.[0] ?? 9), (one?.[1] ?? 0) - (other?.[1] ?? 9))).toBeLessThan(2);
  await photograph(page, 'photo-phone');
  await isFit(page, 'a photo on a phone');
  await page.getByRole('button', { name: /Document/ }).click();
  await isPainted(page);
  await page.getByRole('application').focus();
  await page.keyboard.press('End');
  await photograph(page, 'pdf-phone');
});

test('a stack larger than memory may take lets its far slices go, and fetches them again when the hand comes back', async () => {
  const referral = await stage.referralWith(chest(60));
  const fetched: string[] = [];
  const { page } = await stage.open(lam, referral, {
    onContext: async (context) => {
      // A device of so little memory does not exist: a small bound shows what a large study does.
      await context.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 0.006 }));
      context.on('request', (request) => {
        const [, slice] = /images\/[^/]*-(a\d+)$/.exec(new URL(request.url()).pathname) ?? [];
        if (slice) fetched.push(slice);
      });
    },
  });
  const bound = 0.006 * 48 * 1024 * 1024;
  const held = async () => Number(await page.getByRole('application').getAttribute('data-held'));
  const showsNow = async () =>
    expect.poll(() => page.getByRole('application').getAttribute('data-late'), soon).toBe('false');
  await isPainted(page);
  const most: number[] = [];
  for (const index of [0, 30, 59, 0]) {
    await page.getByRole('slider', { name: 'Slice' }).fill(String(index));
    await showsNow();
    await isPainted(page);
    await expect.poll(held, soon).toBeGreaterThan(bound * 0.8);
    most.push(await held());
    // Enough came around the last slice that the first must have made way.
    if (index === 59) await expect.poll(() => fetched, soon).toContain('a52');
  }
  expect(Math.max(...most)).toBeLessThanOrEqual(bound);
  expect(fetched.filter((one) => one === 'a0')).toHaveLength(2);
});

test('an ECG lies on its paper, and calipers from R to R tell the rate', async () => {
  const referral = await stage.referralWith([{ name: 'ecg', bytes: anEcg({ beatMs: 800 }) }]);
  const { page } = await stage.open(lam, referral, desk);
  await page.getByRole('img', { name: /ECG with the leads I, II/ }).waitFor();
  await page.getByRole('button', { name: 'Calipers' }).click();
  const box = await page.getByRole('img', { name: /ECG with the leads/ }).boundingBox();
  if (!box) throw new Error('no paper');
  const millimetre = box.width / (250 + 8);
  // R waves of lead I stand 200 ms after the beat begins; 25 mm are a second.
  const x = (ms: number) => box.x + (4 + (ms / 1000) * 25) * millimetre;
  await page.mouse.move(x(200), box.y + 40);
  await page.mouse.down();
  await page.mouse.move(x(600), box.y + 60);
  await page.mouse.move(x(1000), box.y + 40);
  await page.mouse.up();
  await page.getByText(/ms · 7[3-7]\/min/).waitFor();
  await photograph(page, 'ecg-desk');
  await isFit(page, 'ECG on a desk');
});

test('without graphics the service’s own pictures stand in, slice by slice, and the page says so', async () => {
  const referral = await stage.referralWith(chest(9));
  const { page } = await stage.open(cheung, referral, { webgl: false });
  await page.getByText('the service draws them').waitFor();
  await isPainted(page);
  await page.getByRole('slider', { name: 'Slice' }).fill('7');
  await page.getByText('8 / 9').waitFor();
  await expect.poll(() => page.getByRole('application').getAttribute('data-late'), soon).toBe('false');
  // A length is measured on the slice's own pixels, whoever drew the picture.
  await page.getByRole('button', { name: 'Draw' }).click();
  await page.getByRole('button', { name: 'Length' }).click();
  await drag(page, [120, 120], [220, 120]);
  await page.getByRole('list', { name: 'Drawings on this slice' }).getByText(/\d mm/).waitFor();
});

test('a damaged slice among two mixed series is told, and the good ones of both still show', async () => {
  const files = [...chest(8), ...chest(5, `${uid}.3`, 'c')].toSorted(
    (one, other) => one.bytes.length - other.bytes.length,
  );
  const damaged = { name: 'damaged', bytes: aCtSlice({ size, index: 30 }).subarray(0, 4_000) };
  const referral = await stage.referralWith([damaged, ...files]);
  const { page } = await stage.open(cheung, referral);
  await isPainted(page);
  const series = page.getByRole('group', { name: 'Series' }).getByRole('button');
  expect(await series.count()).toBe(2);
  await series.filter({ hasText: '· 5' }).click();
  await isPainted(page);
  await series.filter({ hasText: '· 9' }).click();
  await isPainted(page);
  await page.getByRole('application').focus();
  await page.keyboard.press('End');
  await page.getByRole('alert').filter({ hasText: 'Slice 9 cannot be shown' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => page.getByRole('alert').count(), soon).toBe(0);
});

test('somebody else’s link opens nothing, and taking leave away ends a look together at once', async () => {
  const referral = await stage.referralWith(chest(5));
  const { page: stranger } = await stage.open(ng, 'nothing-of-theirs' as typeof referral);
  await stranger
    .getByText(/not found|no such|cannot find|nothing/i)
    .first()
    .waitFor();

  const { page: radiologist } = await stage.open(lam, referral);
  const { page: family } = await stage.open(cheung, referral);
  await isPainted(family);
  await radiologist.getByRole('button', { name: 'Look together' }).click();
  await family.getByRole('button', { name: 'Join' }).click();
  await family.getByText('You follow Dr lam.').waitFor();
  // While the stack is in motion.
  await family.getByRole('application').focus();
  for (const key of ['End', 'Home', 'End']) await family.keyboard.press(key);
  const author = await stage.door.as(alvin);
  expect((await author.post(`/api/referrals/${referral}/consent/withdraw`, {})).ok).toBe(true);
  await expect.poll(() => family.getByRole('application').count(), soon).toBe(0);
  await radiologist.getByText('You lead. Others').waitFor();
  // Not only out of sight: no picture of it can be had, and none is left in the page.
  expect(await family.locator('canvas, .room__plain').count()).toBe(0);
  expect((await family.request.get(`${stage.door.url}/api/referrals/${referral}/images/${referral}-a1`)).status()).toBe(
    404,
  );
});

test('a session that ends in the middle loses nothing typed, and the slices come again after signing in; a cut line is mended by itself', async () => {
  const referral = await stage.referralWith(chest(60));
  const { page, context } = await stage.open(cheung, referral, {
    onContext: async (one) => {
      await one.addInitScript(() => Object.defineProperty(navigator, 'deviceMemory', { value: 0.004 }));
    },
  });
  await isPainted(page);
  const slider = page.getByRole('slider', { name: 'Slice' });
  await context.setOffline(true);
  await slider.fill('59');
  await page.getByRole('alert').filter({ hasText: 'has not come' }).waitFor();
  await context.setOffline(false);
  await expect.poll(() => page.getByRole('alert').filter({ hasText: 'has not come' }).count(), soon).toBe(0);
  await isPainted(page);

  await page.getByRole('button', { name: 'Ask' }).click();
  await tap(page, [200, 200]);
  const ask = page.getByRole('dialog', { name: 'About this place' });
  await ask.getByLabel('Your words').fill('Is this a vessel?');
  await context.clearCookies();
  await ask.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('dialog', { name: 'Your sign-in has ended' }).waitFor();
  await stage.signIn(context, cheung);
  await page.evaluate(() => new BroadcastChannel('baton-signed-in').postMessage('in'));
  await page.getByText('Is this a vessel?').waitFor();
  await expect.poll(() => stage.marks(referral), soon).toHaveLength(1);
});

test('a long, a right-to-left and an emoji name stand in the watermark without covering the picture or widening the page', async () => {
  const referral = await stage.referralWith(chest(3));
  const names = [`${'Wong Siu-Ming Alexander '.repeat(3)}Lee Chan`.slice(0, 80), 'د. محمد عبد الله', '👩🏽‍⚕️ Dr 陳'];
  let called = '';
  const { page } = await stage.open(cheung, referral, {
    width: 320,
    height: 640,
    onContext: async (context) => {
      await context.route('**/api/session**', async (route) => {
        const answer = await route.fetch();
        const me = (await answer.json()) as { name?: object };
        await route.fulfill({ response: answer, json: me.name ? { ...me, name: { en: called, zhHant: called } } : me });
      });
    },
  });
  for (const name of names) {
    called = name;
    await page.reload();
    await isPainted(page);
    const mark = page.locator('.room__mark');
    expect(await mark.locator('bdi').textContent()).toBe(name);
    const [box, picture] = [await mark.boundingBox(), await page.getByRole('application').boundingBox()];
    expect((box?.x ?? 0) - (picture?.x ?? 0)).toBeGreaterThanOrEqual(0);
    expect((box?.height ?? 99) / (picture?.height ?? 1)).toBeLessThan(0.25);
    await photograph(page, `watermark-${names.indexOf(name)}`);
    await isFit(page, `the watermark of ${name}`);
  }
});

test('a picture that the browser would show wrongly is drawn by the service, and says so', async () => {
  const red = Buffer.alloc(size * size * 6);
  for (let at = 0; at < size * size; at += 1) red.writeUInt16LE(0x8000, at * 6);
  const deep = aDicomFile({
    '00080060': ['CS', 'OT'],
    '0020000e': ['UI', `${uid}.16`],
    '00280002': ['US', 3],
    '00280004': ['CS', 'RGB'],
    '00280006': ['US', 0],
    '00280010': ['US', size],
    '00280011': ['US', size],
    '00280100': ['US', 16],
    '00280101': ['US', 16],
    '00280102': ['US', 15],
    '00280103': ['US', 0],
    '7fe00010': ['OW', red],
  });
  const { page } = await stage.open(lam, await stage.referralWith([{ name: 'deep', bytes: deep }]), desk);
  await page.getByText('of a kind that the service draws').waitFor();
  const middle = () =>
    page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('canvas.room__flat');
      return [...(canvas?.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data ?? [])];
    });
  await expect.poll(async () => (await middle())[0], soon).toBeGreaterThan(110);
  const [one = 0, two = 0, three = 0] = await middle();
  expect(one).toBeLessThan(150);
  expect(Math.max(two, three)).toBeLessThan(20);
});
