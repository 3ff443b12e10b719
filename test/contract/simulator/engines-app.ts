import openApi from '@alicloud/openapi-client';
import { WebSocket } from 'ws';
import { startSimulator } from '../../../simulator/start.ts';

export const corpId = 'dingshared01';
export const clientId = 'dingbatonshared';
export const clientSecret = 'pretend-secret-shared';
export const hotline = 'cidTmCardio/Hotline+01==';

/** The instant at which every story in these tests begins. */
export const dawn = Date.parse('2026-11-23T00:00:00Z');

export type Frame = {
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: string;
};

type Answer = (topic: string, data: Record<string, unknown>) => unknown;

/** A pretend DingTalk on a free port, an app that is logged in to it, and people who tap. */
export async function openSimulator() {
  const sim = await startSimulator({ port: 0, clock: dawn });
  const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(sim.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // JSON of the wire; each test says what it expects inside
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const { body } = await call('POST', '/v1.0/oauth2/accessToken', { appKey: clientId, appSecret: clientSecret });
  const token = String(body.accessToken);
  const config = new openApi.Config({ protocol: 'http', endpoint: `127.0.0.1:${sim.port}`, regionId: 'central' });
  return {
    sim,
    token,
    config,
    call,
    asApp: (method: string, path: string, given?: object) =>
      call(method, path, given, { 'x-acs-dingtalk-access-token': token }),
    asPerson: (path: string, given: object) => call('POST', `/sim/api/${path}`, { corpId, ...given }),
    looks: (path: string, userId: string, more = '') =>
      call('GET', `/sim/api/${path}?corpId=${corpId}&userId=${userId}${more}`),
    pass: (advanceMs: number) => call('POST', '/sim/api/clock', { advanceMs }),
  };
}

export type Opened = Awaited<ReturnType<typeof openSimulator>>;

/** The app's end of the stream: answers callbacks as told, says SUCCESS to events, and remembers all of them. */
export async function listen({ sim, call }: Opened, answer: Answer = () => null) {
  const topics = ['/v1.0/im/bot/messages/get', '/v1.0/card/instances/callback', '/v1.0/card/dynamicData/get'];
  const opened = await call(
    'POST',
    '/v1.0/gateway/connections/open',
    {
      clientId,
      clientSecret,
      subscriptions: [{ type: 'EVENT', topic: '*' }, ...topics.map((topic) => ({ type: 'CALLBACK', topic }))],
    },
    { accept: 'application/json' },
  );
  const socket = new WebSocket(
    `${String(opened.body.endpoint)}?ticket=${encodeURIComponent(String(opened.body.ticket))}`,
  );
  const events: { type: string; data: Record<string, unknown> }[] = [];
  const callbacks: { topic: string; data: Record<string, unknown> }[] = [];
  socket.on('message', (raw) => {
    // a frame of the stream, as the gateway's page describes it
    const frame = JSON.parse(String(raw)) as Frame;
    const data = JSON.parse(frame.data) as Record<string, unknown>;
    const topic = frame.headers.topic ?? '';
    if (frame.type === 'EVENT') events.push({ type: frame.headers.eventType ?? '', data });
    if (frame.type === 'CALLBACK') callbacks.push({ topic, data });
    const said = frame.type === 'EVENT' ? { status: 'SUCCESS' } : frame.type === 'SYSTEM' ? data : answer(topic, data);
    if (said === undefined) return;
    const headers = { messageId: frame.headers.messageId, contentType: 'application/json' };
    socket.send(JSON.stringify({ code: 200, message: 'OK', headers, data: JSON.stringify(said) }));
  });
  await new Promise((done, fail) => {
    socket.once('open', done);
    socket.once('error', fail);
  });
  const heard = async (type: string, count = 1) => {
    const until = Date.now() + 5000;
    while (events.filter((event) => event.type === type).length < count) {
      if (Date.now() > until)
        throw new Error(`${type} did not come ${count} times; came: ${events.map((e) => e.type)}`);
      await new Promise((done) => setTimeout(done, 10));
    }
    return events.filter((event) => event.type === type).map(({ data }) => data);
  };
  return { sim, events, callbacks, heard, close: () => socket.terminate() };
}
