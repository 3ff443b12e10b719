import { expect, test } from 'vitest';
import { aDingTalk, aMoment, anApp, type DingTalk, type Json } from './core-app.ts';
import { clientId, hotline } from './engines-app.ts';

const weather = ({ call }: DingTalk, faults: object) => call('POST', '/sim/api/faults', faults);
const says = ({ asPerson }: DingTalk, text: string) =>
  asPerson('say', { userId: 'u-alvin', conversationId: hotline, text, mention: true });
const contents = (messages: readonly Json[]) =>
  // a text message, as its page describes it
  messages.map((message) => (message.text as { content: string }).content.trim());

test('a lost event is lost: no repetition, no failed list', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await weather(dingtalk, { loseEvents: 1 });

  await dingtalk.asPerson('user', { do: 'rename', userId: 'u-lam', name: 'Prof Lam' });
  await dingtalk.asPerson('user', { do: 'rename', userId: 'u-ng', name: 'Prof Ng' });

  expect(await app.event('user_modify_org')).toMatchObject({ userId: ['u-ng'] });
  await dingtalk.pass(60_000);
  await aMoment();
  expect(app.eventsOf('user_modify_org')).toHaveLength(1);
});

test('two messages may come in the other order', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await weather(dingtalk, { reorderPush: 1 });

  await says(dingtalk, 'first');
  await says(dingtalk, 'second');

  await expect.poll(() => contents(app.messages), { timeout: 15_000 }).toEqual(['second', 'first']);
});

test('a line that breaks in the middle of a frame takes the message with it', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await weather(dingtalk, { killMidFrame: 1 });

  await says(dingtalk, 'lost words');
  await expect.poll(() => app.client.connected).toBe(false);

  expect(app.messages).toEqual([]);
});

test('a half-open line looks connected and brings nothing', async () => {
  const dingtalk = await aDingTalk();
  await weather(dingtalk, { halfOpen: 1 });
  const app = await anApp(dingtalk);

  await says(dingtalk, 'lost words');
  await aMoment();

  expect(app.client.connected).toBe(true);
  expect(app.messages).toEqual([]);
});

test('a broken frame comes before the good one', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  const strange: string[] = [];
  const read = app.client.onDownStream.bind(app.client);
  app.client.onDownStream = (raw) => {
    try {
      read(raw);
    } catch {
      // the official client throws here, which would end the process: DingTalk's fault and ours to bear
      strange.push(String(raw));
    }
  };
  await weather(dingtalk, { malformedFrame: 1 });

  await says(dingtalk, 'good words');

  expect(contents([await app.message()])).toEqual(['good words']);
  expect(strange).toHaveLength(1);
});

test('any frame can be sent by hand, as often as one likes', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  const { body } = await dingtalk.call('POST', '/sim/api/push-raw', {
    clientId,
    type: 'EVENT',
    topic: '*',
    headers: { eventType: 'bpms_instance_change', eventId: 'e-1' },
    data: { processInstanceId: 'nonsense' },
    copies: 3,
  });

  expect(body).toEqual({ answered: 3 });
  expect(app.eventsOf('bpms_instance_change').map(({ headers }) => headers.eventId)).toEqual(['e-1', 'e-1', 'e-1']);
});

test('a robot message nobody answers is not sent again, unless the weather says so', async () => {
  const dingtalk = await aDingTalk();
  await weather(dingtalk, { retryCallbacksAfterMs: 60_000 });
  await says(dingtalk, 'hello');
  const app = await anApp(dingtalk);
  await aMoment();
  expect(app.messages).toEqual([]);

  await dingtalk.pass(60_000);

  expect(contents([await app.message()])).toEqual(['hello']);
});

test('while the gateway refuses handshakes no stream opens, and afterwards it does', async () => {
  const dingtalk = await aDingTalk();
  await weather(dingtalk, { handshake401Until: dingtalk.sim.world.now() + 5000 });

  expect((await anApp(dingtalk)).client.connected).toBe(false);
  await dingtalk.pass(5001);
  expect((await anApp(dingtalk)).client.connected).toBe(true);
});

test('a stream ticket is good for ninety seconds', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk, 'acknowledge', 'wrong');
  const { body } = await dingtalk.call('POST', '/v1.0/gateway/connections/open', {
    clientId,
    clientSecret: 'pretend-secret-shared',
    subscriptions: [{ type: 'EVENT', topic: '*' }],
  });
  await dingtalk.pass(90_001);

  Object.assign(app.client, { dw_url: `${body.endpoint}?ticket=${body.ticket}` });

  await expect(app.client._connect()).rejects.toThrow('401');
});

test('the weather clears at once, and each stroke of it is a line in the journal', async () => {
  const dingtalk = await aDingTalk();
  await anApp(dingtalk);
  await weather(dingtalk, { duplicatePush: 1, apiSlowMs: 5 });
  await says(dingtalk, 'hello');
  const { body } = await dingtalk.call('GET', '/sim/api/journal?kind=fault');

  const cleared = await weather(dingtalk, { reset: true });

  await expect.poll(() => body.entries).toMatchObject([{ fault: 'duplicatePush' }]);
  expect(cleared.body).toEqual({});
});

test('a page that watches is told of every change', async () => {
  const dingtalk = await aDingTalk();
  const watching = new AbortController();
  const answer = await fetch(`${dingtalk.sim.url}/sim/api/events`, { signal: watching.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  await says(dingtalk, 'hello');

  let heard = '';
  while (!heard.includes('"kind":"message"')) heard += (await reader?.read())?.value ?? '';
  watching.abort();

  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  expect(heard).toContain(`"conversationId":"${hotline}"`);
});

test('one who is not in a group can neither speak there nor read there', async () => {
  const dingtalk = await aDingTalk();
  const elsewhere = { userId: 'u-fung', conversationId: 'cidTwToTm/Cardiology+02==' };

  const said = await dingtalk.asPerson('say', { ...elsewhere, text: 'hello' });
  const seen = await dingtalk.looks(
    'messages',
    'u-fung',
    `&conversationId=${encodeURIComponent(elsewhere.conversationId)}`,
  );

  expect(said.status).toBe(404);
  expect(seen.body.messages ?? []).toEqual([]);
});
