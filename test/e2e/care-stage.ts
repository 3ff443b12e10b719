import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { corp, DemoPlay } from '#src/cli/demo-play.ts';
import { demoSamples } from '#src/cli/demo-samples.ts';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { ReferralContent } from '#src/domain/referral/content.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { type Baton, startBaton } from '#src/start/baton.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aContent, aReferral, aSignature } from '#test/builders/a-referral.ts';
import { silent } from '#test/builders/silent.ts';
import { launchBrowser } from './browser.ts';
import { builtMiniapp } from './built-page.ts';
import { isFit } from './looking-glass.ts';

/** A browser whose microphone hums by itself. */
const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

export const narrow = { width: 320, height: 640 };
export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };

export type Look = {
  readonly size: { readonly width: number; readonly height: number };
  readonly scheme?: 'light' | 'dark';
  readonly language?: 'en' | 'zh-Hant';
};

/** The real service, a pretend DingTalk and a browser, with referrals of the cast that are put there as they are needed. */
export class CareStage {
  readonly #dir: string;
  readonly #contexts: BrowserContext[] = [];
  readonly baton: Baton;
  readonly play: DemoPlay;
  readonly #browser: Browser;
  #referrals = 0;

  private constructor(baton: Baton, browser: Browser, dir: string) {
    this.baton = baton;
    this.#browser = browser;
    this.#dir = dir;
    this.play = new DemoPlay(baton, demoSamples());
  }

  static async set(): Promise<CareStage> {
    const dir = mkdtempSync(join(tmpdir(), 'baton-care-'));
    chmodSync(dir, 0o711);
    await builtMiniapp();
    const baton = await startBaton({
      configDir: join(import.meta.dirname, '../../config'),
      env: { ...process.env, DATABASE_URL: undefined, DATABASE_URL_FILE: undefined },
      log: silent,
      dataDir: dir,
      port: 0,
      simulatorPort: 0,
      pretend: true,
    });
    return new CareStage(baton, await launchBrowser(microphone), dir);
  }

  /** A referral from Tuen Mun to Tsuen Wan of a patient of its own, with their consent; `at` is the present of the service. */
  async referral(
    more: (at: Date) => Partial<Referral>,
    content: Partial<ReferralContent> = {},
  ): Promise<Referral & { readonly withdraw: () => Promise<void> }> {
    this.#referrals += 1;
    const n = this.#referrals;
    const at = this.baton.world.clock.now();
    const patient = id<PatientId>(`care-patient-${n}`);
    const referral = aReferral({
      id: id<ReferralId>(`care-${n}`),
      code: `CAR-${n}${n}${n}`,
      patient,
      urgency: 'urgent',
      standing: { state: 'delivered', since: at },
      signature: aSignature(),
      startedAt: at,
      ...more(at),
    });
    const { hkid: _one, ...identity } = aContent().identity;
    const consent = aConsent({
      id: id<ConsentId>(`care-consent-${n}`),
      patient: referral.patient,
      referral: referral.id,
      from: new Date(at.getTime() - 60_000),
      recordedAt: new Date(at.getTime() - 60_000),
    });
    await this.baton.store.ledger.write(async (page) => {
      const whole = aContent({ identity, ...content });
      if (!(await page.patients.identity(referral.patient))) await page.patients.add(referral.patient, whole.identity);
      await page.referrals.add(referral, whole, undefined, undefined);
      await page.consents.add(consent);
    });
    return {
      ...referral,
      withdraw: async () => {
        const withdrawn = { at: this.baton.world.clock.now(), by: 'patient' } as const;
        await this.baton.store.ledger.write((page) => page.consents.withdraw(consent.id, withdrawn));
      },
    };
  }

  /** Somebody of the cast, signed in through the pretend DingTalk, at one address of the mini-app. */
  async open(user: string, path: string, { size, scheme = 'light', language = 'en' }: Look): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: size,
      colorScheme: scheme,
      locale: language === 'en' ? 'en-HK' : 'zh-HK',
      // A phone that is abroad: times are Hong Kong's all the same.
      timezoneId: 'Europe/London',
      reducedMotion: 'reduce',
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const csrf = await this.signIn(context, user);
    await context.request.put(`${this.baton.url}/api/me/language`, {
      data: { language },
      headers: { 'x-baton-csrf': csrf },
    });
    await page.goto(`${this.baton.url}/app${path}`);
    return page;
  }

  /** Gives the token that changes need. */
  async signIn(context: BrowserContext, user: string): Promise<string> {
    const { code } = await this.play.post<{ code: string }>('auth-code', {
      corpId: corp,
      clientId: 'dingbatonshared',
      userId: user,
    });
    const signed = await context.request.post(`${this.baton.url}/api/session`, {
      data: { way: 'dingtalk', corpId: corp, code },
    });
    return ((await signed.json()) as { csrf: string }).csrf;
  }

  /** Somebody with a browser and no session: the patient. */
  async stranger(path: string, { size, scheme = 'light', language = 'en' }: Look): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: size,
      colorScheme: scheme,
      locale: language === 'en' ? 'en-HK' : 'zh-HK',
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${this.baton.url}${path}`);
    return page;
  }

  readonly looked = isFit;

  async closeContexts(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async strike(): Promise<void> {
    await this.#browser.close();
    await this.baton.stop();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}
