import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
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

describe('my work', () => {
  test('what is mine comes first, what is late with others is said in words, and no name is shown', async () => {
    const { page, open } = await take();
    await open('/');

    const mine = page.getByRole('region', { name: 'Yours to do now' });
    await mine.getByRole('link').first().waitFor();
    expect(await mine.getByRole('link').count()).toBe(3);
    expect(await mine.getByRole('link').first().textContent()).toContain('overdue');
    expect(await page.getByRole('region', { name: 'Overdue with others' }).textContent()).toContain(
      'Waiting for Dr Cheung',
    );
    expect(await page.textContent('body')).not.toContain('CHAN');
  });

  test('a change by a colleague appears without a reload', async () => {
    const { page, open, baton } = await take();
    await open('/');
    const line = page.getByRole('link', { name: /X8D-5QM/ });
    await line.waitFor();
    expect(await line.textContent()).toContain('Booked');
    baton.change('ref-others', { state: 'attended' });

    await page.getByRole('link', { name: /X8D-5QM.*Attended/ }).waitFor();
  });

  test('an empty list is friendly and shows the way to begin', async () => {
    const { page, open } = await take({ prepare: (baton) => baton.referrals.clear() });
    await open('/');

    await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
    await page.getByRole('link', { name: 'Begin a referral' }).click();
    await page.getByRole('heading', { name: 'New referral' }).waitFor();
  });

  test('without a network what was shown stays, with a word about it', async () => {
    const { page, open, context } = await take();
    await open('/');
    await page.getByRole('link', { name: /B7K-42Q/ }).waitFor();
    await context.setOffline(true);

    await page.getByText('No network.', { exact: false }).waitFor();
    expect(await page.getByRole('link', { name: /B7K-42Q/ }).count()).toBe(1);
    await context.setOffline(false);
  });
});

