import robot from '@alicloud/dingtalk/dist/robot_1_0/client.js';
import util from '@alicloud/tea-util';
import { expect, test } from 'vitest';
import { aDingTalk, anApp, type DingTalk } from './core-app.ts';
import { clientId, hotline } from './engines-app.ts';

const runtime = new util.RuntimeOptions({});
const at = `&conversationId=${encodeURIComponent(hotline)}`;

/** DingTalk's own client, ready to speak in the hotline. */
function robotOf({ config, token }: DingTalk) {
  const client = new robot.default(config);
  const headers = { xAcsDingtalkAccessToken: token };
  const send = async (content = 'Referral R7 was accepted', more: object = {}) => {
    const { body } = await client.orgGroupSendWithOptions(
      new robot.OrgGroupSendRequest({
        openConversationId: hotline,
        robotCode: clientId,
        msgKey: 'sampleText',
        msgParam: JSON.stringify({ content }),
        ...more,
      }),
      new robot.OrgGroupSendHeaders(headers),
      runtime,
    );
    return body?.processQueryKey ?? '';
  };
  return { client, headers, send };
}

test('the bot speaks in the hotline through DingTalk’s own client, and every member has it on the phone', async () => {
  const dingtalk = await aDingTalk();

  const processQueryKey = await robotOf(dingtalk).send();

  expect(processQueryKey).not.toBe('');
  const { body } = await dingtalk.looks('messages', 'u-cheung', at);
  expect(body.messages).toMatchObject([
    { kind: 'text', text: 'Referral R7 was accepted', from: { kind: 'robot' }, recalled: false, readBy: [] },
  ]);
});

test('who has read it comes as an event with the time, and the query names the same people', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  const { client, headers, send } = robotOf(dingtalk);
  const processQueryKey = await send();

  await dingtalk.asPerson('read', { userId: 'u-cheung', conversationId: hotline });

  expect(await app.event('robot_msg_read')).toMatchObject({
    userId: 'u-cheung',
    unionId: 'un-cheung-s',
    robotCode: clientId,
    openConversationId: hotline,
    processQueryKey,
    operatTime: expect.anything(),
  });
  const { body } = await client.orgGroupQueryWithOptions(
    new robot.OrgGroupQueryRequest({
      openConversationId: hotline,
      robotCode: clientId,
      processQueryKey,
      maxResults: 200,
    }),
    new robot.OrgGroupQueryHeaders(headers),
    runtime,
  );
  expect(body).toMatchObject({ sendStatus: 'SUCCESS', readUserIds: ['u-cheung'] });
});

test('reading twice is told once', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await robotOf(dingtalk).send();

  await dingtalk.asPerson('read', { userId: 'u-cheung', conversationId: hotline });
  await dingtalk.asPerson('read', { userId: 'u-cheung', conversationId: hotline });
  await dingtalk.asPerson('read', { userId: 'u-lam', conversationId: hotline });
  await app.event('robot_msg_read', 2);

  expect(app.eventsOf('robot_msg_read')).toHaveLength(2);
});

test('after a day nothing can be asked about a message any more', async () => {
  const dingtalk = await aDingTalk();
  const processQueryKey = await robotOf(dingtalk).send();
  await dingtalk.pass(25 * 3_600_000);
  const { body: fresh } = await dingtalk.call('POST', '/v1.0/oauth2/accessToken', {
    appKey: clientId,
    appSecret: 'pretend-secret-shared',
  });
  const later = robotOf({ ...dingtalk, token: String(fresh.accessToken) });

  const asked = later.client.orgGroupQueryWithOptions(
    new robot.OrgGroupQueryRequest({ openConversationId: hotline, robotCode: clientId, processQueryKey }),
    new robot.OrgGroupQueryHeaders(later.headers),
    runtime,
  );

  await expect(asked).rejects.toMatchObject({ statusCode: 400, code: 'processQueryKey.expireTime' });
});

test('a recalled message is gone from every phone', async () => {
  const dingtalk = await aDingTalk();
  const { client, headers, send } = robotOf(dingtalk);
  const processQueryKey = await send();

  const { body } = await client.orgGroupRecallWithOptions(
    new robot.OrgGroupRecallRequest({
      openConversationId: hotline,
      robotCode: clientId,
      processQueryKeys: [processQueryKey],
    }),
    new robot.OrgGroupRecallHeaders(headers),
    runtime,
  );

  expect(body).toMatchObject({ successResult: [processQueryKey] });
  const { body: seen } = await dingtalk.looks('messages', 'u-cheung', at);
  expect(seen.messages).toMatchObject([{ recalled: true }]);
  expect(JSON.stringify(seen.messages)).not.toContain('R7 was accepted');
});

