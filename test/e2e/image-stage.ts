import { Readable } from 'node:stream';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { pagePicture } from '#src/adapters/intake/page-picture.ts';
import { type MarksShown, marksShown } from '#src/contract/images.ts';
import type { ConsentId } from '#src/domain/consent/consent.ts';
import { id, type PatientId, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';
import { usualLimits } from '#src/ports/readers.ts';
import { closeWhatEnded } from '#src/start/close-what-ended.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { wholeFileOf } from '#src/start/whole-file.ts';
import { aConsent } from '#test/builders/a-consent.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { launchBrowser } from './browser.ts';
import { builtMiniapp } from './built-page.ts';

export type ImageStage = {
  readonly door: Awaited<ReturnType<typeof aDoor>>;
  readonly browser: Browser;
  /** A delivered referral of a patient of its own with these files. */
  readonly referralWith: (files: readonly FileGiven[], how?: HowReferred) => Promise<ReferralId>;
  /** Somebody of the cast with the images open; `touch` for a phone, else a desk. */
  readonly open: (who: Person, referral: ReferralId, how?: HowOpened) => Promise<Opened>;
  /** What people put on the images of a referral. */
  readonly marks: (referral: ReferralId) => Promise<MarksShown['annotations']>;
  readonly signIn: (context: BrowserContext, who: Person) => Promise<void>;
  readonly complaints: string[];
  readonly closeContexts: () => Promise<void>;
  readonly strike: () => Promise<void>;
};
export type FileGiven = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Slices where nothing is said. */
  readonly kind?: 'photo' | 'pdf';
};
/** `patient` tells apart the patients of several referrals; each has one of its own where nothing is said. */
export type HowReferred = { readonly patient?: string; readonly startedAt?: Date };
export type HowOpened = {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly microphone?: boolean;
  readonly webgl?: boolean;
  readonly onContext?: (context: BrowserContext) => Promise<void>;
};
export type Opened = { readonly page: Page; readonly context: BrowserContext };

/** The built mini-app on the real door over a real store, and a real browser for several people at once. */
export async function setImageStage(): Promise<ImageStage> {
  const dist = await builtMiniapp();
  const browser = await launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
  const door: Awaited<ReturnType<typeof aDoor>> = await aDoor({
    dist,
    pagePicture: async (patient, file, page) =>
      pagePicture(await wholeFileOf(door.store.files)(patient, file), page, usualLimits),
    onSurprise: (error) => {
      if (!isGoneAway(error)) throw error;
    },
  });
  const closing = closeWhatEnded(door.store, door.parts.world, door.parts.screens, door.parts.downloads);
  await closing.ready;
  const complaints: string[] = [];
  const contexts: BrowserContext[] = [];
  const known = new Set<string>();
  let count = 0;
  const signIn = async (context: BrowserContext, who: Person): Promise<void> => {
    await context.request.post(`${door.url}/api/session`, {
      data: { way: 'dingtalk', corpId: 'corp', code: who.dingtalk[0]?.user },
    });
  };
  return {
    door,
    browser,
    complaints,
    signIn,
    marks: async (referral) => {
      const doctor = await door.as(alvin);
      return marksShown.parse(await (await doctor.get(`/api/referrals/${referral}/images/marks`)).json()).annotations;
    },
    referralWith: async (files, { patient = `seen-${count + 1}`, startedAt = noon } = {}) => {
      count += 1;
      const referral = aReferral({
        id: id<ReferralId>(`images-${count}`),
        code: `B7K-9${count + 10}`,
        patient: id<PatientId>(patient),
        startedAt,
        standing: { state: 'opened', since: noon, by: cheung.id },
        signature: aSignature(),
      });
      const { hkid: _own, ...identity } = aContent().identity;
      await door.store.ledger.write(async (page) => {
        if (!known.has(patient)) await page.patients.add(referral.patient, identity);
        await page.referrals.add(referral, { ...aContent(), identity }, undefined, undefined);
        await page.consents.add(
          aConsent({ id: id<ConsentId>(`yes-${count}`), patient: referral.patient, referral: referral.id }),
        );
      });
      known.add(patient);
      for (const { name, bytes, kind = 'dicom' } of files) {
        const file = `${referral.id}-${name}`;
        await door.store.files.keep(referral.patient, file, Readable.from([Buffer.from(bytes)]), 50_000_000);
        await door.store.ledger.write((page) =>
          page.uploads.add({
            id: id<UploadId>(file),
            referral: referral.id,
            patient: referral.patient,
            by: alvin.id,
            state: 'filed',
            kind,
            origin: { way: 'page', session: 's' },
            name,
            at: noon,
          }),
        );
      }
      return referral.id;
    },
    open: async (who, referral, how = {}) => {
      const { width = 390, height = 844, scheme = 'light', microphone = false, webgl = true } = how;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: scheme,
        locale: 'en-HK',
        reducedMotion: 'reduce',
      });
      contexts.push(context);
      if (!microphone)
        // The headless browser has nobody to refuse: this is what a page meets when somebody does.
        await context.addInitScript(() => {
          navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', 'NotAllowedError'));
        });
      if (!webgl)
        await context.addInitScript(() => {
          const before = HTMLCanvasElement.prototype.getContext;
          HTMLCanvasElement.prototype.getContext = function (
            this: HTMLCanvasElement,
            kind: string,
            ...rest: unknown[]
          ) {
            // As a browser does that has no graphics: it answers with nothing.
            return kind.startsWith('webgl') ? null : Reflect.apply(before, this, [kind, ...rest]);
          } as typeof before;
        });
      await how.onContext?.(context);
      await signIn(context, who);
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text()))
          complaints.push(message.text());
      });
      await page.goto(`${door.url}/app/r/${referral}/images`);
      return { page, context };
    },
    closeContexts: async () => {
      for (const context of contexts.splice(0)) await context.close();
    },
    strike: async () => {
      await browser.close();
      await closing.stop();
      door.parts.screens.closeAll();
      await door.close();
    },
  };
}

/** How many different greys the picture has: a blank one has one. */
export const greys = (page: Page, which = 0): Promise<number> =>
  page.evaluate((nth) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.room__canvas canvas')[nth];
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set<number>();
    for (let index = 0; index < data.length; index += 4 * 97) seen.add(data[index] ?? 0);
    return seen.size;
  }, which);

export const isPainted = async (page: Page, which = 0): Promise<void> =>
  expect.poll(() => greys(page, which), { timeout: 60_000 }).toBeGreaterThan(2);

type Place = readonly [number, number];
const boxOf = async (page: Page) => {
  const box = await page.getByRole('application').first().boundingBox();
  if (!box) throw new Error('no picture');
  return box;
};

export async function drag(page: Page, from: Place, to: Place): Promise<void> {
  const box = await boxOf(page);
  await page.mouse.move(box.x + from[0], box.y + from[1]);
  await page.mouse.down();
  await page.mouse.move(box.x + (from[0] + to[0]) / 2, box.y + (from[1] + to[1]) / 2);
  await page.mouse.move(box.x + to[0], box.y + to[1]);
  await page.mouse.up();
}

export async function tap(page: Page, [x, y]: Place): Promise<void> {
  const box = await boxOf(page);
  await page.mouse.click(box.x + x, box.y + y);
}