describe('one referral', () => {
  test('an allergy is the first thing she sees, in words and as an alert', async () => {
    const { page, open } = await take();
    await open('/r/ref-chest-pain');

    const alert = page.getByRole('alert', { name: 'Allergy' });
    await alert.waitFor();
    expect(await alert.textContent()).toContain('Penicillin');
    const patient = await page.getByRole('region', { name: 'Patient' }).boundingBox();
    expect((await alert.boundingBox())?.y).toBeLessThan(patient?.y ?? 0);
  });

  test('a finding shows its source on a tap, and what is not sure says so', async () => {
    const { page, open } = await take();
    await open('/r/ref-chest-pain');
    const warfarin = page.getByRole('button', { name: /Warfarin/ });
    await warfarin.waitFor();
    expect(await warfarin.textContent()).toContain('Not sure');
    await warfarin.click();

    await page.getByText('?warfarin', { exact: true }).waitFor();
  });

  test('the consultant sees exactly what she signs, and signs with one tap', async () => {
    const { page, open, baton } = await take();
    await open('/r/ref-chest-pain');
    const panel = page.getByRole('region', { name: 'You sign exactly this' });
    await panel.waitFor();
    expect(await panel.textContent()).toMatch(/version 3/);
    expect(await panel.textContent()).toMatch(/[0-9a-f]{64}/);
    await page.getByRole('button', { name: 'Sign and send' }).click();

    await page.getByText('Signed by Dr Lam', { exact: false }).waitFor();
    expect(baton.referrals.get('ref-chest-pain')?.state).toBe('sent');
  });

  test('a visit is booked in Hong Kong time, though the device is in London', async () => {
    const { page, open, baton } = await take();
    await open('/r/ref-received');
    await page.getByRole('button', { name: 'Book a visit' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Book a visit' }).click();
    await page.getByText('Please fill this in.').waitFor();
    await page.getByLabel('When? (Hong Kong time)').fill('2031-05-20T09:30');
    await page.getByRole('dialog').getByRole('button', { name: 'Book a visit' }).click();

    await page.getByText('Done: Booked').waitFor();
    expect(baton.referrals.get('ref-received')?.visit?.at).toBe('2031-05-20T09:30:00+08:00');
  });

  test('a decline asks for a reason, asks once more, and can be left', async () => {
    const { page, open, baton } = await take();
    await open('/r/ref-received');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Decline' }).click();
    const sheet = page.getByRole('dialog', { name: 'Decline' });
    expect(await sheet.textContent()).toContain('This cannot be undone.');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(baton.referrals.get('ref-received')?.state).toBe('accepted');

    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Decline' }).click();
    await sheet.getByLabel('Criteria not met').check();
    await sheet.getByLabel('In a few words').fill('Seen last week, no change');
    await sheet.getByRole('button', { name: 'Yes: Decline' }).click();
    await page.getByText('Done: Declined').waitFor();
  });

  test('when somebody was quicker the new state is shown and what was typed is kept', async () => {
    const { page, open, baton } = await take();
    await open('/r/ref-received');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Answer' }).click();
    const sheet = page.getByRole('dialog', { name: 'Answer' });
    await sheet.getByLabel('Your answer to the referrer').fill('Echo normal, no change');
    const before = baton.referrals.get('ref-received');
    if (before) baton.referrals.set('ref-received', { ...before, state: 'attended', version: before.version + 1 });
    await sheet.getByRole('button', { name: 'Answer' }).click();

    await sheet.getByText('Somebody was quicker', { exact: false }).waitFor();
    await sheet.getByText('“Attended”', { exact: false }).waitFor();
    expect(await sheet.getByLabel('Your answer to the referrer').inputValue()).toBe('Echo normal, no change');
    await sheet.getByRole('button', { name: 'Answer' }).click();
    await page.getByText('Done: Answered').waitFor();
  });

  test('what can no longer be done gives the typed words back to copy', async () => {
    const { page, open, baton } = await take();
    await open('/r/ref-received');
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('button', { name: 'Answer' }).click();
    await page.getByLabel('Your answer to the referrer').fill('Echo normal');
    baton.change('ref-received', { state: 'cancelled', actions: [] });

    expect(await page.getByLabel('This can no longer be done here.', { exact: false }).inputValue()).toBe(
      'Echo normal',
    );
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  });

  test('gaps are filled by one tap or one line; a wrong check digit is said beside its field', async () => {
    const { page, open } = await take();
    await open('/r/ref-draft');
    await page.getByRole('button', { name: 'Send for sign-off' }).click();
    const gaps = page.getByRole('region', { name: 'Still needed before sign-off' });
    await gaps.getByRole('button', { name: 'No known allergy' }).click();
    await page.getByText('Allergies saved').waitFor();
    const hkid = gaps.getByLabel('HKID');
    expect(await hkid.inputValue()).toBe('B234567(1)');
    await hkid.fill('B234567(2)');
    await hkid.press('Enter');
    await gaps.getByText('The check digit does not fit. Compare with the identity card.').waitFor();
    expect(await hkid.inputValue()).toBe('B234567(2)');
    await hkid.fill('B234567(8)');
    await hkid.press('Enter');

    await page.getByText('HKID saved').waitFor();
    expect(await gaps.getByLabel('HKID').count()).toBe(0);
  });

  test('a session that ends under her hands is opened again by hand, and nothing typed is lost', async () => {
    const { page, open, baton, context } = await take({
      prepare: (one) => {
        one.setup = { ...one.setup, webLogin: 'https://login.example.hk/oauth2/auth?client_id=x' };
      },
    });
    await open('/r/ref-draft');
    await page.getByLabel('Add a few words').fill('Father had an infarct at 50');
    baton.endSessions();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor();
    const address = new URL(page.url()).origin;
    await context.request.post(`${address}/api/session`, { data: { way: 'web', corpId: 'dingshared', code: 'x' } });
    await page.evaluate(() => new BroadcastChannel('baton-signed-in').postMessage('in'));

    await expect.poll(() => baton.referrals.get('ref-draft')?.notes.at(-1)?.text).toBe('Father had an infarct at 50');
    await page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor({ state: 'detached' });
  });

  test('a very long name, one from right to left, and one with pictures stay inside the page', async () => {
    const { page, open, baton } = await take({ width: 320, height: 640 });
    for (const nameEn of ['A'.repeat(80), 'محمد بن عبد الله الطويل جدا', '👩🏽‍⚕️ CHAN 🫀 Siu']) {
      baton.change('ref-chest-pain', { identity: { nameEn, hkid: 'A123456(3)', hkidValid: true } });
      await open('/r/ref-chest-pain');
      await page.getByRole('heading', { name: nameEn }).waitFor();

      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  });

  test('a picture opens in its place', async () => {
    const { page, open } = await take();
    await open('/r/ref-chest-pain');
    await page.getByRole('button', { name: 'Look at ECG 0312.png' }).click();

    const picture = page.getByRole('img', { name: 'Picture ECG 0312.png' });
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  });

  test('a referral of somebody else is "nothing here", with a way on', async () => {
    const { page, open } = await take();
    await open('/r/not-mine');

    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.getByRole('link', { name: 'Go to my work' }).click();
    await page.getByRole('heading', { name: 'My work' }).waitFor();
  });
});

describe('new referrals and files', () => {
  test('a story and a file become a draft, and the file arrives whole', async () => {
    const { page, open, baton } = await take();
    await open('/new');
    await page.getByRole('button', { name: 'Begin the draft' }).click();
    await page.getByText('Choose where it goes first.').waitFor();
    await page.getByLabel(/Tuen Mun Cardiovascular/).check();
    await page.getByLabel('The story').fill('62M chest pain, allergic to penicillin');
    await page
      .getByLabel('Files', { exact: true })
      .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await page.getByRole('button', { name: 'Begin the draft' }).click();

    await page.getByRole('heading', { name: 'Referral N9N-4EW' }).waitFor();
    await expect
      .poll(() => [...baton.uploads.values()].map(({ state, body }) => [state, body.toString()]))
      .toEqual([['kept', 'hello']]);
  });

  test('a network that is cut again and again only makes it slower: every byte arrives', async () => {
    const { page, open, baton } = await take();
    const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, index) => index % 251));
    baton.cuts = 3;
    await open('/upload?r=ref-draft');
    await page.getByLabel('Album').setInputFiles([
      { name: 'ECG.png', mimeType: 'image/png', buffer: bytes },
      { name: 'second.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('second') },
    ]);

    await page.getByText('All files are kept safe.').waitFor({ timeout: 25_000 });
    expect([...baton.uploads.values()][0]?.body.equals(bytes)).toBe(true);
  });

  test('after a closed app the same file goes on where it stopped', async () => {
    const { page, open, baton } = await take();
    const path = join(tmpdir(), `baton-long-${process.pid}.bin`);
    const bytes = Buffer.alloc(300_000, 5);
    await writeFile(path, bytes);
    await open('/upload?r=ref-draft');
    await page.route('**/api/uploads/*?from=131072', (route) => route.abort());
    await page.getByLabel('Files', { exact: true }).setInputFiles(path);
    await page.getByText(/Interrupted at 43 %/).waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.unroute('**/api/uploads/*?from=131072');
    await page.reload();
    await page.getByText('A file of 293 KB stopped at 43 %.', { exact: false }).waitFor();
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT') sent.push(new URL(request.url()).searchParams.get('from') ?? '');
    });
    await page.getByLabel('Files', { exact: true }).setInputFiles(path);

    await page.getByText('All files are kept safe.').waitFor();
    expect(sent[0]).toBe('131072');
    expect([...baton.uploads.values()].map(({ body }) => body.equals(bytes))).toEqual([true]);
    await rm(path);
  });

  test('a kind that cannot be kept is refused with words, not silently', async () => {
    const { page, open } = await take();
    await open('/upload?r=ref-draft');
    await page.getByLabel('Files', { exact: true }).setInputFiles([
      { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ program') },
      { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    ]);

    await page.getByText('Not taken: Baton cannot keep this kind of file.', { exact: false }).waitFor();
    await page.getByText('Not taken: The file is empty.', { exact: false }).waitFor();
  });

  test('files can be dropped onto the page', async () => {
    const { page, open, baton } = await take({ width: 1440, height: 900 });
    await open('/upload?r=ref-draft');
    const zone = page.getByRole('group', { name: 'Send files' });
    await zone.waitFor();
    const files = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['dropped'], 'dropped.txt'));
      return transfer;
    });
    await zone.dispatchEvent('drop', { dataTransfer: files });

    await page.getByText('All files are kept safe.').waitFor();
    expect([...baton.uploads.values()][0]?.body.toString()).toBe('dropped');
  });
});

