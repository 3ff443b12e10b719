import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import cards from '@alicloud/dingtalk/dist/card_1_0/client.js';
import util from '@alicloud/tea-util';
import { afterEach, expect, test } from 'vitest';
import { hotline, listen, type Opened, openSimulator } from './engines-app.ts';

const runtime = new util.RuntimeOptions({});
const template = {
  id: 'b4701e00-0000-4000-8000-000000000001.schema',
  name: 'Referral',
  published: true,
  variables: [
    { name: 'title', type: 'string' },
    { name: 'secret', type: 'string' },
    { name: 'canAccept', type: 'boolean', private: true },
  ],
  layout: [
    { kind: 'header', text: '${title}' },
    { kind: 'markdown', value: '${secret}' },
    {
      kind: 'buttons',
      items: [{ actionId: 'accept', label: 'Accept', when: '${canAccept}', params: { action: 'accept' } }],
    },
  ],
};

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open(answer?: Parameters<typeof listen>[1]) {
  const opened = await openSimulator();
  closing.push(() => opened.sim.close());
  const app = await listen(opened, answer);
  closing.push(() => app.close());
  await opened.call('POST', '/sim/api/templates', { clientId: 'dingbatonshared', template });
  const client = new cards.default(opened.config);
  const headers = { xAcsDingtalkAccessToken: opened.token };
  const deliver = (more: object = {}) =>
    client.createAndDeliverWithOptions(
      new cards.CreateAndDeliverRequest({
        cardTemplateId: template.id,
        outTrackId: 'R7-offer-1',
        callbackType: 'STREAM',
        userIdType: 1,
        cardData: new cards.CreateAndDeliverRequestCardData({ cardParamMap: { title: 'New referral R7' } }),
        privateData: { 'u-lam': new cards.PrivateDataValue({ cardParamMap: { canAccept: 'true' } }) },
        openSpaceId: `dtv1.card//IM_GROUP.${hotline}`,
        imGroupOpenSpaceModel: {
          supportForward: false,
          lastMessageI18n: { EN_US: 'New referral' },
          notification: { alertContent: 'New referral R7', notificationOff: false },
        },
        imGroupOpenDeliverModel: { robotCode: 'dingbatonshared', recipients: ['u-lam', 'u-cheung'] },
        ...more,
      }),
      new cards.CreateAndDeliverHeaders(headers),
      runtime,
    );
  return { ...opened, app, client, headers, deliver };
}

const cardSeenBy = async ({ looks }: Pick<Opened, 'looks'>, userId: string) => {
  const { body } = await looks('messages', userId, `&conversationId=${encodeURIComponent(hotline)}`);
  // the admin API's Message; only the card is looked at
  const messages = body.messages as { card?: { outTrackId: string; view: { blocks: { kind: string }[] } } }[];
  return messages.find(({ card }) => card)?.card;
};

test('a card sent with DingTalk’s own client lies in the hotline, and only its recipients see it', async () => {
  const { deliver, looks } = await open();

  const { body } = await deliver();

  expect(body).toMatchObject({
    success: true,
    result: { outTrackId: 'R7-offer-1', deliverResults: [{ spaceType: 'IM_GROUP', success: true }] },
  });
  expect(body?.result?.deliverResults?.[0]?.carrierId).toBeTruthy();
  expect((await cardSeenBy({ looks }, 'u-lam'))?.view.blocks.map(({ kind }) => kind)).toEqual(['header', 'buttons']);
  expect((await cardSeenBy({ looks }, 'u-cheung'))?.view.blocks.map(({ kind }) => kind)).toEqual(['header']);
  expect(await cardSeenBy({ looks }, 'u-fung')).toBeUndefined();
});

test('a second card with the same outTrackId is refused the way DingTalk refuses it', async () => {
  const { deliver } = await open();
  await deliver();

  await expect(deliver()).rejects.toMatchObject({ code: 'param.cardAlreadyExist', statusCode: 400 });
});

test('a group the robot is not in takes no card, although the call says success', async () => {
  const { deliver } = await open();

  const { body } = await deliver({ openSpaceId: 'dtv1.card//IM_GROUP.cidNobody==' });

  expect(body).toMatchObject({ success: true, result: { deliverResults: [{ success: false }] } });
});

test('Dr Lam taps accept, the service answers over the stream, and Dr Cheung’s card changes', async () => {
  const answer = () => ({
    response: {
      cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
      cardData: { cardParamMap: { title: 'R7 accepted by Dr Lam' } },
      userPrivateData: { cardParamMap: { canAccept: 'false' } },
    },
  });
  const { deliver, asPerson, app, looks } = await open((topic) => (topic.includes('callback') ? answer() : null));
  await deliver();

  const { body } = await asPerson('tap', { userId: 'u-lam', outTrackId: 'R7-offer-1', actionId: 'accept' });

  expect(body).toMatchObject({ ok: true });
  expect(app.callbacks[0]).toMatchObject({
    topic: '/v1.0/card/instances/callback',
    data: { outTrackId: 'R7-offer-1', userId: 'u-lam', corpId: 'dingshared01', spaceId: hotline },
  });
  expect((await cardSeenBy({ looks }, 'u-cheung'))?.view.blocks[0]).toMatchObject({ text: 'R7 accepted by Dr Lam' });
});

