import robot from '@alicloud/dingtalk/dist/robot_1_0/client.js';
import util from '@alicloud/tea-util';
import { expect, test } from 'vitest';
import { aDingTalk, aMoment, anApp, base64, type DingTalk } from './core-app.ts';
import { clientId, clientSecret, hotline } from './engines-app.ts';

const runtime = new util.RuntimeOptions({});
const byAlvin = { userId: 'u-alvin', conversationId: hotline };

/** The chat of one person with the robot, as the phone lists it. */
const chatOf = async ({ looks }: DingTalk, userId: string): Promise<string> => {
  const { body } = await looks('phone', userId);
  // the admin API's list of conversations
  const list = body.conversations as { kind: string; conversationId: string }[];
  return list.find(({ kind }) => kind === 'robot')?.conversationId ?? '';
};

test('a doctor who mentions the bot in the hotline is heard by the official stream client', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  const said = await dingtalk.asPerson('say', { ...byAlvin, text: '/refer R7 chest pain', mention: true });

  expect(said.body).toMatchObject({ reachedBot: true });
  expect(await app.message()).toMatchObject({
    msgtype: 'text',
    conversationType: '2',
    conversationId: hotline,
    conversationTitle: 'Tuen Mun Cardiovascular Referral Hotline',
    chatbotCorpId: 'dingshared01',
    robotCode: clientId,
    senderStaffId: 'u-alvin',
    senderNick: 'Dr Alvin Ho',
    isInAtList: true,
    text: { content: ' /refer R7 chest pain' },
  });
});

test('without the mention the bot hears nothing of a group, and DingTalk says nothing about it', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  const said = await dingtalk.asPerson('say', { ...byAlvin, text: 'only for people' });
  await aMoment();

  expect(said.body).toMatchObject({ reachedBot: false, why: expect.stringContaining('mention') });
  expect(app.messages).toEqual([]);
});

test.each(['file', 'audio', 'video'])('a %s sent into a group never reaches the bot', async (kind) => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  const sent = await dingtalk.asPerson('send', { ...byAlvin, kind, fileName: `ecg.${kind}`, base64: base64('bytes') });
  await aMoment();

  expect(sent.body).toMatchObject({ reachedBot: false });
  expect(app.messages).toEqual([]);
});

test('a picture with a mention comes as rich text, words and picture together', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await dingtalk.asPerson('send', {
    ...byAlvin,
    kind: 'picture',
    fileName: 'ecg.png',
    base64: base64('a picture'),
    text: 'ECG at 10:02',
    mention: true,
  });

  expect(await app.message()).toMatchObject({
    msgtype: 'richText',
    content: {
      richText: expect.arrayContaining([
        { text: 'ECG at 10:02' },
        expect.objectContaining({ type: 'picture', downloadCode: expect.any(String) }),
      ]),
    },
  });
});

test('a file sent to the bot alone arrives and downloads byte for byte', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  const conversationId = await chatOf(dingtalk, 'u-alvin');

  await dingtalk.asPerson('send', {
    userId: 'u-alvin',
    conversationId,
    kind: 'file',
    fileName: 'bloods.pdf',
    base64: base64('troponin'),
  });

  const message = await app.message();
  expect(message).toMatchObject({ msgtype: 'file', conversationType: '1', content: { fileName: 'bloods.pdf' } });
  // the shape was looked at one line above
  const { downloadCode } = message.content as { downloadCode: string };
  const { body } = await new robot.default(dingtalk.config).robotMessageFileDownloadWithOptions(
    new robot.RobotMessageFileDownloadRequest({ downloadCode, robotCode: clientId }),
    new robot.RobotMessageFileDownloadHeaders({ xAcsDingtalkAccessToken: dingtalk.token }),
    runtime,
  );
  expect(await (await fetch(body?.downloadUrl ?? '')).text()).toBe('troponin');
});

test('a download code is worth nothing to another robot', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  const conversationId = await chatOf(dingtalk, 'u-alvin');
  const sent = { kind: 'file', fileName: 'bloods.pdf', base64: base64('troponin') };
  await dingtalk.asPerson('send', { userId: 'u-alvin', conversationId, ...sent });
  // the message of a file
  const { downloadCode } = (await app.message()).content as { downloadCode: string };

  const { status, body } = await dingtalk.asApp('POST', '/v1.0/robot/messageFiles/download', {
    downloadCode,
    robotCode: 'dingbatontmh',
  });

  expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalidParameter.robotCode.auth' });
});

