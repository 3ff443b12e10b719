import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { corp, DemoPlay, hotlineGroup } from '#src/cli/demo-play.ts';
import { demoSamples } from '#src/cli/demo-samples.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { aContent, aReferral, aSignature } from '#test/builders/a-referral.ts';
import { silent } from '#test/builders/silent.ts';
import { findChromium, launchBrowser } from './browser.ts';
import { builtMiniapp } from './built-page.ts';
import { isFit } from './looking-glass.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: the desk of the house is not looked at. Set BATON_CHROMIUM.\n');

const patience = 120_000;
const narrow = { width: 320, height: 640 };
const desk = { width: 1280, height: 900 };

describe.skipIf(chromium === undefined)('administration, figures and drills, on the phone and at the desk', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-house-'));
  let baton: Baton;
  let browser: Browser;
  let play: DemoPlay;

  beforeAll(async () => {
    chmodSync(dir, 0o711);
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
    play = new DemoPlay(baton, demoSamples());
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await baton?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, patience);
  const contexts: BrowserContext[] = [];
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });

  type Look = {
    readonly size: { readonly width: number; readonly height: number };
    readonly scheme?: 'light' | 'dark';
    readonly language?: 'en' | 'zh-Hant';
  };
  /** Somebody of the cast, signed in through the pretend DingTalk, at one address of the mini-app. */
  async function open(user: string, path: string, { size, scheme = 'light', language = 'en' }: Look): Promise<Page> {
    const context = await browser.newContext({
      viewport: size,
      colorScheme: scheme,
      locale: language === 'en' ? 'en-HK' : 'zh-HK',
      timezoneId: 'Asia/Hong_Kong',
      reducedMotion: 'reduce',
    });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const { code } = await play.post<{ code: string }>('auth-code', {
      corpId: corp,
      clientId: 'dingbatonshared',
      userId: user,
    });
    const signed = await context.request.post(`${baton.url}/api/session`, {
      data: { way: 'dingtalk', corpId: corp, code },
    });
    const { csrf } = (await signed.json()) as { csrf: string };
    await context.request.put(`${baton.url}/api/me/language`, {
      data: { language },
      headers: { 'x-baton-csrf': csrf },
    });
    await page.goto(`${baton.url}/app${path}`);
    return page;
  }

  test(
    'Ms Kwan switches Dr Ng off on a narrow phone: his open screen ends by itself; and on again',
    async () => {
      const his = await open('u-ng', '/', { size: narrow });
      await his
        .getByRole('heading', { name: /My work|我的工作/ })
        .first()
        .waitFor();
      const page = await open('u-kwan', '/admin', { size: narrow });
      await page.getByRole('button', { name: 'Switch off Dr Ng' }).click();
      const sheet = page.getByRole('dialog', { name: 'Switch Dr Ng off?' });
      await sheet.getByLabel('Why').selectOption('lost-device');
      await sheet.getByLabel('In your words (kept sealed)').fill('Left in a taxi at noon');
      await isFit(page, 'admin-switch-320');
      await sheet.getByRole('button', { name: 'Switch off now' }).click();
      await page.getByRole('button', { name: 'Switch on again: Dr Ng' }).waitFor();
      await isFit(page, 'admin-people-320');
      await his.getByText('This account is no longer active. Ask your administrator.').waitFor();
      await page.getByRole('button', { name: 'Switch on again: Dr Ng' }).click();
      await page.getByText('Nobody and nothing is switched off.').waitFor();
    },
    patience,
  );

  test(
    'the last administrator cannot be switched off, and is told why',
    async () => {
      const page = await open('u-kwan', '/admin', { size: desk });
      await page.getByRole('button', { name: 'Switch off Ms Kwan' }).click();
      await page.getByRole('button', { name: 'Switch off now' }).click();
      await page.getByText(/This is the last person who administers a place/).waitFor();
      await page.getByRole('button', { name: 'Leave it' }).click();
      await isFit(page, 'admin-people-desk');
    },
    patience,
  );

  test(
    '繁體中文，桌面深色：熱線、鑰匙、資料表及健康檢查',
    async () => {
      const page = await open('u-kwan', '/admin', { size: desk, scheme: 'dark', language: 'zh-Hant' });
      await page.getByRole('button', { name: '熱線' }).click();
      await page.getByText('屯門心血管轉介熱線').waitFor();
      await isFit(page, 'admin-hotlines-zh-dark');
      await page.getByRole('button', { name: '服務' }).click();
      await page.getByText('磁碟上的資料表全部正確。').waitFor();
      await page.getByText('一切正常。').waitFor();
      await isFit(page, 'admin-service-zh-dark');
    },
    patience,
  );

  test(
    'a drill: started by a consultant, marked in words on every screen, card and push, ended by a tap, told step by step',
    async () => {
      const page = await open('u-lam', '/drill', { size: narrow });
      await isFit(page, 'drill-start-320');
      await page.getByRole('button', { name: 'Start a drill' }).click();
      await page.getByRole('link', { name: 'How it goes' }).first().click();
      await page.getByRole('link', { name: 'Open the referral' }).click();
      await page.getByRole('note').getByText('DRILL 演習').waitFor();
      await page.getByRole('heading', { name: /DRILL 演習/, level: 1 }).waitFor();
      await isFit(page, 'drill-referral-320');
      const which = new URL(page.url()).pathname.split('/').at(-1) ?? '';
      await page.goto(`${baton.url}/app/r/${which}/images`);
      await page.getByRole('note').getByText('DRILL 演習').waitFor();
      const alvin = await play.page('u-alvin');
      await alvin.post(`/api/referrals/${which}/consent`, { decision: 'given', way: 'spoken' });
      const { version } = await alvin.get<{ version: number }>(`/api/referrals/${which}`);
      await alvin.post(`/api/referrals/${which}/actions`, { action: 'ask-sign-off', version });
      const lam = await play.page('u-lam');
      const asked = await lam.get<{ version: number }>(`/api/referrals/${which}`);
      await lam.post(`/api/referrals/${which}/actions`, { action: 'sign', version: asked.version });
      const receiver = await open('u-cheung', '/', { size: narrow, scheme: 'dark' });
      await receiver
        .getByText(/DRILL 演習/)
        .first()
        .waitFor();
      await isFit(receiver, 'drill-work-dark-320');
      await play.until('the card of the drill in the group', async () => {
        const all = await play.messages('u-cheung', hotlineGroup);
        const card = all.find((message) => message.card?.view?.blocks[0]?.text?.includes('DRILL 演習'));
        return card?.pushText?.includes('DRILL 演習') ? card : undefined;
      });
      await page.goto(`${baton.url}/app/drill/${which}`);
      await page.getByRole('button', { name: 'End the drill' }).click();
      await page.getByText('This drill is over').waitFor();
      await isFit(page, 'drill-result-320');
      const wide = await open('u-kwan', `/drill/${which}`, { size: desk, language: 'zh-Hant', scheme: 'dark' });
      await wide.getByText('各步驟的時間及負責人').first().waitFor();
      await isFit(wide, 'drill-result-zh-dark');
    },
    patience,
  );

  test(
    'figures: nothing small is said, the line has its table, another period is a tap away',
    async () => {
      await manyReferrals(baton);
      const page = await open('u-lam', '/figures', { size: narrow });
      await page.getByRole('heading', { name: 'Tuen Mun Cardiovascular Referral Hotline', level: 2 }).waitFor();
      await page.getByText('fewer than 5').first().waitFor();
      await page.getByText('In numbers').first().click();
      await isFit(page, 'figures-320');
      await page.getByRole('button', { name: '90 days' }).click();
      await page.getByRole('button', { name: '90 days', pressed: true }).waitFor();
      const wide = await open('u-yip', '/figures', { size: desk, scheme: 'dark', language: 'zh-Hant' });
      await wide.getByText('開始至發出（中位數）').first().waitFor();
      await isFit(wide, 'figures-zh-dark');
      const file = await wide.context().request.get(`${baton.url}/api/figures.csv?days=30`);
      expect(await file.text()).toContain('tm-cardio,30,begun');
      await isFit(await open('u-kwan', '/figures', { size: desk }), 'figures-desk');
    },
    patience,
  );
});