test('to single people: an unknown one is invalid, a busy one is held back, and the call is still a 200', async () => {
  const dingtalk = await aDingTalk();
  const { client, headers } = robotOf(dingtalk);
  await dingtalk.call('POST', '/sim/api/faults', { flowControlled: ['u-lam'] });

  const { body } = await client.batchSendOTOWithOptions(
    new robot.BatchSendOTORequest({
      robotCode: clientId,
      userIds: ['u-cheung', 'u-nobody', 'u-lam'],
      msgKey: 'sampleMarkdown',
      msgParam: JSON.stringify({ title: 'R7', text: '**R7** waits for you' }),
    }),
    new robot.BatchSendOTOHeaders(headers),
    runtime,
  );

  expect(body).toMatchObject({ invalidStaffIdList: ['u-nobody'], flowControlledStaffIdList: ['u-lam'] });
  const conversations = async (userId: string) =>
    // the admin API's list of conversations
    (await dingtalk.looks('phone', userId)).body.conversations as { kind: string; unread: number }[];
  expect((await conversations('u-cheung')).find(({ kind }) => kind === 'robot')).toMatchObject({ unread: 1 });
  expect((await conversations('u-lam')).find(({ kind }) => kind === 'robot')?.unread ?? 0).toBe(0);
  const { body: read } = await client.batchOTOQueryWithOptions(
    new robot.BatchOTOQueryRequest({ robotCode: clientId, processQueryKey: body?.processQueryKey ?? '' }),
    new robot.BatchOTOQueryHeaders(headers),
    runtime,
  );
  expect(read).toMatchObject({
    sendStatus: 'SUCCESS',
    messageReadInfoList: [{ userId: 'u-cheung', readStatus: 'UNREAD' }],
  });
});

test('a DING lies on the phone of whom it calls, and one who is not there is named in the answer', async () => {
  const dingtalk = await aDingTalk();
  const { client, headers } = robotOf(dingtalk);

  const { body } = await client.robotSendDingWithOptions(
    new robot.RobotSendDingRequest({
      robotCode: clientId,
      remindType: 1,
      receiverUserIdList: ['u-ng', 'u-nobody'],
      content: 'R7 was not opened',
    }),
    new robot.RobotSendDingHeaders(headers),
    runtime,
  );

  expect(body?.openDingId).toBeTruthy();
  expect(Object.values(body?.failedList ?? {}).flat()).toEqual(['u-nobody']);
  expect((await dingtalk.looks('dings', 'u-ng')).body.dings).toMatchObject([{ content: 'R7 was not opened' }]);
});

test.each([
  ['an unknown form of message', { msgKey: 'sampleFax' }, 'invalidParameter.msgKey.invalid'],
  ['a group that is not there', { openConversationId: 'cidNowhere==' }, 'invalid.openConversationId'],
  [
    'words over 15,000 bytes',
    { msgParam: JSON.stringify({ content: 'x'.repeat(15_000) }) },
    'invalidParameter.msgParam.tooLong',
  ],
  ['no JSON', { msgParam: 'hello' }, 'invalidParameter.msgParam.invalid'],
  ['another robot', { robotCode: 'dingbatontmh' }, 'invalidParameter.robotCode.notExsit'],
])('%s is refused by name', async (_, wrong, code) => {
  const { send } = robotOf(await aDingTalk());

  await expect(send('hello', wrong)).rejects.toMatchObject({ statusCode: 400, code });
});

test('words the content check does not like are refused, and nobody sees them', async () => {
  const dingtalk = await aDingTalk();
  await dingtalk.call('POST', '/sim/api/faults', { contentRefused: ['bad word'] });

  await expect(robotOf(dingtalk).send('a bad word')).rejects.toMatchObject({
    statusCode: 400,
    code: expect.stringMatching(/^contain\./),
  });
  expect((await dingtalk.looks('messages', 'u-lam', at)).body.messages).toEqual([]);
});

test('an unknown result may well have been sent: that is what makes it dangerous', async () => {
  const dingtalk = await aDingTalk();
  await dingtalk.call('POST', '/sim/api/faults', { unknownSendResult: 1 });

  await expect(robotOf(dingtalk).send()).rejects.toMatchObject({ statusCode: 400, code: 'unknown.send.result' });
  expect((await dingtalk.looks('messages', 'u-lam', at)).body.messages).toHaveLength(1);
});

test('words sent to two people at once have one key, one reading for each, and are taken back from both', async () => {
  const dingtalk = await aDingTalk();
  const { client, headers } = robotOf(dingtalk);
  const { body } = await client.batchSendOTOWithOptions(
    new robot.BatchSendOTORequest({
      robotCode: clientId,
      userIds: ['u-cheung', 'u-ng'],
      msgKey: 'sampleText',
      msgParam: '{"content":"R7 waits for you"}',
    }),
    new robot.BatchSendOTOHeaders(headers),
    runtime,
  );
  const processQueryKey = body?.processQueryKey ?? '';
  const readings = async () =>
    (
      await client.batchOTOQueryWithOptions(
        new robot.BatchOTOQueryRequest({ robotCode: clientId, processQueryKey }),
        new robot.BatchOTOQueryHeaders(headers),
        runtime,
      )
    ).body;
  // the admin API's list of conversations
  const list = (await dingtalk.looks('phone', 'u-ng')).body.conversations as { kind: string; conversationId: string }[];
  const conversationId = list.find(({ kind }) => kind === 'robot')?.conversationId ?? '';

  await dingtalk.asPerson('read', { userId: 'u-ng', conversationId });
  const { messageReadInfoList } = (await readings()) ?? {};
  await client.batchRecallOTOWithOptions(
    new robot.BatchRecallOTORequest({ robotCode: clientId, processQueryKeys: [processQueryKey] }),
    new robot.BatchRecallOTOHeaders(headers),
    runtime,
  );

  expect(messageReadInfoList).toMatchObject([
    { userId: 'u-cheung', readStatus: 'UNREAD' },
    { userId: 'u-ng', readStatus: 'READ' },
  ]);
  expect(await readings()).toMatchObject({ sendStatus: 'RECALLED' });
  const seen = await dingtalk.looks('messages', 'u-ng', `&conversationId=${encodeURIComponent(conversationId)}`);
  expect(seen.body.messages).toMatchObject([{ recalled: true }]);
});