test('a service that does not answer within two seconds leaves the doctor with a failure toast', async () => {
  const { deliver, asPerson, looks } = await open(() => undefined);
  await deliver();

  const { body } = await asPerson('tap', { userId: 'u-lam', outTrackId: 'R7-offer-1', actionId: 'accept' });

  expect(body).toMatchObject({ ok: false });
  expect(body.toast).toMatch(/try again/);
  expect((await cardSeenBy({ looks }, 'u-lam'))?.view.blocks[0]).toMatchObject({ text: 'New referral R7' });
});

test('sensitive words are pulled from the service for each viewer and are nowhere else', async () => {
  const { deliver, app, looks } = await open((topic, data) =>
    topic.includes('dynamicData')
      ? {
          dataSourceQueryResponses: [
            {
              dynamicDataSourceId: 'ref',
              data: JSON.stringify({ secret: `for ${data.userId}` }),
              dynamicDataValueType: 'OBJECT',
            },
          ],
        }
      : null,
  );
  await deliver({
    openDynamicDataConfig: {
      dynamicDataSourceConfigs: [{ dynamicDataSourceId: 'ref', constParams: {}, pullConfig: { pullStrategy: 'ONCE' } }],
    },
  });

  expect((await cardSeenBy({ looks }, 'u-lam'))?.view.blocks[1]).toEqual({ kind: 'markdown', value: 'for u-lam' });
  expect((await cardSeenBy({ looks }, 'u-cheung'))?.view.blocks[1]).toEqual({
    kind: 'markdown',
    value: 'for u-cheung',
  });
  expect(app.callbacks.length).toBe(2);
});

test('a card in HTTP mode calls the registered address, with the time signed', async () => {
  const { deliver, asApp, asPerson, looks } = await open();
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const service = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    calls.push({ headers: request.headers, body });
    const cardUpdateOptions = { updateCardDataByKey: true };
    response.end(JSON.stringify({ cardUpdateOptions, cardData: { cardParamMap: { title: 'heard over HTTP' } } }));
  });
  await new Promise<void>((done) => service.listen(0, '127.0.0.1', done));
  closing.push(() => service.close());
  const address = service.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await asApp('POST', '/v1.0/card/callbacks/register', {
    callbackRouteKey: 'baton',
    callbackUrl: `http://127.0.0.1:${port}/card`,
    apiSecret: 'pretend-api-secret',
  });
  await deliver({ callbackType: 'HTTP', callbackRouteKey: 'baton' });

  const { body } = await asPerson('tap', { userId: 'u-lam', outTrackId: 'R7-offer-1', actionId: 'accept' });

  expect(body).toMatchObject({ ok: true });
  const time = String(calls[0]?.headers['x-ddpaas-signature-timestamp']);
  const expected = createHmac('sha256', 'pretend-api-secret').update(time).digest('base64');
  expect(calls[0]?.headers['x-ddpaas-signature']).toBe(expected);
  expect((await cardSeenBy({ looks }, 'u-lam'))?.view.blocks[0]).toMatchObject({ text: 'heard over HTTP' });
});

test('reading the hotline tells the service who has seen the card, by its carrierId', async () => {
  const { deliver, asPerson, app } = await open();
  const { body } = await deliver();

  await asPerson('read', { userId: 'u-lam', conversationId: hotline });

  const [read] = await app.heard('robot_msg_read');
  expect(read).toMatchObject({ userId: 'u-lam', processQueryKey: body?.result?.deliverResults?.[0]?.carrierId });
});

test('an update by key through DingTalk’s client changes one value; without it the rest is lost', async () => {
  const { deliver, client, headers, looks } = await open();
  await deliver({ cardData: { cardParamMap: { title: 'R7', secret: 'kept' } } });
  const update = (cardParamMap: Record<string, string>, byKey: boolean) =>
    client.updateCardWithOptions(
      new cards.UpdateCardRequest({
        outTrackId: 'R7-offer-1',
        cardData: new cards.UpdateCardRequestCardData({ cardParamMap }),
        ...(byKey
          ? { cardUpdateOptions: new cards.UpdateCardRequestCardUpdateOptions({ updateCardDataByKey: true }) }
          : {}),
      }),
      new cards.UpdateCardHeaders(headers),
      runtime,
    );

  await update({ title: 'R7 accepted' }, true);
  expect((await cardSeenBy({ looks }, 'u-cheung'))?.view.blocks).toMatchObject([
    { text: 'R7 accepted' },
    { value: 'kept' },
  ]);
  await update({ title: 'R7 closed' }, false);
  expect((await cardSeenBy({ looks }, 'u-cheung'))?.view.blocks).toMatchObject([{ text: 'R7 closed' }]);
});
