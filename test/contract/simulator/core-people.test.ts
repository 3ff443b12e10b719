import { expect, test } from 'vitest';
import { aDingTalk, anApp, type DingTalk } from './core-app.ts';
import { hotline } from './engines-app.ts';

const topapi = ({ call, token }: DingTalk, path: string, body: object) =>
  call('POST', `/topapi/${path}?access_token=${token}`, body);

test('a doctor who came from a hospital has the hospital in the record', async () => {
  const dingtalk = await aDingTalk();

  const { body } = await topapi(dingtalk, 'v2/user/get', { userid: 'u-lam' });

  expect(body).toMatchObject({
    errcode: 0,
    result: {
      userid: 'u-lam',
      unionid: 'un-lam-s',
      name: 'Dr Lam',
      active: true,
      dept_id_list: [10],
      union_emp_ext: { userid: 'tmh-1002', corp_id: 'dingtmh00001' },
    },
  });
});

test('people and departments are listed as the old host lists them', async () => {
  const dingtalk = await aDingTalk();

  expect((await topapi(dingtalk, 'v2/department/listsub', { dept_id: 1 })).body).toMatchObject({
    result: [{ dept_id: 10 }, { dept_id: 20 }, { dept_id: 30 }],
  });
  expect((await topapi(dingtalk, 'user/listid', { dept_id: 20 })).body).toMatchObject({
    result: { userid_list: ['u-cheung', 'u-ng', 'u-yip'] },
  });
  expect((await topapi(dingtalk, 'v2/user/list', { dept_id: 20, cursor: 0, size: 2 })).body).toMatchObject({
    result: { has_more: true, next_cursor: 2, list: [{ userid: 'u-cheung' }, { userid: 'u-ng' }] },
  });
  expect((await topapi(dingtalk, 'user/getbyunionid', { unionid: 'un-ng-s' })).body).toMatchObject({
    result: { userid: 'u-ng', contact_type: 0 },
  });
});

test('what is not there has DingTalk’s own number', async () => {
  const dingtalk = await aDingTalk();

  expect((await topapi(dingtalk, 'v2/user/get', { userid: 'u-nobody' })).body.errcode).toBe(33012);
  expect((await topapi(dingtalk, 'user/getbyunionid', { unionid: 'un-no' })).body.errcode).toBe(60121);
  expect((await topapi(dingtalk, 'v2/department/get', { dept_id: 99 })).body.errcode).toBe(60003);
});

test('who leaves is told by event, is gone from the address book, and is out of every group', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await dingtalk.asPerson('user', { do: 'leave', userId: 'u-ng' });

  expect(await app.event('user_leave_org')).toMatchObject({ userId: ['u-ng'], timeStamp: expect.any(String) });
  expect((await topapi(dingtalk, 'v2/user/get', { userid: 'u-ng' })).body.errcode).toBe(33012);
  const members = await dingtalk.asApp('POST', '/v1.0/im/sceneGroups/members/batchQuery', {
    openConversationId: hotline,
    maxResults: 100,
  });
  expect(members.body.memberUserIds).not.toContain('u-ng');
});

test('one outside the range the application may see has number 50002', async () => {
  const dingtalk = await aDingTalk();

  await dingtalk.asPerson('user', { do: 'visible', userId: 'u-fung', visible: false });

  expect((await topapi(dingtalk, 'v2/user/get', { userid: 'u-fung' })).body.errcode).toBe(50002);
});

test('a new name given at the hospital is the new name in the shared organisation, and both are told', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await dingtalk.call('POST', '/sim/api/user', {
    corpId: 'dingtmh00001',
    do: 'rename',
    userId: 'tmh-1002',
    name: 'Prof Lam',
  });

  expect(await app.event('user_modify_org')).toMatchObject({
    userId: ['u-lam'],
    diffInfo: { userid: 'u-lam', prev: { name: 'Dr Lam' }, curr: { name: 'Prof Lam' } },
  });
  expect((await topapi(dingtalk, 'v2/user/get', { userid: 'u-lam' })).body).toMatchObject({
    result: { name: 'Prof Lam' },
  });
});

test('who leaves the hospital is out of the shared organisation too', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await dingtalk.call('POST', '/sim/api/user', { corpId: 'dingtmh00001', do: 'leave', userId: 'tmh-1001' });

  expect(await app.event('user_leave_org')).toMatchObject({ userId: ['u-alvin'] });
});

test('a group made twice with one uuid is one group, with the robot in it from birth', async () => {
  const { asApp } = await aDingTalk();
  const make = () =>
    asApp('POST', '/v1.0/im/sceneGroup/create', {
      title: 'R7',
      template_id: 't-1',
      owner_user_id: 'u-kwan',
      user_ids: ['u-lam', 'u-cheung'],
      uuid: 'R7-group',
    });

  const [first, second] = [await make(), await make()];

  expect(second.body.open_conversation_id).toBe(first.body.open_conversation_id);
  const query = { openConversationId: first.body.open_conversation_id, maxResults: 100 };
  expect((await asApp('POST', '/v1.0/im/sceneGroups/members/batchQuery', query)).body).toMatchObject({
    success: true,
    memberUserIds: ['u-kwan', 'u-lam', 'u-cheung'],
    hasMore: false,
  });
  expect((await asApp('POST', '/v1.0/robot/groups/robots/query', query)).body).toMatchObject({
    chatbotInstanceVOList: [{ robotCode: 'dingbatonshared', openRobotType: 2 }],
  });
});

test('a person brought into a clinical group is told by event with the name of who did it', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await dingtalk.asPerson('group', {
    do: 'add',
    openConversationId: 'cidTwToTm/Cardiology+02==',
    userIds: ['u-fung'],
    operator: 'u-kwan',
  });

  expect(await app.event('chat_add_member')).toMatchObject({
    openConversationId: 'cidTwToTm/Cardiology+02==',
    userId: ['u-fung'],
    operator: 'u-kwan',
    operatorUnionId: 'un-kwan-s',
  });
});
