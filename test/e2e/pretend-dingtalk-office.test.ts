import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hotline, listen, type Opened, openSimulator } from '../contract/simulator/engines-app.ts';
import { findChromium, launchBrowser } from './browser.ts';
import { builtPhones } from './built-page.ts';

const chromium = await findChromium();
if (chromium === undefined) process.stdout.write('No Chromium on this machine: cards on phones are not looked at.\n');

const HOTLINE = /Tuen Mun Cardiovascular Referral Hotline/;
const template = {
  id: 'b4701e00-0000-4000-8000-00000000e2e1.schema',
  name: 'Referral',
  published: true,
  variables: ['title', 'badge', 'tone', 'steps', 'body', 'canAccept', 'open'].map((name) => ({ name, type: 'string' })),
  layout: [
    { kind: 'header', text: '${title}', badge: '${badge}', tone: '${tone}' },
    { kind: 'steps', value: '${steps}' },
    { kind: 'markdown', value: '${body}' },
    {
      kind: 'buttons',
      items: [
        { actionId: 'accept', label: 'Accept', style: 'primary', when: '${canAccept}', confirm: 'Accept R7?' },
        { actionId: 'open', label: 'Open in Baton', url: '${open}' },
      ],
    },
  ],
};
const steps = (accepted: boolean) =>
  JSON.stringify([
    { label: 'Sent', state: 'done' },
    { label: 'Accepted', state: accepted ? 'done' : 'now' },
  ]);

