import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Unreachable } from '#src/domain/refused.ts';
import { Undeliverable, UnknownOutcome } from '#src/ports/messenger.ts';
import { alvin, aTenant, drCheung, group, tenant } from '#test/builders/a-tenant.ts';

const api = 'https://api.dingtalk.com';
const oapi = 'https://oapi.dingtalk.com';
const place = { tenant, in: 'group', group } as const;
const words = { title: 'Baton', text: 'A referral waits' };

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.abortPendingRequests();
  nock.cleanAll();
  nock.enableNetConnect();
});

const tokens = (count = 1) => {
  let given = 0;
  nock(api)
    .post('/v1.0/oauth2/dingshared01/token')
    .times(count)
    .reply(200, () => {
      given += 1;
      return { access_token: `token-${given}`, expires_in: 7200 };
    });
  return () => given;
};
const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
const sends = (...answers: [status: number, body: unknown][]) => {
  const scope = nock(api);
  for (const [status, body] of answers)
    scope
      .post('/v1.0/robot/groupMessages/send')
      .reply(status, typeof body === 'string' ? body : JSON.stringify(body), { 'content-type': 'application/json' });
  return scope;
};

test('everything goes by https, to DingTalk and nobody else', async () => {
  tokens();
  sends([200, { processQueryKey: 'k-1' }]);
  const { messenger } = aTenant();

  expect(await messenger.say(place, words, 'now')).toEqual({ receipt: 'k-1' });
  expect(() => aTenant({ bases: { api: 'http://api.dingtalk.com', oapi } })).toThrow(/https only/);
});

test('one token serves many calls, however many begin at once', async () => {
  const asked = tokens(5);
  nock(oapi)
    .post(/topapi/)
    .times(5)
    .reply(200, { errcode: 0, result: { userid: 'u-cheung', unionid: 'un' } });
  const { directory } = aTenant();

  await Promise.all(Array.from({ length: 5 }, () => directory.person(tenant, drCheung)));

  expect(asked()).toBe(1);
});

test('a token that is no longer taken is renewed once, and the call done again', async () => {
  tokens(2);
  sends([400, { code: 'InvalidAuthentication', message: 'x' }], [200, { processQueryKey: 'k-2' }]);
  expect(await aTenant().messenger.say(place, words, 'now')).toEqual({ receipt: 'k-2' });

  nock.cleanAll();
  tokens(3);
  const no = { code: 'InvalidAuthentication' };
  sends([400, no], [400, no], [200, { processQueryKey: 'a third time' }]);
  expect(await thrown(aTenant().messenger.say(place, words, 'now'))).toBeInstanceOf(Unreachable);
  expect(nock.pendingMocks()).toHaveLength(2);
});

test('a message that may have been sent is never sent again by us', async () => {
  for (const answer of [
    [504, '<html>gateway timeout</html>'],
    [502, '<html>bad gateway</html>'],
    [200, '<html>hello</html>'],
    [200, { status: 1111, wait: 5, punish: 'deny' }],
    [400, { code: 'unknown.send.result', message: 'x' }],
    [504, { code: 'service.timeout', message: 'x' }],
  ] as [number, unknown][]) {
    tokens();
    sends(answer, [200, { processQueryKey: 'a second time' }]);
    expect(await thrown(aTenant().messenger.say(place, words, 'now'))).toBeInstanceOf(UnknownOutcome);
    expect(nock.pendingMocks()).toHaveLength(1);
    nock.cleanAll();
  }
});

test('a line cut after the words left is an unknown outcome too', async () => {
  tokens();
  nock(api)
    .post('/v1.0/robot/groupMessages/send')
    .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));

  expect(await thrown(aTenant().messenger.say(place, words, 'now'))).toBeInstanceOf(UnknownOutcome);
});

test('when only the token could not be fetched, nothing was sent and it is tried again', async () => {
  nock(api)
    .post('/v1.0/oauth2/dingshared01/token')
    .times(3)
    .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));

  expect(await thrown(aTenant().messenger.say(place, words, 'now'))).toMatchObject({
    name: 'Unreachable',
    code: 'dingtalk.unreachable',
  });
});

test('a busy DingTalk is asked again, at most three times', async () => {
  tokens();
  const busy = sends(
    [500, { code: 'system.error', message: 'x' }],
    [500, { code: 'system.error', message: 'x' }],
    [200, { processQueryKey: 'k-3' }],
  );
  expect(await aTenant().messenger.say(place, words, 'now')).toEqual({ receipt: 'k-3' });
  expect(busy.isDone()).toBe(true);
});

