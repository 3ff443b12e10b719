import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, cheung, kwan, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { launchBrowser } from './browser.ts';
import { builtMiniapp } from './built-page.ts';
import { isFit } from './looking-glass.ts';

const patience = 120_000;

let dist: string;
let browser: Browser;
let door: Awaited<ReturnType<typeof aDoor>>;
beforeAll(async () => {
  dist = await builtMiniapp();
  browser = await launchBrowser();
}, patience);
afterAll(async () => {
  await browser.close();
});

const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });
beforeEach(async () => {
  door = await aDoor(
    {
      dist,
      onSurprise: (error) => {
        if (!isGoneAway(error)) throw error;
      },
    },
    aHouse(),
  );
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, aContent().identity);
    await page.referrals.add(sent, aContent(), undefined, undefined);
    for (const [who, at] of [
      [alvin, tmh],
      [cheung, twc],
    ] as const)
      await page.happened({
        what: 'record-opened',
        at: noon,
        by: { person: who.id },
        institution: at,
        referral: sent.id,
        patient: sent.patient,
        ground: 'treating',
      });
  });
  return async () => {
    door.parts.screens.closeAll();
    await door.close();
  };
});

async function desk(language: 'en' | 'zh-Hant', look: { width: number; height: number; scheme: 'light' | 'dark' }) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    locale: language === 'en' ? 'en-HK' : 'zh-HK',
    timezoneId: 'Asia/Hong_Kong',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const signed = await context.request.post(`${door.url}/api/session`, {
    data: { way: 'web', corpId: 'corp', code: kwan.dingtalk[0]?.user },
  });
  const { csrf } = (await signed.json()) as { csrf: string };
  await context.request.put(`${door.url}/api/me/language`, { data: { language }, headers: { 'x-baton-csrf': csrf } });
  await page.goto(`${door.url}/app/privacy`);
  return { page, context };
}

test(
  'in English on a narrow phone: a request is taken, its paper fetched, answered; the trail holds; a breach is noted and drilled',
  async () => {
    const { page, context } = await desk('en', { width: 320, height: 640, scheme: 'light' });
    await page.getByRole('button', { name: 'Take a request' }).click();
    await page.getByLabel('Referral code').first().fill(sent.code.toLowerCase());
    await page.getByLabel('What is asked').selectOption('who-looked');
    await page.getByLabel('What was asked, in their words').fill('Who opened my file?');
    await isFit(page, 'privacy-new-320');
    await page.getByRole('button', { name: 'Start the 40 days' }).click();
    await page.getByText('Day 0 of 40, due 2 Jan 2027').waitFor();
    const paper = page.getByRole('link', { name: 'Who looked (PDF)' });
    const address = await paper.getAttribute('href');
    const bytes = await (await context.request.get(new URL(address ?? '', door.url).href)).body();
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    await page.getByRole('button', { name: 'Ask for proof of identity' }).click();
    await page.getByText('Clock stands at day 0').waitFor();
    await page.getByRole('button', { name: 'Identity is proved' }).click();
    await page.getByText('Holds: ').first().waitFor();
    await page.getByRole('button', { name: 'Note a breach' }).click();
    await page.getByLabel('Whose looks').selectOption(alvin.id);
    await page.getByLabel('What happened').fill('A phone was lost');
    await page.getByRole('button', { name: 'Put on the register' }).click();
    await page.getByRole('button', { name: 'Who is affected?' }).click();
    await page.getByText('Patients: 1, looks: 1').waitFor();
    await isFit(page, 'privacy-320');
    await page.getByLabel('What you gave, or why not').fill('Paper given');
    await page.getByRole('button', { name: 'Answered' }).click();
    await page.getByText('No request is open.').waitFor();
    await context.close();
  },
  patience,
);

test(
  '繁體中文，桌面深色：逾期要求須書面原因，刪除前先問',
  async () => {
    const officer = await door.as(kwan);
    await officer.post('/api/privacy/requests', {
      referral: sent.code,
      kind: 'erasure',
      from: 'patient',
      words: '請刪除我的資料',
      receivedAt: new Date(noon.getTime() - 41 * 86_400_000).toISOString(),
    });
    const { page, context } = await desk('zh-Hant', { width: 1280, height: 900, scheme: 'dark' });
    await page.getByText('逾期：第 41 日').waitFor();
    await page.getByLabel('所給予的資料，或不給予的原因').fill('不能刪除');
    expect(await page.getByRole('button', { name: '拒絕' }).getAttribute('aria-disabled')).toBe('true');
    await isFit(page, 'privacy-zh-dark');
    await page.getByLabel('延誤原因（書面）').fill('病人要求補交文件');
    await page.getByRole('button', { name: '拒絕' }).click();
    await page.getByText('沒有待處理的要求。').waitFor();
    await page.getByLabel('轉介編號').fill(sent.code);
    await page.getByRole('button', { name: '刪除…' }).click();
    await page.getByText('確定刪除此病人的病歷？').waitFor();
    await isFit(page, 'privacy-erase-zh');
    await page.getByRole('button', { name: '永久刪除' }).click();
    await page.getByText('確定刪除此病人的病歷？').waitFor({ state: 'hidden' });
    expect(await door.store.ledger.read((one) => one.patients.identity(sent.patient))).toBeDefined();
    await context.close();
  },
  patience,
);

test(
  'one number, two records: the officer compares, keeps them apart, and the line goes',
  async () => {
    const other = aReferral({ id: id<ReferralId>('ref-2'), code: 'K4M-7PW', patient: id<PatientId>('patient-2') });
    await door.store.ledger.write(async (page) => {
      const identity = { ...aContent().identity, birth: { iso: '1976-04-01', precision: 'day' } } as const;
      await page.patients.add(other.patient, identity, 'without-number');
      await page.referrals.add(other, aContent({ identity }), undefined, undefined);
      await page.patients.keepClash({ referral: other.id, patient: other.patient, other: sent.patient, at: noon });
    });
    const { page, context } = await desk('en', { width: 390, height: 844, scheme: 'light' });
    const panel = page.getByRole('region', { name: 'Who is who' });
    await panel.getByText('K4M-7PW').first().waitFor();
    await isFit(page, 'privacy-who');
    const line = panel.getByRole('group', { name: 'K4M-7PW' });
    await line.getByLabel('What you compared').fill('Two identity cards seen');
    await line.getByRole('button', { name: 'Two people: keep apart' }).click();
    await panel.getByText('No two records share a number.').waitFor();
    expect((await door.store.ledger.read((one) => one.trail.of(other.id))).map(({ what }) => what)).toEqual([
      'patients-kept-apart',
    ]);
    await context.close();
  },
  patience,
);
