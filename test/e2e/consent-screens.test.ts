import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadConsentWording } from '#config/consent.ts';
import { currentWording } from '#src/domain/consent/wording.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Finding } from '#src/domain/record/finding.ts';
import { closeWhatEnded } from '#src/start/close-what-ended.ts';
import { isGoneAway } from '#src/start/http-server.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';
import { launchBrowser } from './browser.ts';
import { builtMiniapp } from './built-page.ts';
import { isFit } from './looking-glass.ts';

const officer = aPerson('officer', twc, ['privacy-officer']);
const plain = aHouse();
const house = aHouse({
  people: [...plain.people, officer],
  institutions: plain.institutions.map((one) => ({ ...one, privacyOfficer: officer.id })),
});
const { consent: _none, ...unasked } = aContent();
const read = { confidence: 1, status: 'present', source: {} } as const;
const findings: readonly Finding[] = [
  { ...read, type: 'allergy', name: 'penicillin', reaction: 'rash' },
  { ...read, type: 'medication', name: 'warfarin', dose: '3 mg', course: 'current' },
  { ...read, type: 'problem', name: 'atrial fibrillation', whose: 'patient' },
];

let dist: string;
let browser: Browser;
let door: Awaited<ReturnType<typeof aDoor>>;
let closing: ReturnType<typeof closeWhatEnded>;
const complaints: string[] = [];
beforeAll(async () => {
  dist = await builtMiniapp();
  browser = await launchBrowser();
  let address = '';
  door = await aDoor(
    {
      dist,
      patients: { wording: loadConsentWording('config', currentWording), address: () => address, tries: 100_000 },
      onSurprise: (error) => {
        if (!isGoneAway(error)) throw error;
      },
    },
    house,
  );
  address = door.url;
  closing = closeWhatEnded(door.store, door.parts.world, door.parts.screens, door.parts.downloads);
  await closing.ready;
}, 120_000);
afterAll(async () => {
  await browser.close();
  await closing.stop();
  door.parts.screens.closeAll();
  await door.close();
});
let sent = aReferral();
let tests = 0;
/** Each test has a patient of its own: the screens of the test before may still be asking. */
beforeEach(async () => {
  complaints.length = 0;
  tests += 1;
  sent = aReferral({
    id: id<ReferralId>(`ref-${tests}`),
    code: `B7K-42${tests + 1}`,
    patient: id<PatientId>(`patient-${tests}`),
    standing: { state: 'delivered', since: noon },
    signature: aSignature(),
  });
  const { hkid: _own, ...identity } = unasked.identity;
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, identity);
    const said = { allergiesSaid: 'given', medicationsSaid: 'given' } as const;
    await page.referrals.add(sent, { ...unasked, identity, findings, ...said }, undefined, undefined);
  });
});
const contexts: BrowserContext[] = [];
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function aPage(context: BrowserContext): Promise<Page> {
  contexts.push(context);
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  return page;
}
/** A phone of the cast, signed in to the mini-app. */
async function phoneOf(who: typeof alvin): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-HK',
    reducedMotion: 'reduce',
  });
  await context.request.post(`${door.url}/api/session`, {
    data: { way: 'dingtalk', corpId: 'corp', code: who.dingtalk[0]?.user },
  });
  return aPage(context);
}
const patientsPhone = async (locale: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> =>
  aPage(await browser.newContext({ viewport: { width, height: 740 }, locale, colorScheme }));

type Words = {
  readonly go: string;
  readonly yes: string;
  readonly back: string;
  readonly take: string;
  readonly done: string;
  readonly gone: string;
};
const spoken: readonly (readonly [locale: string, width: number, scheme: 'light' | 'dark', words: Words])[] = [
  [
    'en-HK',
    320,
    'dark',
    {
      go: 'Go on',
      yes: 'Yes, to all of these parts',
      back: 'Take back my yes',
      take: 'Take back my yes now',
      done: 'You took back your yes',
      gone: 'It was used already',
    },
  ],
  [
    'zh-HK',
    320,
    'light',
    {
      go: '繼續',
      yes: '同意分享以上全部',
      back: '撤回我的同意',
      take: '立即撤回我的同意',
      done: '撤回同意。由現在起',
      gone: '已經用過',
    },
  ],
];

test.each(spoken)(
  'in %s the patient reads, agrees, keeps a receipt, and takes it back; screens that were open close',
  async (locale, width, scheme, words) => {
    const doctor = await phoneOf(alvin);
    await doctor.goto(`${door.url}/app/r/${sent.id}`);
    await doctor.getByRole('button', { name: 'Let the patient decide on their phone' }).click();
    await doctor.getByRole('img', { name: 'QR code' }).waitFor();
    await isFit(doctor, `qr-${locale}`);
    const code = (await doctor.locator('.qr__code').textContent())?.replace(/\s/g, '') ?? '';

    const patient = await patientsPhone(locale, width, scheme);
    await patient.goto(`${door.url}/p`);
    await isFit(patient, `code-${locale}`);
    await patient.getByRole('textbox').fill(code);
    await patient.getByRole('button', { name: words.go }).click();
    await patient.getByRole('textbox').fill('1966');
    await patient.getByRole('button', { name: words.go }).click();
    await isFit(patient, `wrong-year-${locale}`);
    await patient.getByRole('textbox').fill('1967');
    await patient.getByRole('button', { name: words.go }).click();
    await isFit(patient, `ask-${locale}`);
    await patient.getByRole('button', { name: words.yes }).click();
    await isFit(patient, `receipt-${locale}`);
    await doctor.getByText('The patient has answered.').waitFor();
    await doctor.getByRole('button', { name: 'Close' }).click();
    await doctor.getByText('The patient agreed.').waitFor();
    await isFit(doctor, `panel-${locale}`);

    const receiver = await phoneOf(cheung);
    await receiver.goto(`${door.url}/app/r/${sent.id}`);
    await receiver.getByText('penicillin').first().waitFor();
    await patient.getByRole('link', { name: words.back }).click();
    await patient.getByRole('textbox').fill('1967');
    await patient.getByRole('button', { name: words.go }).click();
    await isFit(patient, `mine-${locale}`);
    await patient.getByRole('button', { name: words.take }).click();
    await patient.getByText(words.done).waitFor();
    await isFit(patient, `withdrawn-${locale}`);

    await receiver.getByText('You may no longer look at this referral.').waitFor();
    expect(await receiver.getByText('penicillin').count()).toBe(0);
    await isFit(receiver, `closed-${locale}`);
    await doctor.getByText('The patient took back the consent.').waitFor();
    await patient.goto(`${door.url}/p/t/${code}`);
    expect(await patient.getByText(words.gone).count()).toBe(1);
    expect(complaints).toEqual([]);
    for (const page of [doctor, patient, receiver]) await page.context().close();
  },
  90_000,
);

test('what the patient said is recorded with a substitute’s name, and withdrawn after one more question', async () => {
  const doctor = await phoneOf(alvin);
  await doctor.goto(`${door.url}/app/r/${sent.id}`);
  await doctor.getByRole('button', { name: 'Record what the patient says' }).click();
  await isFit(doctor, 'record');
  await doctor.getByLabel('By a substitute decision maker').check();
  await doctor.getByLabel('Name of the substitute').fill('WONG Mei Ling');
  await doctor.getByLabel('Relation to the patient').fill('daughter');
  await doctor.getByLabel('Proof seen').fill('guardianship order');
  await doctor.getByLabel('images').uncheck();
  await doctor.getByRole('dialog').getByRole('button', { name: 'Record what the patient says' }).click();
  await doctor.getByText('WONG Mei Ling (daughter)').waitFor();

  await doctor.getByRole('button', { name: 'Withdraw the consent' }).click();
  await isFit(doctor, 'withdraw');
  await doctor.getByRole('button', { name: 'Yes, withdraw now' }).click();
  await doctor.getByText('The patient took back the consent.').waitFor();

  expect(complaints).toEqual([]);
}, 60_000);

test('an emergency look shows allergies first, and the privacy officer decides on it', async () => {
  const doctor = await phoneOf(cheung);
  await doctor.goto(`${door.url}/app/find`);
  await doctor.getByRole('link', { name: 'Emergency access without consent' }).click();
  await doctor.getByLabel('HKID or referral code').fill(sent.code);
  await doctor.getByLabel('Life is in danger').check();
  await doctor.getByLabel('Your reason').fill('Collapsed in the waiting room, unconscious');
  await isFit(doctor, 'emergency-ask');
  await doctor.getByRole('button', { name: 'Open the emergency record' }).click();
  await doctor.getByRole('heading', { name: 'Current medicines' }).waitFor();
  expect(await doctor.getByRole('alert').getByText('penicillin').count()).toBe(1);
  await isFit(doctor, 'emergency-record');
  await doctor.getByRole('button', { name: 'The encounter is over' }).click();
  await doctor.getByLabel('HKID or referral code').waitFor();

  const privacy = await phoneOf(officer);
  await privacy.goto(`${door.url}/app/reviews`);
  await privacy.getByText('Collapsed in the waiting room').waitFor();
  await isFit(privacy, 'reviews');
  await privacy.getByLabel('Your finding').fill('Clear');
  await privacy.getByRole('button', { name: 'Justified', exact: true }).click();
  await privacy.getByRole('button', { name: 'Told in person' }).click();
  await privacy.getByText('Nothing to review').waitFor();

  expect(complaints).toEqual([]);
}, 60_000);
