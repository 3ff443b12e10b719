import { expect, test } from 'vitest';
import { aDingTalk, aMoment, anApp, base64, type DingTalk } from './core-app.ts';
import { clientId, hotline } from './engines-app.ts';

const operator = '?unionId=un-kwan-s';
type Dentries = { dentries: { id: string; name: string; size: number }[]; nextToken?: string };

const put = ({ asPerson }: DingTalk, fileName: string, words = 'bytes') =>
  asPerson('upload', { userId: 'u-alvin', openConversationId: hotline, fileName, base64: base64(words) });

const listed = async ({ asApp }: DingTalk, option: object = {}) => {
  const answer = await asApp('POST', `/v1.0/storage/spaces/26620001/dentries/listAll${operator}`, {
    option: { order: 'ASC', maxResults: 50, ...option },
  });
  // the listing, as its page describes it
  return answer.body as Dentries;
};

test('a file nobody told the bot about is found in the group’s space, and downloads only with the given headers', async () => {
  const dingtalk = await aDingTalk();
  const { asApp, asPerson } = dingtalk;
  await asPerson('send', {
    userId: 'u-alvin',
    conversationId: hotline,
    kind: 'file',
    fileName: 'ct.zip',
    base64: base64('slices'),
  });

  const { body } = await asApp('POST', `/v1.0/convFile/conversations/spaces/query${operator}`, {
    openConversationId: hotline,
  });
  expect(body).toMatchObject({ space: { spaceId: '26620001' } });
  const { dentries } = await listed(dingtalk);
  expect(dentries).toMatchObject([
    { name: 'ct.zip', size: 6, extension: 'zip', creatorId: 'un-alvin-s', type: 'FILE' },
  ]);
  const info = await asApp(
    'POST',
    `/v1.0/storage/spaces/26620001/dentries/${dentries[0]?.id}/downloadInfos/query${operator}`,
    { option: { preferIntranet: false } },
  );
  expect(info.body).toMatchObject({ protocol: 'HEADER_SIGNATURE', headerSignatureInfo: { expirationSeconds: 900 } });
  // looked at one line above
  const { resourceUrls, headers } = info.body.headerSignatureInfo as {
    resourceUrls: string[];
    headers: Record<string, string>;
  };
  const url = resourceUrls[0] ?? '';
  expect((await fetch(url)).status).toBe(403);
  expect(await (await fetch(url, { headers })).text()).toBe('slices');
  const part = await fetch(url, { headers: { ...headers, range: 'bytes=1-3' } });
  expect({ status: part.status, text: await part.text() }).toEqual({ status: 206, text: 'lic' });
  await dingtalk.pass(900_001);
  expect((await fetch(url, { headers })).status).toBe(403);
});

test('one who is not in the group finds nothing in its space', async () => {
  const { asApp } = await aDingTalk();

  const asked = await asApp('POST', '/v1.0/convFile/conversations/spaces/query?unionId=un-nobody', {
    openConversationId: hotline,
  });

  expect(asked).toMatchObject({ status: 403, body: { code: 'permissionDenied' } });
});

test('a long listing comes in pages', async () => {
  const dingtalk = await aDingTalk();
  for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await put(dingtalk, name);

  const first = await listed(dingtalk, { maxResults: 2 });
  const second = await listed(dingtalk, { maxResults: 2, nextToken: first.nextToken });

  expect([...first.dentries, ...second.dentries].map(({ name }) => name)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
  expect(second.nextToken).toBeUndefined();
});

test('an upload is told by event only to an application that subscribed to the space', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await put(dingtalk, 'before.pdf');
  await aMoment();
  expect(app.eventsOf('storage_dentry_create')).toEqual([]);

  const subscribed = await dingtalk.asApp('POST', `/v1.0/storage/events/subscribe${operator}`, {
    scope: 'SPACE',
    scopeId: '26620001',
  });
  const { body } = await put(dingtalk, 'after.pdf');

  expect(subscribed.body).toMatchObject({ success: true });
  expect(await app.event('storage_dentry_create')).toMatchObject({
    spaceId: '26620001',
    dentryId: body.fileId,
    eventScope: 'SPACE',
    extension: 'pdf',
    unionId: 'un-alvin-s',
  });
});

test('an unknown or expired download code is refused by name', async () => {
  const { asApp } = await aDingTalk();

  expect(
    await asApp('POST', '/v1.0/robot/messageFiles/download', { downloadCode: 'dc-no', robotCode: clientId }),
  ).toMatchObject({ status: 400, body: { code: 'invalidParameter.downloadCode' } });
  expect(await asApp('POST', '/v1.0/robot/messageFiles/download', { downloadCode: 'dc-no' })).toMatchObject({
    status: 400,
    body: { code: 'invalidParameter.robotCode.empty' },
  });
});
