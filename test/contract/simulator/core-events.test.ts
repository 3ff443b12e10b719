import { expect, test } from 'vitest';
import { aDingTalk, aMoment, anApp, type DingTalk, type Json } from './core-app.ts';
import { clientId, corpId } from './engines-app.ts';

const joins = (dingtalk: DingTalk, name = 'Dr Wong', userId = 'u-wong') =>
  dingtalk.asPerson('user', { do: 'join', userId, name });

/** The line of the journal that says an answer was waited for in vain. */
const gaveUp = async ({ call }: DingTalk, times: number) =>
  expect
    .poll(
      async () => {
        const { body } = await call('GET', '/sim/api/journal?kind=push');
        // the journal's entries
        return (body.entries as Json[]).filter(({ type, code }) => type === 'EVENT' && code === null).length;
      },
      { timeout: 20_000 },
    )
    .toBe(times);

test('an event nobody answered comes again after ten and after thirty seconds, then lies in the failed list', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk, 'keep silent');
  const failed = () => dingtalk.call('GET', `/call_back/get_call_back_failed_result?access_token=${dingtalk.token}`);

  await joins(dingtalk);
  await app.event('user_add_org', 1);
  await gaveUp(dingtalk, 1);
  await dingtalk.pass(10_000);
  await app.event('user_add_org', 2);
  await gaveUp(dingtalk, 2);
  expect((await failed()).body).toMatchObject({ errcode: 0, failed_list: [] });
  await dingtalk.pass(30_000);
  await app.event('user_add_org', 3);
  await gaveUp(dingtalk, 3);

  const pushes = app.eventsOf('user_add_org').map(({ headers }) => headers);
  expect(new Set(pushes.map(({ eventId }) => eventId)).size).toBe(1);
  expect(new Set(pushes.map(({ messageId }) => messageId)).size).toBe(3);
  expect((await failed()).body).toMatchObject({
    errcode: 0,
    has_more: false,
    failed_list: [{ call_back_tag: 'user_add_org' }],
  });
});

test('an answered event does not come again', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await joins(dingtalk);
  await app.event('user_add_org');
  await aMoment();
  await dingtalk.pass(60_000);
  await aMoment();

  expect(app.eventsOf('user_add_org')).toHaveLength(1);
});

test('an event is a frame whose headers are words and whose data is a JSON string', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await joins(dingtalk);
  await app.event('user_add_org');

  const [frame] = app.eventsOf('user_add_org');
  expect(frame).toMatchObject({ specVersion: '1.0', type: 'EVENT', headers: { topic: '*', eventCorpId: corpId } });
  expect(Object.values(frame?.headers ?? {}).every((value) => typeof value === 'string')).toBe(true);
  expect(JSON.parse(frame?.data ?? '')).toMatchObject({ userId: ['u-wong'] });
});

test('an event that is not ticked in the console never comes', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await dingtalk.call('POST', '/sim/api/app', { clientId, ticked: ['user_leave_org'] });

  await joins(dingtalk);
  await dingtalk.asPerson('user', { do: 'leave', userId: 'u-ng' });
  await app.event('user_leave_org');

  expect(app.eventsOf('user_add_org')).toEqual([]);
});

test('DingTalk says disconnect, and what is said to the bot in the silence after it is lost', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await dingtalk.call('POST', '/sim/api/disconnect', { clientId });
  await expect.poll(() => app.client.connected).toBe(false);

  await dingtalk.asPerson('say', {
    userId: 'u-alvin',
    conversationId: 'cidTmCardio/Hotline+01==',
    text: 'lost words',
    mention: true,
  });
  await aMoment();

  expect(app.messages).toEqual([]);
});

test('a ticket opens one stream, once', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);

  await expect(app.client._connect()).rejects.toThrow('401');
});

test('a duplicated push comes twice with the same ids', async () => {
  const dingtalk = await aDingTalk();
  const app = await anApp(dingtalk);
  await dingtalk.call('POST', '/sim/api/faults', { duplicatePush: 1 });

  await joins(dingtalk);
  await app.event('user_add_org', 2);

  expect(new Set(app.eventsOf('user_add_org').map(({ headers }) => headers.eventId)).size).toBe(1);
});
