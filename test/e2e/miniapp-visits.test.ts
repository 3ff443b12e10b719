import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { id, type PatientId } from '#src/domain/ids.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { cheung, yip } from '#test/builders/a-house.ts';
import { aContent } from '#test/builders/a-referral.ts';
import { findChromium } from './browser.ts';
import { CareStage, desk, narrow, phone } from './care-stage.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: nobody is booked on screen. Set BATON_CHROMIUM.\n');
const patience = 180_000;
const minute = 60_000;

describe.skipIf(chromium === undefined)('visits and follow-ups, on the phone and at the desk', () => {
  let stage: CareStage;
  const held = { heldBy: cheung.id } as const;
  const bookedFor =
    (minutes: number, more: Partial<Referral> = {}) =>
    (at: Date): Partial<Referral> => ({
      ...held,
      standing: {
        state: 'booked',
        since: new Date(at.getTime() - 600 * minute),
        visit: { at: new Date(at.getTime() + minutes * minute), bookedBy: yip.id },
      },
      ...more,
    });
  const { hkid: _own, ...identity } = aContent().identity;
  const named = (nameEn: string) => ({ identity: { ...identity, nameEn, phone: '9123 4567' } });

  beforeAll(async () => {
    stage = await CareStage.set();
    await stage.referral(bookedFor(-45), named('LEE Ka Yan'));
    const same = { patient: id<PatientId>('care-twice') };
    await stage.referral(bookedFor(3 * 1_440, same), named('WONG Tai Man'));
    await stage.referral(bookedFor(3 * 1_440 + 10, same), named('WONG Tai Man'));
    await stage.referral(
      (at) => ({ ...held, standing: { state: 'accepted', since: at, by: cheung.id }, urgency: 'routine' }),
      named('HO Mei Ling'),
    );
    await stage.referral(
      (at) => ({
        ...held,
        standing: {
          state: 'attended',
          since: at,
          visit: { at: new Date(at.getTime() - 90 * minute), bookedBy: yip.id },
          by: yip.id,
        },
      }),
      named('CHEUNG Pui Shan'),
    );
  }, patience);
  afterAll(() => stage?.strike(), patience);
  afterEach(() => stage.closeContexts());

  test(
    'Nurse Yip sees the day: who did not say, who clashes, whom to call; she says who did not come and books anew in place',
    async () => {
      const page = await stage.open('u-yip', '/visits', { size: phone });
      const late = page.getByRole('region', { name: 'Did they come?' });
      await late.getByText('L.K.Y.').waitFor();
      expect(await page.getByRole('region').first().getAttribute('aria-label')).toBe('Did they come?');
      expect(await page.getByText('Another visit of this patient is at the same time.').count()).toBe(2);
      await stage.looked(page, 'visits-phone');

      await late.getByRole('button', { name: 'Show the number' }).click();
      await late.getByRole('link', { name: '9123 4567' }).waitFor();
      await late.getByText('That you saw the number is noted.').waitFor();
      const { rows } = await stage.baton.store.pool.query("select what from happenings where what = 'phone-shown'");
      expect(rows).toHaveLength(1);

      await late.getByRole('button', { name: 'Did not come' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /Did not come/ })
        .click();
      const missed = page.getByRole('region', { name: 'Did not come' });
      await missed.getByText('L.K.Y.').waitFor();
      await missed.getByRole('button', { name: 'New time' }).click();
      await page.getByRole('dialog').locator('input[type="datetime-local"]').fill('2031-02-03T09:30');
      await stage.looked(page, 'visits-new-time-phone');
      await page.getByRole('dialog').locator('button[type=submit]').click();
      const later = page.getByRole('region', { name: 'Later' });
      // Hong Kong time, wherever the phone is.
      await later.getByText(/3 Feb.* 2031.* 09:30/).waitFor();
    },
    patience,
  );

  test(
    'Dr Cheung answers with "see again in six weeks"; it stands among those to book, and ends with a reason',
    async () => {
      const hers = await stage.open('u-cheung', '/visits', { size: desk });
      const waits = hers.getByRole('region', { name: 'Came; the answer is missing' });
      await waits.getByRole('button', { name: 'Answer', exact: true }).click();
      const sheet = hers.getByRole('dialog');
      await sheet.locator('textarea').fill('Echo normal. Continue.');
      await sheet.getByLabel('See the patient again? (optional)').selectOption({ label: 'In 6 weeks' });
      await stage.looked(hers, 'visits-answer-desk');
      await sheet.locator('button[type=submit]').click();
      const toBook = hers.getByRole('region', { name: 'To be booked' });
      await toBook.getByText(/See again by .*, at Tsuen Wan Family Clinic/).waitFor();
      await stage.looked(hers, 'visits-desk');
      await toBook.getByRole('button', { name: 'End without a visit' }).click();
      await hers.getByRole('dialog').getByRole('button', { name: 'The patient was seen already' }).click();
      await toBook.getByText(/See again by/).waitFor({ state: 'detached' });
    },
    patience,
  );

  test(
    'on the narrowest phone in the dark, and at a desk in Chinese',
    async () => {
      const yips = await stage.open('u-yip', '/visits', { size: narrow, scheme: 'dark' });
      await yips.getByRole('heading', { name: 'To be booked' }).waitFor();
      await stage.looked(yips, 'visits-narrow-dark');
      const ours = await stage.open('u-yip', '/visits', { size: desk, language: 'zh-Hant' });
      await ours.getByRole('heading', { name: '待預約' }).waitFor();
      await stage.looked(ours, 'visits-desk-hant');
      const none = await stage.open('u-lam', '/visits', { size: phone, scheme: 'dark' });
      await none.getByRole('heading', { name: 'Visits' }).first().waitFor();
      await stage.looked(none, 'visits-lam-dark');
    },
    patience,
  );
});