describe('finding, settings, doors', () => {
  test('a referral is found by its code; what was searched for is in no address', async () => {
    const { page, open } = await take();
    await open('/find');
    await page.getByLabel('Code, HKID, name or words').fill('b7k-42q');
    await page.getByLabel('Code, HKID, name or words').press('Enter');
    await page.getByRole('link', { name: /B7K-42Q/ }).waitFor();
    expect(page.url()).not.toMatch(/b7k/i);
    await page.getByLabel('Code, HKID, name or words').fill('zzzz');
    await page.getByRole('search').getByRole('button', { name: 'Find' }).click();

    await page.getByRole('heading', { name: 'Nothing found that you may see' }).waitFor();
  });

  test('the language changes the whole page and stays after a reload', async () => {
    const { page, open } = await take();
    await open('/settings');
    await page.getByLabel('繁體中文').click();
    await page.getByRole('heading', { name: '設定' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hant');
    await open('/');

    await page.getByRole('heading', { name: '我的工作' }).waitFor();
    await page.getByText('何俊彥').waitFor({ state: 'detached' });
  });

  test('in a plain browser without a session the way in is shown, and only one', async () => {
    const { page, open, baton } = await take({
      prepare: (one) => {
        one.setup = { ...one.setup, webLogin: 'https://login.example.hk/oauth2/auth?client_id=x' };
      },
    });
    baton.endSessions();
    await open('/r/ref-chest-pain');

    await page.getByRole('button', { name: 'Sign in with DingTalk' }).waitFor();
    expect(await page.textContent('body')).not.toContain('B7K');
  });

  test('inside a pretend phone she is signed in without a tap', async () => {
    const { page, baton } = await take();
    await phone.open('/');
    baton.endSessions();
    const address = new URL(page.url()).origin;
    await phone.context.clearCookies();
    await page.route(`${address}/phone`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="${address}/app/?pretendDingTalk=1" width="390" height="800" title="phone"></iframe><script>
          addEventListener('message', ({ data, source }) => {
            const more = data.ask === 'hello' ? { userId: 'u-lam', corpId: 'dingshared' } : { code: 'once' };
            source.postMessage({ source: 'pretend-dingtalk', n: data.n, ...more }, '*');
          });
        </script>`,
      }),
    );
    await page.goto(`${address}/phone`);

    await page.frameLocator('iframe').getByRole('heading', { name: 'Yours to do now' }).waitFor();
  });
});
