import robot from '@alicloud/dingtalk/dist/robot_1_0/client.js';
import util from '@alicloud/tea-util';
import { expect, test } from 'vitest';
import { aDingTalk, type DingTalk } from './core-app.ts';
import { clientId, clientSecret, corpId, hotline } from './engines-app.ts';

const ask = ({ asApp }: DingTalk) => asApp('POST', '/v1.0/robot/groups/robots/query', { openConversationId: hotline });
const whoIs = ({ call }: DingTalk, token: string, userid = 'u-lam') =>
  call('POST', `/topapi/v2/user/get?access_token=${token}`, { userid });

test('one token serves both hosts, and is the same one while it lives', async () => {
  const dingtalk = await aDingTalk();
  const again = await dingtalk.call('POST', '/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret });
  const perCorp = await dingtalk.call('POST', `/v1.0/oauth2/${corpId}/token`, {
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'client_credentials',
  });
  const legacy = await dingtalk.call('GET', `/gettoken?appkey=${clientId}&appsecret=${clientSecret}`);

  expect(again.body).toEqual({ accessToken: dingtalk.token, expireIn: 7200 });
  expect(perCorp.body).toEqual({ access_token: dingtalk.token, expires_in: 7200 });
  expect(legacy.body).toMatchObject({ errcode: 0, errmsg: 'ok', access_token: dingtalk.token, expires_in: 7200 });
  expect((await whoIs(dingtalk, dingtalk.token)).body).toMatchObject({ errcode: 0, result: { userid: 'u-lam' } });
});

test('a wrong pair is refused in the way of each host', async () => {
  const { call } = await aDingTalk();
  const wrong = { appKey: clientId, appSecret: 'no' };

  expect(await call('POST', '/v1.0/oauth2/accessToken', wrong)).toMatchObject({
    status: 400,
    body: { code: 'invalidClientIdOrSecret', message: expect.any(String), requestid: expect.any(String) },
  });
  expect(await call('GET', `/gettoken?appkey=${clientId}&appsecret=no`)).toMatchObject({
    status: 200,
    body: { errcode: 40096 },
  });
  expect(await call('GET', `/gettoken?appkey=${clientId}`)).toMatchObject({ status: 200, body: { errcode: 40035 } });
  expect(
    await call('POST', '/v1.0/oauth2/dingelsewhere/token', { client_id: clientId, client_secret: clientSecret }),
  ).toMatchObject({ status: 500, body: { code: 'unknownError' } });
});

test('a token two hours old is refused: 400 on the new host, 88 with a sub code in a 200 on the old one', async () => {
  const dingtalk = await aDingTalk();
  await dingtalk.pass(7_200_001);

  expect(await ask(dingtalk)).toMatchObject({ status: 400, body: { code: 'InvalidAuthentication' } });
  expect(await whoIs(dingtalk, dingtalk.token)).toMatchObject({
    status: 200,
    body: { errcode: 88, sub_code: '40014', request_id: expect.any(String) },
  });
});

test('without the header the answer says so', async () => {
  const { call } = await aDingTalk();

  expect(await call('POST', '/v1.0/robot/groups/robots/query', {})).toMatchObject({
    status: 400,
    body: { code: 'AuthenticationFailed.MissingParameter' },
  });
});

test('a missing permission names the scope, and DingTalk’s own client hands it on', async () => {
  const dingtalk = await aDingTalk();
  await dingtalk.call('POST', '/sim/api/faults', { missingScope: ['qyapi_robot_sendmsg'] });

  const sent = new robot.default(dingtalk.config).orgGroupSendWithOptions(
    new robot.OrgGroupSendRequest({
      openConversationId: hotline,
      robotCode: clientId,
      msgKey: 'sampleText',
      msgParam: '{"content":"hello"}',
    }),
    new robot.OrgGroupSendHeaders({ xAcsDingtalkAccessToken: dingtalk.token }),
    new util.RuntimeOptions({}),
  );

  await expect(sent).rejects.toMatchObject({
    statusCode: 403,
    code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
    accessDeniedDetail: { requiredScopes: ['qyapi_robot_sendmsg'] },
  });
});

test('more calls in a second than allowed are refused with 403, not 429', async () => {
  const dingtalk = await aDingTalk();
  await dingtalk.call('POST', '/sim/api/faults', { qpsLimit: 3 });

  const answers = await Promise.all([1, 2, 3, 4].map(() => ask(dingtalk)));
  const legacy = await Promise.all([1, 2, 3, 4].map(() => whoIs(dingtalk, dingtalk.token)));

  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 403]);
  expect(answers.find(({ status }) => status === 403)?.body.code).toBe(
    'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi',
  );
  expect(legacy.map(({ body }) => body.errcode).toSorted()).toEqual([0, 0, 0, 90018]);
});