describe.skipIf(chromium === undefined)('what the bot sends is seen and answered on the phones', () => {
  let opened: Opened;
  let app: Awaited<ReturnType<typeof listen>>;
  let browser: Browser;

  beforeAll(async () => {
    await builtPhones();
    opened = await openSimulator();
    app = await listen(opened, (topic) =>
      topic.endsWith('/card/instances/callback')
        ? {
            response: {
              cardUpdateOptions: { updateCardDataByKey: true },
              cardData: { cardParamMap: { badge: 'Accepted', canAccept: 'false', steps: steps(true) } },
            },
          }
        : null,
    );
    await opened.call('POST', '/sim/api/templates', { clientId: 'dingbatonshared', template });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    app?.close();
    await opened?.sim.close();
  });

  const phoneOf = (page: Page, name: string) => page.getByRole('region', { name: `${name}'s phone` });
  const visit = async (): Promise<Page> => {
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(opened.sim.url);
    return page;
  };
  const sendCard = (outTrackId: string, openUrl: string) =>
    opened.asApp('POST', '/v1.0/card/instances/createAndDeliver', {
      cardTemplateId: template.id,
      outTrackId,
      callbackType: 'STREAM',
      cardData: {
        cardParamMap: {
          title: `Referral ${outTrackId}`,
          badge: 'Urgent',
          tone: 'urgent',
          steps: steps(false),
          body: '<font colorTokenV2=common_red1_color>ALLERGY: penicillin</font>',
          canAccept: 'true',
          open: openUrl,
        },
      },
      openSpaceId: `dtv1.card//IM_GROUP.${hotline}`,
      imGroupOpenSpaceModel: { supportForward: false },
      imGroupOpenDeliverModel: { robotCode: 'dingbatonshared' },
    });

  test('Dr Cheung accepts on the card, and the same card on Dr Lam’s phone says so at once', async () => {
    const page = await visit();
    for (const name of ['Dr Lam', 'Dr Cheung'])
      await phoneOf(page, name).getByRole('button', { name: HOTLINE }).click();
    await sendCard('R7', 'http://127.0.0.1:9/');
    const lams = phoneOf(page, 'Dr Lam').getByRole('region', { name: 'Card: Referral R7' });
    await lams.getByText('Urgent').waitFor();
    await lams.getByText('ALLERGY: penicillin').waitFor();

    const cheung = phoneOf(page, 'Dr Cheung');
    await cheung.getByRole('region', { name: 'Card: Referral R7' }).getByRole('button', { name: 'Accept' }).click();
    await cheung.getByRole('alertdialog').getByRole('button', { name: 'Accept' }).click();

    await lams.locator('header').getByText('Accepted').waitFor();
    expect(await lams.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    await page.context().close();
  });

  test('the mini-app opened from a card learns whose phone it is in, by a code of DingTalk’s', async () => {
    const page = await visit();
    await page.context().route('http://mini.test/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<p id="said"></p><script>
          addEventListener('message', ({ data }) => { document.getElementById('said').textContent += JSON.stringify(data) + ' '; });
          parent.postMessage({ source: 'baton-miniapp', ask: 'requestAuthCode', clientId: 'dingbatonshared', n: 1 }, '*');
          parent.postMessage({ source: 'baton-miniapp', ask: 'requestAuthCode', clientId: 'somebody-else', n: 2 }, '*');
          parent.postMessage({ source: 'baton-miniapp', ask: 'setTitle', title: 'My work', n: 3 }, '*');
        </script>`,
      }),
    );
    const cheung = phoneOf(page, 'Dr Cheung');
    await cheung.getByRole('button', { name: HOTLINE }).click();
    await sendCard('R8', 'http://mini.test/app/#/r/8');
    const card = cheung.getByRole('region', { name: 'Card: Referral R8' });
    await card.getByRole('button', { name: 'Open in Baton' }).click();

    await cheung.getByRole('heading', { name: 'My work' }).waitFor();
    const inside = cheung.frameLocator('iframe');
    await inside.getByText(/"n":1,"code":"[^"]+"/).waitFor();
    await inside.getByText(/"n":2,"error":\{"errorCode":"9"/).waitFor();
    const code = /"n":1,"code":"([^"]+)"/.exec((await inside.locator('#said').textContent()) ?? '')?.[1];
    const { body } = await opened.call('POST', `/topapi/v2/user/getuserinfo?access_token=${opened.token}`, { code });
    expect(body).toMatchObject({ errcode: 0, result: { userid: 'u-cheung' } });
    await page.context().close();
  });

  test('a DING lies over everything until it is confirmed', async () => {
    const page = await visit();
    await opened.asApp('POST', '/v1.0/robot/ding/send', {
      robotCode: 'dingbatonshared',
      remindType: 1,
      receiverUserIdList: ['u-cheung'],
      content: 'R7 is waiting for you',
    });
    const ding = phoneOf(page, 'Dr Cheung').getByRole('alert').filter({ hasText: 'R7 is waiting for you' });
    await ding.waitFor();

    await ding.getByRole('button', { name: 'Confirm' }).click();

    await ding.waitFor({ state: 'detached' });
    expect(await phoneOf(page, 'Dr Lam').getByRole('alert').count()).toBe(0);
    await page.context().close();
  });

  test('a to-do is ticked off with the thumb, and the service hears of it', async () => {
    await opened.asApp('POST', '/v1.0/todo/users/un-cheung-s/tasks?operatorId=un-cheung-s', {
      subject: 'Book R7',
      creatorId: 'un-cheung-s',
      executorIds: ['un-cheung-s'],
      detailUrl: { appUrl: 'http://mini.test/t', pcUrl: 'http://mini.test/t' },
    });
    const page = await visit();
    const cheung = phoneOf(page, 'Dr Cheung');
    await cheung.getByRole('button', { name: /Approvals & to-do/ }).click();

    await cheung.getByRole('checkbox', { name: 'Book R7' }).click();

    await app.heard('todo_task_update');
    await cheung.getByRole('checkbox', { name: 'Book R7', checked: true }).waitFor();
    const { body } = await opened.looks('todos', 'u-cheung');
    expect(body).toMatchObject({ todos: [{ subject: 'Book R7', done: true }] });
    await page.context().close();
  });
});
