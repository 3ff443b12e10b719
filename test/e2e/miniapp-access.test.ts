import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { beyondTheEdge, seriousFindings } from './looking-glass.ts';
import { type Phone, type Stage, setStage } from './miniapp-phone.ts';

let stage: Stage;
let phone: Phone | undefined;

beforeAll(async () => {
  stage = await setStage();
});
afterEach(async () => {
  await phone?.end();
  phone = undefined;
});
afterAll(() => stage.strike());

/** Each screen with the words by which one knows that it has come. */
const screens: readonly {
  readonly name: string;
  readonly path: string;
  readonly there: string;
  readonly open?: string;
}[] = [
  { name: 'my work', path: '/', there: 'Yours to do now' },
  { name: 'a referral to sign', path: '/r/ref-chest-pain', there: 'You sign exactly this' },
  { name: 'the sign-off', path: '/r/ref-chest-pain/sign', there: 'Sign and send' },
  { name: 'a draft with gaps', path: '/r/ref-draft', there: 'Still needed before sign-off' },
  { name: 'a referral to answer', path: '/r/ref-received', there: 'Who saw it' },
  { name: 'booking a visit', path: '/r/ref-received', there: 'Who saw it', open: 'Book a visit' },
  { name: 'the record', path: '/r/ref-received/record', there: 'Three key points' },
  { name: 'new referral', path: '/new', there: 'Where to?' },
  { name: 'sending files', path: '/upload?r=ref-draft', there: 'Camera' },
  { name: 'find', path: '/find', there: 'Find' },
  { name: 'the further screens', path: '/more', there: 'Settings' },
  { name: 'settings', path: '/settings', there: 'Appearance' },
  { name: 'nothing here', path: '/r/none', there: 'There is nothing here' },
];

const looks = [
  { width: 320, height: 640, scheme: 'light' },
  { width: 320, height: 640, scheme: 'dark' },
  { width: 1440, height: 900, scheme: 'light' },
  { width: 1440, height: 900, scheme: 'dark' },
] as const;

describe.each(looks)('at $width px, $scheme', (look) => {
  test.each(screens)('$name has no serious finding and nothing beyond the edge', async ({ path, there, open }) => {
    phone = await stage.phone(look);
    const { page } = phone;
    await phone.open(path);
    await page.getByText(there).locator('visible=true').first().waitFor();
    if (open) await page.getByRole('button', { name: open }).click();

    expect(await seriousFindings(page)).toEqual([]);
    expect(await beyondTheEdge(page)).toBeLessThanOrEqual(0);
  });
});

test('the looking glass sees a fault that is there', async () => {
  phone = await stage.phone();
  const { page } = phone;
  await phone.open('/find');
  await page.getByRole('heading', { name: 'Find' }).waitFor();
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('button')));

  expect((await seriousFindings(page)).join()).toContain('button-name');
});

test('the largest text on the narrowest phone still fits', async () => {
  phone = await stage.phone({ width: 320, height: 640 });
  const { page } = phone;
  await phone.open('/settings');
  await page.getByLabel('Largest').check({ force: true });
  for (const path of ['/', '/r/ref-chest-pain', '/new']) {
    await phone.open(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    expect(await beyondTheEdge(page), path).toBeLessThanOrEqual(0);
  }
});

test('everything to press is large enough for a thumb', async () => {
  phone = await stage.phone();
  const { page } = phone;
  for (const { path, there } of screens) {
    await phone.open(path);
    await page.getByText(there).locator('visible=true').first().waitFor();
    const small = await page.evaluate(() =>
      [
        ...document.querySelectorAll<HTMLElement>(
          'button, .button, .nav a, .line, .option, .picker, summary, input:not([type=radio]):not([type=file]), textarea, select',
        ),
      ]
        .filter((one) => one.offsetParent !== null)
        .map((one) => ({ box: one.getBoundingClientRect(), words: one.outerHTML.slice(0, 80) }))
        .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
        .map(({ words }) => words),
    );
    expect(small, path).toEqual([]);
  }
});

test('with the keyboard alone she opens a referral, signs it, and always sees where she is', async () => {
  phone = await stage.phone({ width: 1440, height: 900 });
  const { page, baton } = phone;
  await phone.open('/');
  await page.getByRole('link', { name: /B7K-42Q/ }).waitFor();
  const tabTo = async (words: RegExp) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const one = document.activeElement as HTMLElement | null;
        const outline = one ? getComputedStyle(one) : undefined;
        return { words: one?.textContent ?? '', seen: outline ? outline.outlineStyle !== 'none' : false };
      });
      if (words.test(here.words)) {
        expect(here.seen).toBe(true);
        return;
      }
    }
    throw new Error(`no way by Tab to ${words}`);
  };
  await tabTo(/^Skip to content$/).catch(() => undefined);
  await tabTo(/B7K-42Q/);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'You sign exactly this' }).waitFor();
  await tabTo(/^Sign and send$/);
  await page.keyboard.press('Enter');

  await page.getByText('Signed by Dr Lam', { exact: false }).waitFor();
  expect(baton.referrals.get('ref-chest-pain')?.state).toBe('sent');
});

test('a sheet keeps the keyboard inside and gives it back', async () => {
  phone = await stage.phone({ width: 1440, height: 900 });
  const { page } = phone;
  await phone.open('/r/ref-received');
  const book = page.getByRole('button', { name: 'Book a visit' });
  await book.focus();
  await page.keyboard.press('Enter');
  const sheet = page.getByRole('dialog', { name: 'Book a visit' });
  await sheet.waitFor();
  expect(await sheet.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });

  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Book a visit');
});

test('the next step is under the thumb from the first look, however long the referral is', async () => {
  phone = await stage.phone();
  const { page } = phone;
  await phone.open('/r/ref-chest-pain');
  const sign = page.getByRole('button', { name: 'Sign and send' });
  await sign.waitFor();
  const box = await sign.boundingBox();

  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
  expect(box?.y).toBeGreaterThan(700);
});

test('the page asks nobody else for anything', async () => {
  phone = await stage.phone();
  const { page } = phone;
  const strangers: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') strangers.push(request.url());
  });
  for (const { path, there } of screens) {
    await phone.open(path);
    await page.getByText(there).locator('visible=true').first().waitFor();
  }

  expect(strangers).toEqual([]);
  expect(phone.complaints).toEqual([]);
});

test('nothing of a patient is kept in the browser', async () => {
  phone = await stage.phone();
  const { page } = phone;
  await phone.open('/r/ref-chest-pain');
  await page.getByText('CHAN Siu Ming', { exact: false }).first().waitFor();
  const kept = await page.evaluate(async () => ({
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    title: document.title,
  }));

  expect(`${kept.local}${kept.session}${kept.title}`).not.toMatch(/CHAN|A123456|Penicillin|陳/);
  expect([kept.databases, kept.caches]).toEqual([0, 0]);
});