test('the monthly quota counts what an application asks, but not tokens and the address book', async () => {
  const dingtalk = await aDingTalk();
  await dingtalk.call('POST', '/sim/api/app', { clientId, quota: { apiLimit: 1 } });

  expect((await whoIs(dingtalk, dingtalk.token)).body).toMatchObject({ errcode: 0 });
  expect((await ask(dingtalk)).status).toBe(200);
  expect(await ask(dingtalk)).toMatchObject({
    status: 403,
    body: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' },
  });
  expect((await whoIs(dingtalk, dingtalk.token)).body).toMatchObject({ errcode: 0 });
});

test('while DingTalk is down its edge answers with a page, not with JSON', async () => {
  const { sim, token, call } = await aDingTalk();
  await call('POST', '/sim/api/faults', { apiDownUntil: sim.world.clock.now() + 60_000 });
  const asked = () =>
    fetch(`${sim.url}/v1.0/robot/groups/robots/query`, {
      method: 'POST',
      headers: { 'x-acs-dingtalk-access-token': token, 'content-type': 'application/json' },
      body: JSON.stringify({ openConversationId: hotline }),
    });

  expect((await asked()).status).toBe(503);
  expect((await asked()).headers.get('content-type')).toContain('text/html');
  await call('POST', '/sim/api/clock', { advanceMs: 60_001 });
  expect((await asked()).status).toBe(200);
});

test('a path that DingTalk does not have is refused in the way of each host', async () => {
  const { asApp, call, token } = await aDingTalk();

  expect(await asApp('POST', '/v1.0/robot/noSuchThing', {})).toMatchObject({
    status: 404,
    body: { code: 'InvalidAction.NotFound' },
  });
  expect(await call('POST', `/topapi/v2/no/such?access_token=${token}`, {})).toMatchObject({
    status: 200,
    body: { errcode: 22 },
  });
});

test('the journal knows each call, and no secret and no token', async () => {
  const dingtalk = await aDingTalk();
  await ask(dingtalk);
  await whoIs(dingtalk, dingtalk.token);

  const { body } = await dingtalk.call('GET', '/sim/api/journal');

  const written = JSON.stringify(body.entries);
  expect(written).toContain('/v1.0/robot/groups/robots/query');
  expect(written).not.toContain(clientSecret);
  expect(written).not.toContain(dingtalk.token);
});

test('what is no JSON is refused, and does not upset the server', async () => {
  const { sim, token } = await aDingTalk();
  const send = (path: string, headers: Record<string, string> = {}) =>
    fetch(sim.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"a":',
    });

  const answers = await Promise.all([
    send('/v1.0/gateway/connections/open'),
    send('/v1.0/oauth2/accessToken'),
    send('/v1.0/robot/groupMessages/send', { 'x-acs-dingtalk-access-token': token }),
    send('/sim/api/say'),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  const { body } = await (await aDingTalk()).call('GET', '/sim/api/nothing');
  expect(body).toMatchObject({ error: expect.any(String) });
});