test('a file in a group reaches the bot when a doctor quotes it and mentions the bot', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  const sent = { kind: 'file', fileName: 'ct.zip', base64: base64('slices') };
  const { messageId } = (await dingtalk.asPerson('send', { ...byAlvin, ...sent })).body;

  await dingtalk.asPerson('say', { ...byAlvin, text: 'add this to R7', mention: true, quote: messageId });

  expect(await app.message()).toMatchObject({
    msgtype: 'text',
    originalMsgId: messageId,
    text: {
      content: ' add this to R7',
      isReplyMsg: true,
      repliedMsg: { msgType: 'file', content: { fileName: 'ct.zip', spaceId: '26620001', fileId: expect.any(String) } },
    },
  });
});

test('a voice message to the bot brings what DingTalk understood of it', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  const conversationId = await chatOf(dingtalk, 'u-alvin');

  await dingtalk.asPerson('send', {
    userId: 'u-alvin',
    conversationId,
    kind: 'audio',
    fileName: 'note.amr',
    base64: base64('sound'),
    recognition: 'please read the ECG',
    durationMs: 4000,
  });

  expect(await app.message()).toMatchObject({
    msgtype: 'audio',
    conversationType: '1',
    content: { duration: 4000, recognition: 'please read the ECG' },
  });
});

test('when the quota of the organisation is used up the bot gets 20001 and no words', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await dingtalk.call('POST', '/sim/api/faults', { quotaUsedUp: { push: true } });

  await dingtalk.asPerson('say', { ...byAlvin, text: 'chest pain', mention: true });

  const message = await app.message();
  expect(String(message.errorCode)).toBe('20001');
  expect(message).not.toHaveProperty('text');
});

test('the answer through the session address lies in the conversation, and the address dies after ninety minutes', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await dingtalk.asPerson('say', { ...byAlvin, text: 'hello', mention: true });
  const webhook = new URL(String((await app.message()).sessionWebhook));
  const answer = () =>
    dingtalk.call('POST', webhook.pathname + webhook.search, {
      msgtype: 'text',
      text: { content: '@u-alvin got it' },
      at: { atUserIds: ['u-alvin'] },
    });

  expect((await answer()).body).toMatchObject({ errcode: 0 });
  await dingtalk.pass(91 * 60_000);
  expect((await answer()).body).toMatchObject({ errcode: 300001 });

  const { body } = await dingtalk.looks('messages', 'u-lam', `&conversationId=${encodeURIComponent(hotline)}`);
  expect(body.messages).toMatchObject([
    { text: 'hello' },
    { kind: 'text', text: '@u-alvin got it', from: { kind: 'robot' } },
  ]);
});

test('a wrong secret opens no stream: 401 authFailed', async () => {
  const dingtalk = await aDingTalk();

  const refused = await dingtalk.call('POST', '/v1.0/gateway/connections/open', {
    clientId,
    clientSecret: `${clientSecret}x`,
    subscriptions: [{ type: 'EVENT', topic: '*' }],
  });
  const app = await anApp(dingtalk, 'acknowledge', `${clientSecret}x`);

  expect(refused).toMatchObject({ status: 401, body: { code: 'authFailed', requestid: expect.any(String) } });
  expect(app.client.connected).toBe(false);
});

test('quoted on an old phone, a file has no name and no code', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  const sent = { kind: 'file', fileName: 'ct.zip', base64: base64('slices') };
  const { messageId } = (await dingtalk.asPerson('send', { ...byAlvin, ...sent })).body;
  await dingtalk.call('POST', '/sim/api/faults', { oldClients: true });

  await dingtalk.asPerson('say', { ...byAlvin, text: 'add this', mention: true, quote: messageId });

  expect(await app.message()).toMatchObject({
    originalMsgId: messageId,
    text: { isReplyMsg: true, repliedMsg: { msgType: 'unknownMsgType' } },
  });
  expect(JSON.stringify(app.messages)).not.toContain('ct.zip');
});

test('a doctor takes back her own words, and nobody else can', async () => {
  const dingtalk = await aDingTalk();
  const { messageId } = (await dingtalk.asPerson('say', { ...byAlvin, text: 'wrong group' })).body;

  const byAnother = await dingtalk.asPerson('recall', { userId: 'u-lam', messageId });
  await dingtalk.asPerson('recall', { userId: 'u-alvin', messageId });

  expect(byAnother.status).toBe(404);
  const { body } = await dingtalk.looks('messages', 'u-lam', `&conversationId=${encodeURIComponent(hotline)}`);
  expect(body.messages).toMatchObject([{ messageId, recalled: true }]);
  expect(JSON.stringify(body.messages)).not.toContain('wrong group');
});
