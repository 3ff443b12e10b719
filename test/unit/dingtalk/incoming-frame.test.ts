import fc from 'fast-check';
import { expect, test } from 'vitest';
import { corpIn, incomingFrom } from '#src/adapters/dingtalk/stream/incoming-frame.ts';
import { isExemptFromQuota } from '#src/adapters/dingtalk/stream/quota-exempt.ts';
import { settingsFor } from '#test/builders/a-tenant.ts';

const ours = settingsFor();
const at = new Date('2026-11-23T00:00:00Z');
const robot = '/v1.0/im/bot/messages/get';
const card = '/v1.0/card/instances/callback';
const event = (headers: object, data: object = {}) =>
  incomingFrom(
    ours,
    { type: 'EVENT', headers: { topic: '*', messageId: 'push-1', ...headers }, data: JSON.stringify(data) },
    at,
  );
const callback = (topic: string, data: unknown, messageId = 'push-1') =>
  incomingFrom(ours, { type: 'CALLBACK', headers: { topic, messageId }, data: JSON.stringify(data) }, at);

test('what comes again has the same name: an event by its id, a message by its own, a tap by its push', () => {
  const eventType = 'bpms_instance_change';
  expect(event({ eventType, eventId: 'e-1', messageId: 'push-1' })).toMatchObject({ key: 'e-1', kind: 'event' });
  expect(event({ eventType, eventId: 'e-1', messageId: 'push-2' })).toMatchObject({ key: 'e-1' });
  expect(event({ eventType })).toMatchObject({ key: 'push-1' });
  expect(callback(robot, { msgId: 'msgA' })).toMatchObject({ key: 'msgA', kind: 'robot' });
  expect(callback(robot, {})).toMatchObject({ key: 'push-1' });
  expect(callback(card, { outTrackId: 't-1' })).toMatchObject({ key: 'push-1', kind: 'card' });
});

test('what belongs to another organisation is refused, wherever it says so', () => {
  const foreign = { refused: 'frame.foreign-corp' };
  expect(event({ eventType: 'x', eventCorpId: 'dingother' })).toEqual(foreign);
  expect(callback(robot, { msgId: 'm', chatbotCorpId: 'dingother' })).toEqual(foreign);
  expect(callback(card, { corpId: 'dingother' })).toEqual(foreign);
  expect(callback(robot, { msgId: 'm', chatbotCorpId: ours.corpId, senderCorpId: 'dinghome' })).toHaveProperty('key');
  expect(corpIn('{"corpId":"dingother"}')).toBe('dingother');
});

test('a frame without a name or a body is refused as malformed', () => {
  const malformed = { refused: 'frame.malformed' };
  expect(event({})).toEqual(malformed);
  expect(event({ eventType: 'x', messageId: undefined })).toEqual(malformed);
  expect(callback(robot, 'words')).toEqual(malformed);
  expect(callback(robot, [])).toEqual(malformed);
  expect(callback(card, {}, '')).toEqual(malformed);
});

test('no frame makes it throw', () => {
  const headers = fc.dictionary(
    fc.constantFrom('topic', 'messageId', 'eventId', 'eventType', 'eventCorpId'),
    fc.oneof(fc.string(), fc.constantFrom(robot, card, '*')),
  );
  fc.assert(
    fc.property(fc.string(), headers, fc.oneof(fc.string(), fc.json()), (type, given, data) => {
      const read = incomingFrom(ours, { type, headers: given, data }, at);
      expect('refused' in read || read.key.length > 0).toBe(true);
      corpIn(data);
    }),
    { numRuns: 1_000 },
  );
});

test('only what the address book says is free', () => {
  const free = (eventType: string) => isExemptFromQuota({ type: 'EVENT', headers: { eventType } });
  for (const type of ['user_add_org', 'user_leave_org', 'user_modify_org', 'org_dept_create', 'label_user_change'])
    expect(free(type), type).toBe(true);
  for (const type of ['bpms_instance_change', 'chat_add_member', 'robot_msg_read', ''])
    expect(free(type), type).toBe(false);
  expect(isExemptFromQuota({ type: 'CALLBACK', headers: { eventType: 'user_add_org' } })).toBe(false);
});
