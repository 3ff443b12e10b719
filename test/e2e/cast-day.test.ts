import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCtSlice } from '#test/builders/a-dicom.ts';
import { findChromium } from './browser.ts';
import { CareStage, desk, phone } from './care-stage.ts';
import { isPainted, tap } from './image-stage.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: the day of the cast is not played. Set BATON_CHROMIUM.\n');
const patience = 240_000;

const story =
  'CHAN Siu Ming 陳小明 A123456(3) M 1/4/1967. Chest pain 2h, known AF. BP 150/90 HR 98. Troponin 54 ng/L. ' +
  'On warfarin 3mg daily. Allergic to penicillin (rash). Urgent.';

/** A folder as a scanner writes it: two series, the slices of both named alike. */
function aStudy(dir: string): string {
  const study = join(dir, 'CT_CHEST');
  const named = {
    '00100010': ['PN', 'CHAN^SIU MING'],
    '00100020': ['LO', 'A123456(3)'],
    '00100030': ['DA', '19670401'],
  } as const;
  for (const series of ['1.2.3.4', '1.2.3.5']) {
    const folder = join(study, series);
    mkdirSync(folder, { recursive: true });
    for (let number = 1; number <= 10; number += 1)
      writeFileSync(join(folder, `IM${number}`), aCtSlice({ z: number * 2, number, series, size: 64, more: named }));
  }
  writeFileSync(join(study, '.DS_Store'), 'left by a file manager');
  return study;
}

