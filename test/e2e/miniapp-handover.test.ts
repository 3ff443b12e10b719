import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { corp, DemoPlay } from '#src/cli/demo-play.ts';
import { demoSamples } from '#src/cli/demo-samples.ts';
import type { Consent } from '#src/domain/consent/consent.ts';
import { hongKong } from '#src/domain/house/office-time.ts';
import { type ClinicianId, id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Standing } from '#src/domain/referral/referral.ts';
import { dayAfter, mondayOf } from '#src/domain/roster/shift.ts';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature } from '#test/builders/a-referral.ts';
import { silent } from '#test/builders/silent.ts';
import { findChromium, launchBrowser } from './browser.ts';
import { builtMiniapp } from './built-page.ts';
import { isFit } from './looking-glass.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: handover and rosters are not looked at. Set BATON_CHROMIUM.\n');

const patience = 120_000;
const narrow = { width: 320, height: 640 };
const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };
/** The Monday of next week in Hong Kong: ahead of what the service has counted by itself. */
const monday = mondayOf(dayAfter(hongKong(new Date()).day, 7));
const minute = 60_000;

describe.skipIf(chromium === undefined)('the change of shift, on the phone and at the desk', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-handover-'));
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
    // The first look only marks where the count begins; then it is ten minutes before the evening's change of shift.
    await play.until('the count to begin', async () =>
      baton.store.ledger.read((page) => page.handovers.latest(twc, baton.world.clock.now())),
    );
    await turnTo('19:50:00');
    await play.until('the day shift of that Monday', async () => {
      const latest = await baton.store.ledger.read((page) => page.handovers.latest(twc, baton.world.clock.now()));
      return latest?.at.getTime() === Date.parse(`${monday}T08:00:00+08:00`) ? latest : undefined;
    });
    await openCases(baton);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await baton?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, patience);
  const turnTo = (time: string) => play.post('clock', { set: `${monday}T${time}+08:00` });
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
      timezoneId: 'Europe/London',
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

  const told = (user: string, part: string) =>
    play.until(`${user} to be told`, async () =>
      (await play.messages(user, play.chatOf(user))).find(({ text = '' }) => text.includes(part)),
    );

  test(
    'Nurse Yip plans the night on her phone; somebody else was quicker, and nothing of either is lost',
    async () => {
      const page = await open('u-yip', '/more', { size: narrow });
      await page.getByRole('link', { name: 'Rosters' }).click();
      await page.getByText(/Shifts with a gap this week/).waitFor();
      await page.getByText('Nobody on duty').first().waitFor();
      await isFit(page, 'rosters-320');
      await page
        .getByRole('button', { name: /^Plan .*20:00–08:00$/ })
        .first()
        .click();
      const sheet = page.getByRole('dialog');
      await sheet
        .getByRole('group', { name: 'On duty' })
        .getByLabel(/Dr Cheung/)
        .check();
      await sheet.getByRole('group', { name: 'Cover' }).getByLabel(/Dr Ng/).check();
      await (await play.page('u-yip')).post('/api/rosters', {
        institution: 'twc',
        day: monday,
        minute: 1200,
        onDuty: ['ng'],
        cover: [],
        version: 0,
      });
      await sheet.getByText(/Somebody planned this shift meanwhile: Nurse Yip/).waitFor();
      expect(
        await sheet
          .getByRole('group', { name: 'On duty' })
          .getByLabel(/Dr Cheung/)
          .isChecked(),
      ).toBe(true);
      await isFit(page, 'roster-plan-320');
      await sheet.getByRole('button', { name: 'Keep' }).click();
      await page.getByText('The roster is kept.').waitFor();

      const wide = await open('u-yip', '/rosters', { size: desk, scheme: 'dark', language: 'zh-Hant' });
      await wide.getByText('張詠琳醫生').first().waitFor();
      await isFit(wide, 'rosters-zh-dark');
      await isFit(await opened('u-cheung', '/rosters', 'On duty'), 'rosters-desk');
    },
    patience,
  );

  async function opened(user: string, path: string, words: string): Promise<Page> {
    const page = await open(user, path, { size: desk });
    await page.getByText(words).first().waitFor();
    return page;
  }

  test(
    'the evening shift is told, takes by a tap, and what nobody takes is told on',
    async () => {
      const nurse = await open('u-yip', '/handover', { size: phone });
      await nurse.getByRole('button', { name: 'Add note, HV-1' }).click();
      await nurse
        .getByLabel('Note for the next shift')
        .fill('Daughter will ring before ten.\nTroponin repeated at 21:00.');
      await nurse.getByRole('button', { name: 'Keep the note' }).click();
      await nurse.getByText('Troponin repeated at 21:00.').waitFor();
      await isFit(nurse, 'handover-before');

      await turnTo('20:00:05');
      const message = await told('u-cheung', 'Your shift begins with 4 open cases');
      expect(message.text).toContain('HV-1');
      expect(JSON.stringify(message)).not.toMatch(/CHAN|A123456|chest/i);
      await nurse.getByRole('heading', { name: 'To be taken 4' }).waitFor();

      const doctor = await open('u-cheung', '/handover', { size: narrow });
      await doctor.getByText(/^To be taken by .*20:30; then the cover is told\.$/).waitFor();
      await doctor.getByText('Daughter will ring before ten.').waitFor();
      await isFit(doctor, 'handover-320');
      await doctor.getByRole('button', { name: 'Take HV-1' }).click();
      await doctor.getByText(/Yours since .*20:0\d/).waitFor();
      await nurse.getByText(/Dr Cheung has it since .*20:0\d/).waitFor();

      await turnTo('20:32:00');
      await told('u-ng', '你是替補人員');
      const late = await open('u-cheung', '/handover', { size: desk });
      await late.getByRole('heading', { name: 'Nobody has taken it 3' }).waitFor();
      await isFit(late, 'handover-late-desk');
      const chinese = await open('u-ng', '/handover', { size: desk, scheme: 'dark', language: 'zh-Hant' });
      await chinese.getByRole('heading', { name: /無人接手/ }).waitFor();
      await isFit(chinese, 'handover-late-zh-dark');
      await chinese.getByRole('button', { name: '接手 HV-2' }).click();
      await late.getByText(/Dr Ng has it since .*20:3\d/).waitFor();

      await late.getByRole('button', { name: 'Take all of mine (2)' }).click();
      await late.getByRole('dialog', { name: 'Take 2 cases?' }).waitFor();
      await isFit(late, 'handover-take-all');
      await late.getByRole('button', { name: 'Yes, take 2' }).click();
      await late.getByText('Taken: 2').waitFor();
      await late.getByRole('heading', { name: 'Taken 4' }).waitFor();
      const held = await baton.store.ledger.read((page) => page.referrals.byCode('HV-2'));
      expect(held?.referral.heldBy).toBe('ng');
      await isFit(late, 'handover-taken');
    },
    patience,
  );
});

