import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { corp } from '#src/cli/demo-play.ts';
import { findChromium } from './browser.ts';
import { CareStage, desk, narrow, phone } from './care-stage.ts';

const chromium = await findChromium();
if (chromium === undefined)
  process.stdout.write('No Chromium on this machine: nobody is asked a question on screen. Set BATON_CHROMIUM.\n');
const patience = 180_000;

describe.skipIf(chromium === undefined)('a question between colleagues, on the phone and at the desk', () => {
  let stage: CareStage;
  beforeAll(async () => {
    stage = await CareStage.set();
  }, patience);
  afterAll(() => stage?.strike(), patience);
  afterEach(() => stage.closeContexts());

  const problem = {
    type: 'problem',
    name: 'atrial fibrillation',
    status: 'present',
    confidence: 1,
    source: {},
    whose: 'patient',
  } as const;

  test(
    'Dr Ho asks from the referral, Dr Cheung finds it on her phone without a reload and answers; he sees it at once',
    async () => {
      const { id, code } = await stage.referral((at) => ({ startedAt: at }), { findings: [problem] });
      const hers = await stage.open('u-cheung', '/', { size: phone });
      await hers.getByRole('heading', { name: 'My work' }).first().waitFor();

      const his = await stage.open('u-alvin', `/r/${id}`, { size: desk });
      await his.getByRole('link', { name: 'Questions to colleagues' }).click();
      await his.getByLabel('Whom do you ask?').selectOption({ label: 'Dr Cheung' });
      await his.getByLabel('What is it about?').selectOption({ label: 'atrial fibrillation' });
      await his.getByLabel('Your question').fill('Since when? And is he on warfarin for it? 👍');
      await stage.looked(his, 'consultation-ask-desk');
      await his.getByRole('button', { name: 'Send', exact: true }).click();
      await his.getByText('Not read yet').waitFor();

      // Told by DingTalk, with the code and nothing of what was asked; her open screen shows it by itself.
      await hers.getByRole('link', { name: 'A question waits for your answer' }).click();
      await hers.getByText('Dr Alvin Ho asks you').first().waitFor();
      await stage.looked(hers, 'consultation-list-phone');
      const told = async () => {
        const said = await stage.play.messages('u-cheung', stage.play.chatOf('u-cheung'));
        return said.flatMap(({ text = '' }) => (text.includes('A question waits') ? [text] : []));
      };
      const rung = async () => JSON.stringify(await stage.play.get(`dings?corpId=${corp}&userId=u-cheung`));
      const soon = { timeout: 60_000 };
      await expect.poll(told, soon).toEqual([expect.stringContaining(code)]);
      await expect.poll(rung, soon).toContain(code);
      expect(`${(await told()).join()} ${await rung()}`).not.toMatch(/warfarin|fibrillation/);

      await hers.getByRole('link', { name: /Dr Alvin Ho asks you/ }).click();
      await hers.getByLabel('Your answer').fill('Since 2019. Warfarin, INR 2.4 last week.');
      await stage.looked(hers, 'consultation-thread-phone');
      await his.getByText(/Read by Dr Cheung/).waitFor();
      await hers.getByRole('button', { name: 'Send', exact: true }).click();
      await his.getByText('Since 2019. Warfarin, INR 2.4 last week.').waitFor();
      await stage.looked(his, 'consultation-answered-desk');

      // He asks on in the same thread, and she answers aloud.
      await his.getByRole('button', { name: 'Ask on' }).click();
      await his.getByLabel('Ask on').fill('And the kidneys?');
      await his.getByRole('button', { name: 'Send', exact: true }).click();
      await hers.getByText('And the kidneys?').waitFor();
      await hers.getByRole('button', { name: 'Your answer' }).click();
      await hers.getByRole('button', { name: 'Speak instead' }).click();
      await hers.getByRole('button', { name: 'Record' }).click();
      await hers.getByRole('button', { name: 'Stop' }).click();
      await hers.getByRole('button', { name: /Play the voice note/ }).waitFor();
      await hers.getByRole('button', { name: 'Send', exact: true }).click();
      await his.getByRole('button', { name: /Play the voice note/ }).waitFor();
      await stage.looked(his, 'consultation-voice-desk');
    },
    patience,
  );

  test(
    'what is typed outlives a colleague who was quicker, and consent withdrawn takes the thread off the screen',
    async () => {
      const { id, withdraw } = await stage.referral(() => ({}));
      const his = await stage.open('u-alvin', `/r/${id}/consultation`, { size: desk });
      await his.getByLabel('Your question').fill('مرحبا 👩🏽‍⚕️ which dose?');
      await his.getByRole('button', { name: 'Send', exact: true }).click();
      await his.getByText('Not read yet').waitFor();
      const [hers, ngs] = [
        await stage.open('u-cheung', `/r/${id}/consultation`, { size: narrow, scheme: 'dark' }),
        await stage.open('u-ng', `/r/${id}/consultation`, { size: phone, language: 'zh-Hant' }),
      ];
      // Dr Ng has no part in it and says why first: a question, not a wall.
      await ngs.getByRole('button').first().waitFor();
      await stage.looked(ngs, 'consultation-why-hant');
      await hers.getByLabel('Your answer').fill('Half the dose.');
      const colleague = await stage.open('u-yip', `/r/${id}/consultation`, { size: phone, language: 'zh-Hant' });
      await colleague.getByLabel('你的回覆').fill('每日一次');
      await stage.looked(colleague, 'consultation-thread-hant');
      // Her phone still shows what was so before: she presses without having read what comes meanwhile.
      const before = await (await hers.request.get(`${stage.baton.url}/api/referrals/${id}/consultation`)).text();
      await hers.route('**/consultation', (route) =>
        route.request().method() === 'GET'
          ? route.fulfill({ body: before, contentType: 'application/json' })
          : route.continue(),
      );
      await colleague
        .getByRole('button', { name: '送出' })
        .or(colleague.locator('.consult__thread button[type=submit]'))
        .first()
        .click();
      await his.getByText('每日一次').waitFor();
      await hers.getByRole('button', { name: 'Send', exact: true }).click();
      await hers.getByRole('alert').first().waitFor();
      await hers.unroute('**/consultation');
      expect(await hers.getByLabel('Your answer').inputValue()).toBe('Half the dose.');
      await stage.looked(hers, 'consultation-meanwhile-narrow-dark');
      await hers.getByRole('button', { name: 'Send', exact: true }).click();
      await hers.getByText('每日一次').waitFor();
      // The fresh thread may have come just before she pressed: then it was kept already, and nothing is left to press.
      await hers
        .getByRole('button', { name: 'Send', exact: true })
        .click({ timeout: 10_000 })
        .catch(() => undefined);
      await his.getByText('Half the dose.').waitFor();

      await withdraw();
      await hers.getByText('Half the dose.').waitFor({ state: 'detached' });
      await stage.looked(hers, 'consultation-closed-narrow-dark');
      await his.getByText('Half the dose.').waitFor();
    },
    patience,
  );

  test(
    'the lists on a narrow phone in the dark and on a desk in Chinese; empty is a screen too',
    async () => {
      const hers = await stage.open('u-cheung', '/consultation', { size: narrow, scheme: 'dark' });
      await hers.getByRole('heading', { name: 'Questions' }).first().waitFor();
      await stage.looked(hers, 'consultation-list-narrow-dark');
      const lams = await stage.open('u-lam', '/consultation', { size: desk, language: 'zh-Hant' });
      await lams.getByRole('heading', { name: '提問' }).first().waitFor();
      await stage.looked(lams, 'consultation-list-desk-hant');
    },
    patience,
  );
});