describe.skipIf(chromium === undefined)('a day with Baton, each of the cast at their own screen', () => {
  const dir = mkdtempSync(join(tmpdir(), 'baton-cast-'));
  let stage: CareStage;
  beforeAll(async () => {
    stage = await CareStage.set();
  }, patience);
  afterAll(async () => {
    await stage?.strike();
    rmSync(dir, { recursive: true, force: true });
  }, patience);

  test(
    'upload, record, consent, sign-off, delivery, the record in hand, consultation, the missed visit, the answer, proof, and the yes taken back',
    async () => {
      // Dr Ho writes a few words and drops the whole folder of the scanner.
      const ho = await stage.open('u-alvin', '/new', { size: desk });
      await ho.getByLabel(/Tuen Mun Cardiovascular/).check();
      await ho.getByLabel('The story').fill(story);
      await ho.getByLabel('Folder').setInputFiles(aStudy(dir));
      await ho.getByText('20 files').waitFor();
      await ho.getByRole('button', { name: 'Begin the draft' }).click();
      await ho.getByText('20 image files').waitFor();
      await ho.getByRole('alert').getByText('penicillin').waitFor();
      const referral = ho.url().split('/r/')[1] ?? '';
      const state = async () =>
        (await stage.baton.store.pool.query<{ state: string }>('select state from referrals where id = $1', [referral]))
          .rows[0]?.state;
      // The loop clock names every state from the start: only the store tells which it is.
      const becomes = (wanted: string) => expect.poll(state, { timeout: 60_000 }).toBe(wanted);

      // The patient is asked on a phone of their own, in their own language.
      await ho.getByRole('button', { name: 'Let the patient decide on their phone' }).click();
      await ho.getByRole('img', { name: 'QR code' }).waitFor();
      const ticket = (await ho.locator('.qr__code').textContent())?.replace(/\s/g, '') ?? '';
      const patient = await stage.stranger('/p', { size: phone, language: 'zh-Hant' });
      await patient.getByRole('textbox').fill(ticket);
      await patient.getByRole('button', { name: '繼續' }).click();
      await patient.getByRole('textbox').fill('1967');
      await patient.getByRole('button', { name: '繼續' }).click();
      await patient.getByRole('button', { name: '同意分享以上全部' }).click();
      await ho.getByText('The patient has answered.').waitFor();
      await ho.getByRole('button', { name: 'Close' }).click();
      await ho.getByText('The patient agreed.').waitFor();
      await ho.getByText('Still needed before sign-off').waitFor({ state: 'detached' });
      await ho.getByRole('button', { name: 'Send for sign-off' }).first().click();
      await becomes('awaiting-sign-off');
      // Dr Lam finds it in her work, sees exactly what is signed, and signs by one tap.
      const lam = await stage.open('u-lam', '/', { size: phone });
      await lam.getByRole('link', { name: /C\.S\.M\./ }).click();
      await lam.getByRole('region', { name: 'You sign exactly this' }).waitFor();
      await lam.getByRole('button', { name: 'Sign and send' }).click();
      await lam.getByText('Signed by Dr Lam', { exact: false }).first().waitFor();

      // Dr Cheung: the allergy first, then the images; she accepts, and asks on a place of a slice.
      const cheung = await stage.open('u-cheung', '/', { size: phone });
      await cheung.getByRole('link', { name: /C\.S\.M\./ }).click();
      await cheung.getByRole('alert').getByText('penicillin').waitFor();
      await cheung.getByRole('button', { name: 'Accept', exact: true }).click();
      await becomes('accepted');
      await cheung.getByRole('link', { name: 'Look at the images' }).click();
      await isPainted(cheung);
      await cheung.getByRole('button', { name: 'Ask' }).click();
      await tap(cheung, [220, 170]);
      await cheung.getByLabel('Your words').fill('Is this nodule new?');
      await cheung.getByRole('button', { name: 'Send' }).click();
      await lam.goto(`${stage.baton.url}/app/r/${referral}/images`);
      await lam.getByText('Is this nodule new?').waitFor();
      await lam.getByText('Answer', { exact: true }).click();
      await lam.getByLabel('Your words').fill('A vessel, no nodule.');
      await lam.getByRole('button', { name: 'Send' }).click();
      await cheung.getByText('A vessel, no nodule.').waitFor();

      // Booked; the hour passes, Nurse Yip says who did not come and books anew; then the patient comes.
      await cheung.goto(`${stage.baton.url}/app/r/${referral}`);
      await cheung.getByRole('button', { name: 'Book a visit' }).click();
      const soon = new Date(stage.baton.world.clock.now().getTime() + 3_600_000 * 9).toISOString().slice(0, 16);
      await cheung.getByRole('dialog').locator('input[type="datetime-local"]').fill(soon);
      await cheung.getByRole('dialog').locator('button[type=submit]').click();
      await becomes('booked');
      await stage.play.hours(2);
      const yip = await stage.open('u-yip', '/visits', { size: phone });
      const late = yip.getByRole('region', { name: 'Did they come?' });
      await late.getByRole('button', { name: 'Did not come' }).click();
      await yip
        .getByRole('dialog')
        .getByRole('button', { name: /Did not come/ })
        .click();
      const missed = yip.getByRole('region', { name: 'Did not come' });
      await missed.getByRole('button', { name: 'New time' }).click();
      const again = new Date(stage.baton.world.clock.now().getTime() + 3_600_000 * 10).toISOString().slice(0, 16);
      await yip.getByRole('dialog').locator('input[type="datetime-local"]').fill(again);
      await yip.getByRole('dialog').locator('button[type=submit]').click();
      await yip.getByRole('region', { name: 'Today' }).waitFor();
      await stage.play.hours(3);
      const nurse = await stage.open('u-yip', '/visits', { size: phone });
      await nurse.getByRole('region', { name: 'Did they come?' }).getByRole('button', { name: 'Patient came' }).click();
      await nurse.getByRole('region', { name: 'Came; the answer is missing' }).waitFor();

      // Dr Cheung answers; Dr Ho reads it without a reload and closes.
      const [answers, closes] = [
        await stage.open('u-cheung', `/r/${referral}`, { size: phone }),
        await stage.open('u-alvin', `/r/${referral}`, { size: desk }),
      ];
      await closes.getByRole('button', { name: 'Withdraw', exact: true }).waitFor();
      await answers.getByRole('button', { name: 'Answer', exact: true }).click();
      await answers.getByRole('dialog').locator('textarea').fill('Echo normal. Warfarin to go on.');
      await answers.getByRole('dialog').locator('button[type=submit]').click();
      await closes.getByText('Echo normal. Warfarin to go on.').first().waitFor();
      await closes.getByRole('button', { name: 'Close', exact: true }).click();
      await closes.getByRole('dialog').getByRole('button', { name: 'Yes: Close' }).click();
      await becomes('closed');

      // Ms Kwan proves who looked; the chain holds.
      const code = (await closes.getByRole('heading', { level: 1 }).textContent())?.split(' ').at(-1) ?? '';
      const kwan = await stage.open('u-kwan', '/privacy', { size: desk });
      await kwan.getByText('Holds: ').first().waitFor();
      await kwan.getByRole('button', { name: 'Take a request' }).click();
      await kwan.getByLabel('Referral code').first().fill(code);
      await kwan.getByLabel('What is asked').selectOption('who-looked');
      await kwan.getByLabel('What was asked, in their words').fill('Who opened my file?');
      await kwan.getByRole('button', { name: 'Start the 40 days' }).click();
      await kwan.getByRole('link', { name: 'Who looked (PDF)' }).waitFor();

      // The patient takes the yes back: what was open elsewhere closes, and only there.
      await patient.getByRole('link', { name: '撤回我的同意' }).click();
      await patient.getByRole('textbox').fill('1967');
      await patient.getByRole('button', { name: '繼續' }).click();
      await patient.getByRole('button', { name: '立即撤回我的同意' }).click();
      await patient.getByText('撤回同意。由現在起').waitFor();
      await answers.getByText('You may no longer look at this referral.').waitFor();
      await closes.getByText('The patient took back the consent.').waitFor();
    },
    patience,
  );
});
