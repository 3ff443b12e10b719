import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { AlertShown } from '#src/contract/referral.ts';
import { alvin, aReferralShown, cheung, lam } from '../fakes/miniapp-cases.ts';
import { type Phone, type PhoneLook, type Stage, setStage } from './miniapp-phone.ts';

let stage: Stage;
let phone: Phone;
const take = async (how?: PhoneLook) => {
  phone = await stage.phone(how);
  return phone;
};

beforeAll(async () => {
  stage = await setStage();
}, 120_000);
afterEach(async () => {
  const { complaints } = phone;
  await phone.end();
  expect(complaints).toEqual([]);
});
afterAll(() => stage.strike());

const path = '/r/ref-chest-pain/sign';
const id = 'ref-chest-pain';
const stop: AlertShown = {
  key: 'stop-1',
  tier: 'stop',
  kind: 'interaction',
  subjects: ['warfarin', 'diclofenac'],
  why: 'Bleeding.',
  do: 'Use another painkiller.',
  rule: 'DDI001',
  source: 'a table',
  version: '1',
};

test('from my work straight to what is signed: the whole content, its fingerprint, one tap', async () => {
  const { page, open, baton } = await take();
  await open('/');
  await page.getByRole('link', { name: /B7K-42Q/ }).click();
  await page.getByRole('heading', { name: 'Sign-off B7K-42Q' }).waitFor();
  const panel = page.getByRole('region', { name: 'You sign exactly this' });
  expect(await panel.textContent()).toMatch(/[0-9a-f]{64}/);
  await page.getByText('As Tsuen Wan Family Clinic will see it').waitFor();
  await page.getByRole('button', { name: 'Sign and send' }).click();

  await page.getByText('Signed by Dr Lam', { exact: false }).waitFor();
  expect(baton.referrals.get(id)?.state).toBe('sent');
});

test('changed while it was open: nothing is signed, what differs is said, and the new version is signed after it was shown', async () => {
  const { page, open, baton } = await take();
  await open(path);
  await page.getByRole('button', { name: 'Sign and send' }).waitFor();
  const { happenings } = aReferralShown();
  baton.change(id, {
    reason: 'Chest pain at rest',
    contentVersion: 4,
    happenings: [...happenings, { at: new Date().toISOString(), what: 'sign-off-asked', detail: 'b'.repeat(64) }],
  });

  const notice = page.getByRole('alert').filter({ hasText: 'changed while you were reading' });
  await notice.getByText('Chest pain at rest').waitFor();
  expect(await page.getByRole('button', { name: 'Sign and send' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show the new version' }).click();
  await page.getByText('b'.repeat(64)).waitFor();
  await page.getByRole('button', { name: 'Sign and send' }).click();
  await page.getByText('Signed by Dr Lam', { exact: false }).waitFor();
});

test('a tap that comes too late signs nothing, and the screen says what changed', async () => {
  const { page, open, baton } = await take();
  await open(path);
  await page.getByRole('button', { name: 'Sign and send' }).waitFor();
  const before = baton.referrals.get(id) ?? aReferralShown();
  // The word about the change has not reached this phone when the finger comes down.
  baton.referrals.set(id, {
    ...before,
    version: before.version + 1,
    question: 'Angiogram today?',
    happenings: [
      ...before.happenings,
      { at: new Date().toISOString(), what: 'sign-off-asked', detail: 'c'.repeat(64) },
    ],
  });
  await page.getByRole('button', { name: 'Sign and send' }).click();

  await page.getByText('Nothing was signed.', { exact: false }).waitFor();
  await page.getByRole('alert').getByText('Angiogram today?').waitFor();
  expect(baton.referrals.get(id)?.state).toBe('awaiting-sign-off');
});

test('a red stop wants its reason first: the tap leads there and signs nothing', async () => {
  const safety = { alerts: [stop], unrecognised: [], unknown: [] };
  const { page, open, baton } = await take({
    prepare: (one) => void one.referrals.set(id, aReferralShown({ safety })),
  });
  await open(path);
  await page.getByText('Answer the red stop first', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Sign and send' }).click();

  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('.alert')?.textContent))
    .toContain('diclofenac');
  expect(baton.referrals.get(id)?.state).toBe('awaiting-sign-off');
});

test('one tap and a reason give it back', async () => {
  const { page, open, baton } = await take({ width: 1440, height: 900 });
  await open(path);
  await page.getByRole('button', { name: 'Return with a reason' }).click();
  const sheet = page.getByRole('dialog', { name: 'Return with a reason' });
  await sheet.getByRole('textbox').fill('Which troponin assay?');
  await sheet.getByRole('button', { name: 'Return with a reason' }).click();

  await page.getByRole('heading', { name: 'No signature is asked for now' }).waitFor();
  expect(baton.referrals.get(id)?.state).toBe('draft');
});

test('what somebody signed before stands beside, with the difference', async () => {
  const { identity, reason, findings, allergiesSaid, medicationsSaid } = aReferralShown();
  const { page, open } = await take({
    prepare: (one) =>
      void one.lastSigned.set(id, {
        version: 2,
        by: lam,
        at: new Date().toISOString(),
        said: { identity, ...(reason ? { reason } : {}), findings: findings.slice(1), allergiesSaid, medicationsSaid },
      }),
  });
  await open(path);

  const since = page.getByRole('region', { name: /Changed since Dr Lam signed version 2/ });
  await since.getByText('Penicillin', { exact: false }).waitFor();
});

test('asked of somebody else, and asked of nobody any more, are said in words', async () => {
  const { page, open, baton } = await take({
    prepare: (one) => {
      const clock = { owner: cheung, ownerIsMe: false, overdue: false };
      one.referrals.set(id, aReferralShown({ actions: [], clock }));
    },
  });
  await open(path);
  await page.getByRole('heading', { name: 'Dr Cheung is asked to sign' }).waitFor();
  const returned = { by: cheung, reason: 'Which arm?', at: new Date().toISOString() };
  baton.change(id, { state: 'draft', clock: { owner: alvin, ownerIsMe: false, overdue: false }, returned });

  await page.getByText('“Which arm?”', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'The whole referral' }).click();
  await page.getByRole('heading', { name: 'Referral B7K-42Q' }).waitFor();
});

test('when the session has ended nothing is signed, and the way in is shown', async () => {
  const { page, open, baton } = await take({
    prepare: (one) => {
      one.setup = { ...one.setup, webLogin: 'https://login.example.hk/oauth2/auth?client_id=x' };
    },
  });
  await open(path);
  await page.getByRole('button', { name: 'Sign and send' }).waitFor();
  baton.endSessions();
  await page.getByRole('button', { name: 'Sign and send' }).click();

  await page
    .getByRole('button', { name: /Sign in/ })
    .first()
    .waitFor();
  expect(baton.referrals.get(id)?.state).toBe('awaiting-sign-off');
});
