import nock from 'nock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGateway } from '#src/adapters/dingtalk/stream/gateway.ts';
import { settingsFor } from '#test/builders/a-tenant.ts';

const api = 'https://api.dingtalk.com';
const ask = (more: Parameters<typeof settingsFor>[0] = {}) =>
  openGateway(settingsFor(more), [{ type: 'EVENT', topic: '*' }], new AbortController().signal);
const answers = (status: number, body: string | object, headers = {}) =>
  nock(api, { reqheaders: { accept: 'application/json' } })
    .post('/v1.0/gateway/connections/open')
    .reply(status, body, headers);
const code = (given: Promise<unknown>): Promise<unknown> =>
  given.then(
    () => 'taken',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

test('the gateway is asked by https for exactly what we listen to, and its place is taken as it says', async () => {
  let asked: unknown;
  nock(api)
    .post('/v1.0/gateway/connections/open', (body) => {
      asked = body;
      return true;
    })
    .reply(200, { endpoint: 'wss://wss-open-connection.dingtalk.com:443/connect', ticket: 'a b' });

  expect(await ask()).toEqual({ endpoint: 'wss://wss-open-connection.dingtalk.com:443/connect', ticket: 'a b' });
  expect(asked).toMatchObject({ clientId: 'dingbatonshared', subscriptions: [{ type: 'EVENT', topic: '*' }] });
});

test('patients’ words go down no line that is not encrypted, and to nobody but DingTalk', async () => {
  for (const endpoint of [
    'ws://wss-open-connection.dingtalk.com/connect',
    'wss://dingtalk.com.evil.example/connect',
    'wss://evildingtalk.com/connect',
    'wss://127.0.0.1/connect',
    'no address',
  ]) {
    answers(200, { endpoint, ticket: 't' });
    expect(await code(ask()), endpoint).toBe('gateway-unsafe-address');
  }
  expect(await code(ask({ bases: { api: 'http://api.dingtalk.com', oapi: api } }))).not.toBe('taken');
});

test('a refusal keeps DingTalk’s own code, a page in between its status, and neither keeps the secret', async () => {
  answers(401, { requestid: 'r', code: 'authFailed', message: '鉴权失败' });
  expect(await code(ask())).toBe('authFailed');
  answers(400, '<html>speak https</html>', { 'content-type': 'text/html' });
  expect(await code(ask())).toBe('gateway-400');
  answers(200, '', {});
  expect(await code(ask())).toBe('gateway-200');
  nock(api)
    .post('/v1.0/gateway/connections/open')
    .replyWithError(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
  const error: unknown = await ask().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('pretend-secret');
});