/** Four cases the clinic has in hand, each of a patient of its own who agreed. */
async function openCases({ store, world }: Baton): Promise<void> {
  const since = new Date(world.clock.now().getTime() - 30 * minute);
  const holder = id<ClinicianId>('cheung');
  const standings: readonly Standing[] = [
    { state: 'opened', since, by: holder },
    { state: 'accepted', since, by: holder },
    { state: 'booked', since, visit: { at: new Date(since.getTime() + 20 * 60 * minute), bookedBy: holder } },
    { state: 'delivered', since },
  ];
  await store.ledger.write(async (page) => {
    for (const [index, standing] of standings.entries()) {
      const n = index + 1;
      const referral = aReferral({
        id: id<ReferralId>(`hv-${n}`),
        patient: id<PatientId>(`hv-${n}`),
        code: `HV-${n}`,
        urgency: n === 1 ? 'emergency' : 'routine',
        startedAt: since,
        standing,
        signature: aSignature(),
        ...(standing.state === 'accepted' || standing.state === 'booked' ? { heldBy: holder } : {}),
      });
      await page.patients.add(referral.patient, { ...aContent().identity, hkid: `Z68${n}` });
      await page.referrals.add(referral, aContent(), undefined, undefined);
      await page.consents.add(
        aConsent({ id: id<Consent['id']>(`hv-${n}`), patient: referral.patient, referral: referral.id, from: since }),
      );
      await page.keys.share(referral.patient, referral.to);
      await page.happened({
        what: 'moved',
        from: 'sent',
        to: standing.state,
        at: since,
        by: { person: holder },
        institution: referral.to,
        referral: referral.id,
        patient: referral.patient,
      });
    }
  });
}
