import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aReferralShown } from '../fakes/miniapp-cases.ts';
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
  expect(complaints).toEqual([]);
});
afterAll(() => stage.strike());

test('"allergies unknown" is said as unknown, and no substance that nobody named is shown in red', async () => {
  const { page, open, baton } = await take();
  baton.change('ref-chest-pain', {
    allergiesSaid: 'unknown',
    medicationsSaid: 'none',
    findings: [
      { type: 'allergy', name: 'any drug', status: 'unknown', sure: true },
      { type: 'medication', name: 'none', status: 'absent', sure: true },
    ],
  });
  await open('/r/ref-chest-pain');

  await page.getByRole('heading', { name: 'Allergies unknown (stated)' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.getByRole('region', { name: 'Medicines' }).textContent()).toContain('None (stated)');
});

test('a medicine that was stopped says so, in the language of the reader', async () => {
  const { page, open, baton } = await take();
  const findings = [
    { type: 'medication' as const, name: 'Warfarin', status: 'present' as const, sure: true, note: 'stopped' },
  ];
  baton.change('ref-chest-pain', { findings });
  await open('/r/ref-chest-pain');
  await page.getByText('Warfarin', { exact: true }).waitFor();
  expect(await page.getByRole('region', { name: 'Medicines' }).textContent()).toContain('Stopped');

  await open('/settings');
  await page.getByRole('radio', { name: '繁體中文' }).check();
  await page.getByRole('heading', { name: '設定' }).waitFor();
  await open('/r/ref-chest-pain');
  await page.getByText('已停用').waitFor();
});

test('allergies are named in one line; what could not be read is said, and never called saved', async () => {
  const { page, open } = await take();
  await open('/r/ref-draft');
  const line = page.getByRole('textbox', { name: 'Allergies' });
  await line.fill('qqq');
  await line.press('Enter');
  await page.getByText('Baton could not read this.', { exact: false }).waitFor();
  expect(await page.getByText('Allergies saved').count()).toBe(0);
  expect(await line.inputValue()).toBe('qqq');
  await line.fill('Penicillin (rash)');
  await line.press('Enter');

  const alert = page.getByRole('alert', { name: 'Allergy' });
  await alert.waitFor();
  expect(await alert.textContent()).toContain('Penicillin (rash)');
});

test('with eight pages open at once each one still works, and hears what others change', async () => {
  const { page, open, context, baton } = await take();
  await open('/');
  const pages = [page];
  for (let n = 1; n < 8; n += 1) {
    const next = await context.newPage();
    await next.goto(page.url());
    await next.getByRole('link', { name: /B7K-42Q/ }).waitFor();
    pages.push(next);
  }
  baton.change('ref-others', { state: 'attended' });

  for (const one of pages) await one.getByRole('link', { name: /X8D-5QM.*Attended/ }).waitFor();
});

test('who has left sees the door, and nothing of what was shown before', async () => {
  const { page, open, baton } = await take();
  await open('/r/ref-chest-pain');
  await page.getByRole('heading', { name: /CHAN Siu Ming/ }).waitFor();
  baton.hasLeft = true;
  baton.change('ref-chest-pain', aReferralShown({ version: 9 }));

  await page.getByText('This account is no longer active. Ask your administrator.').waitFor();
  expect(await page.textContent('body')).not.toContain('CHAN');
});

test('a file dropped beside the place for files does not take away the page and what was typed', async () => {
  const { page, open } = await take({ width: 1440, height: 900 });
  await open('/new');
  await page.getByLabel('The story').fill('62-year-old man, chest pain');
  const prevented = await page.evaluate(() => {
    const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
    document.querySelector('nav')?.dispatchEvent(drop);
    return drop.defaultPrevented;
  });

  expect(prevented).toBe(true);
});

test.each([
  ['three hours ahead', 3 * 3_600_000],
  ['two days behind', -2 * 86_400_000],
])(
  'on a phone whose clock is %s nothing is late that is not, and nothing late is called in time',
  async (_how, off) => {
    const { page, open, baton } = await take();
    const due = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const clockOf = (which: string) => {
      const clock = baton.referrals.get(which)?.clock;
      if (!clock) throw new Error(`${which} has no clock`);
      return clock;
    };
    baton.change('ref-chest-pain', { clock: { ...clockOf('ref-chest-pain'), due: due(45), overdue: false } });
    await page.clock.setSystemTime(new Date(Date.now() + off));
    await open('/r/ref-chest-pain');

    await page
      .getByText(/4[3-5] min left/)
      .first()
      .waitFor();
    baton.change('ref-chest-pain', { clock: { ...clockOf('ref-chest-pain'), due: due(-90), overdue: true } });
    await page
      .getByText(/1 h 3\d min overdue/)
      .first()
      .waitFor();
  },
);

test('a file cut at the last of its hundred pieces goes on with that piece alone, and arrives whole', async () => {
  const piece = 4096;
  const { page, open, baton } = await take({ prepare: (one) => void (one.pieceBytes = piece) });
  const bytes = Buffer.from(Array.from({ length: piece * 100 }, (_, at) => (at * 31) % 253));
  const last = `**/api/uploads/*?from=${piece * 99}`;
  await open('/upload?r=ref-draft');
  await page.route(last, (route) => route.abort());
  await page
    .getByLabel('Files', { exact: true })
    .setInputFiles({ name: 'CT.pdf', mimeType: 'application/pdf', buffer: bytes });
  await page.getByText(/Interrupted at 99 %/).waitFor({ timeout: 60_000 });
  const sent: (string | null)[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(new URL(request.url()).searchParams.get('from'));
  });
  await page.unroute(last);

  await page.getByText('All files are kept safe.').waitFor({ timeout: 60_000 });
  expect(new Set(sent)).toEqual(new Set([String(piece * 99)]));
  expect([...baton.uploads.values()].map(({ body }) => body.equals(bytes))).toEqual([true]);
}, 150_000);