test('a refused text is told as refused, a missing permission as something for an administrator', async () => {
  tokens();
  sends([400, { code: 'contain.notAllowed.text', message: 'x' }]);
  expect(await thrown(aTenant().messenger.say(place, words, 'now'))).toMatchObject({
    name: 'Undeliverable',
    reason: 'contain.notAllowed.text',
    action: 'drop',
  });

  tokens();
  sends([
    403,
    {
      code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
      message: 'x',
      accessdenieddetail: { requiredScopes: ['qyapi_robot_sendmsg'] },
    },
  ]);
  const refused = aTenant();
  expect(await thrown(refused.messenger.say(place, words, 'now'))).toMatchObject({ action: 'stop' });
  expect(refused.log.text()).toContain('has not granted qyapi_robot_sendmsg');
});

test('a wrong secret and a wrong corpId are said clearly', async () => {
  nock(api).post('/v1.0/oauth2/dingshared01/token').reply(400, { code: 'invalidClientIdOrSecret', message: 'x' });
  const secret = aTenant();
  expect(await thrown(secret.messenger.say(place, words, 'now'))).toBeInstanceOf(Undeliverable);
  expect(secret.log.text()).toContain('check both in the console');

  nock(api).post('/v1.0/oauth2/dingshared01/token').times(3).reply(500, { code: 'unknownError', message: 'x' });
  const corp = aTenant();
  expect(await thrown(corp.messenger.say(place, words, 'now'))).toBeInstanceOf(Unreachable);
  expect(corp.log.text()).toContain('check corpId');
});

test('when the month is used up, nothing more is tried, and an hour later one call looks again', async () => {
  tokens();
  sends(
    [403, { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg', message: 'x' }],
    [200, { processQueryKey: 'somebody bought more' }],
  );
  const { messenger, clock } = aTenant();
  const usedUp = { name: 'Unreachable', code: 'dingtalk.quota-used-up' };

  expect(await thrown(messenger.say(place, words, 'now'))).toMatchObject(usedUp);
  expect(await thrown(messenger.say(place, words, 'now'))).toMatchObject(usedUp);
  clock.pass(61);

  expect(await messenger.say(place, words, 'now')).toEqual({ receipt: 'somebody bought more' });
});

test('calls of the address book are free; what DingTalk answered counts, what it throttled does not', async () => {
  tokens();
  nock(oapi)
    .post(/user\/get/)
    .reply(200, { errcode: 60121, errmsg: 'not found' });
  sends(
    [400, { code: 'send.too.fast', message: 'x' }],
    [400, { code: 'invalidParameter.msgKey.invalid', message: 'x' }],
  );
  const { messenger, directory, quota, book } = aTenant();

  expect(await directory.person(tenant, alvin)).toBeUndefined();
  await thrown(messenger.say(place, words, 'now'));
  await quota.flush();

  expect([...book.counts.values()]).toEqual([{ api: 1, push: 0 }]);
});

test('no error and no log line carries a token, a secret or the words of a message', async () => {
  tokens();
  nock(api)
    .post('/v1.0/robot/groupMessages/send')
    .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
  nock(oapi).post('/robot/sendBySession').query(true).replyWithError('refused');
  const { messenger, log } = aTenant();
  const told = { title: 'Baton', text: 'Chan Siu Ming' };

  const errors = [
    await thrown(messenger.say(place, told, 'now')),
    await thrown(messenger.answer(`${oapi}/robot/sendBySession?session=key-9`, told)),
  ];

  const all = errors.map((error) => JSON.stringify(error, Object.getOwnPropertyNames(error))).join() + log.text();
  expect(all).not.toMatch(/token-1|pretend-secret|Chan Siu Ming|key-9/);
  expect(errors.every((error) => error instanceof Error && error.cause === undefined)).toBe(true);
});

test('an answer goes only to DingTalk, whatever address came with a message', async () => {
  const { messenger } = aTenant();
  for (const address of [
    'https://evil.example/robot/sendBySession?session=1',
    'http://oapi.dingtalk.com/robot/sendBySession?session=1',
    'https://oapi.dingtalk.com.evil.example/x',
    'https://oapi.dingtalk.com@evil.example/x',
    'no address',
  ])
    expect(await thrown(messenger.answer(address, words))).toMatchObject({ code: 'door.bad-request' });
});

test('a session that has ended is told as such, although the status is 200', async () => {
  nock(oapi).post('/robot/sendBySession').query(true).reply(200, { errcode: 300001, errmsg: 'session not exist' });
  const { messenger } = aTenant();
  expect(await thrown(messenger.answer(`${oapi}/robot/sendBySession?session=1`, words))).toMatchObject({
    name: 'Undeliverable',
    reason: '300001',
  });
});