/** Referrals of the last four weeks, as the store and the trail would hold them. */
async function manyReferrals({ store, world }: Baton): Promise<void> {
  const now = world.clock.now().getTime();
  await store.ledger.write(async (page) => {
    for (let which = 0; which < 64; which += 1) {
      const begunAt = new Date(now - ((which * 11) % 28) * 86_400_000 - which * 60_000);
      const standing = which % 7 === 3 ? 'declined' : which % 3 === 0 ? 'closed' : 'delivered';
      const referral = aReferral({
        id: id<ReferralId>(`many-${which}`),
        patient: id<PatientId>(`many-${which}`),
        code: `M${which}`,
        startedAt: begunAt,
        standing: { state: 'delivered', since: begunAt },
        signature: aSignature(),
      });
      await page.patients.add(referral.patient, { ...aContent().identity, hkid: `M${which}` });
      await page.referrals.add(referral, aContent(), undefined, undefined);
      const common = { by: { baton: 'start' }, institution: referral.from, referral: referral.id } as const;
      const after = (seconds: number) => new Date(begunAt.getTime() + seconds * 1000);
      const sent = 18 + ((which * 13) % 40);
      await page.happened(
        { ...common, what: 'moved', from: 'draft', to: 'sent', at: after(sent) },
        { ...common, what: 'moved', from: 'delivered', to: 'opened', at: after(sent + 120 + which * 9) },
      );
      if (standing === 'declined')
        await page.happened({
          ...common,
          what: 'moved',
          from: 'opened',
          to: 'declined',
          because: which % 2 ? 'criteria-not-met' : 'better-elsewhere',
          at: after(3_000),
        });
      else
        await page.happened(
          { ...common, what: 'moved', from: 'opened', to: 'accepted', at: after(sent + 1_500 + which * 20) },
          { ...common, what: 'moved', from: 'accepted', to: 'booked', at: after(9_000 + which * 100) },
        );
      if (which % 5 === 0)
        await page.happened({
          ...common,
          what: 'escalated',
          rung: 0,
          how: 'group',
          deadline: begunAt.toISOString(),
          at: after(4_000),
        });
      if (which % 4 === 0)
        await page.happened({
          ...common,
          what: 'alert-raised',
          alert: `m-${which}`,
          tier: 'stop',
          version: '1',
          at: after(5),
        });
    }
  });
  await store.pool.query(
    "update referrals set state = 'closed' where id like 'many-%' and right(id, 1) in ('0', '3', '6', '9')",
  );
}
