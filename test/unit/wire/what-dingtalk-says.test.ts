import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLiveAsked, readTap } from '#bot/wire/card-tap.ts';
import { readEvent } from '#bot/wire/events.ts';
import { readSpoken } from '#bot/wire/robot-message.ts';

const inGroup = {
  msgId: 'msgA1==',
  conversationType: '2',
  conversationId: 'cidG1AbC+/d==',
  senderStaffId: 'u-alvin',
  createAt: 1795305600000,
};
const alone = { ...inGroup, conversationType: '1' };

test('words with a mention, in a group', () => {
  expect(readSpoken({ ...inGroup, msgtype: 'text', text: { content: ' refer R7' } })).toEqual({
    in: 'group',
    conversation: 'cidG1AbC+/d==',
    user: 'u-alvin',
    message: 'msgA1==',
    at: new Date(1795305600000),
    text: 'refer R7',
    attachments: [],
    quotedUnknown: false,
    overQuota: false,
  });
});

test('words and pictures together, the mention between them', () => {
  const richText = [
    { text: 'ECG at 10:02' },
    { type: 'picture', downloadCode: 'dc-1', pictureDownloadCode: 'pdc-1' },
    { type: 'at', atName: 'Bot', atUserId: '$:LWCP_v1:$b', text: '@Bot' },
    { type: 'picture', pictureDownloadCode: 'pdc-2' },
  ];
  expect(readSpoken({ ...inGroup, msgtype: 'richText', content: { richText } })).toMatchObject({
    text: 'ECG at 10:02',
    attachments: [
      { kind: 'picture', code: 'dc-1', name: 'picture-1.jpg' },
      { kind: 'picture', code: 'pdc-2', name: 'picture-2.jpg' },
    ],
  });
});

test('everything people can send to Baton alone', () => {
  const attachment = (msgtype: string, content: object) =>
    readSpoken({ ...alone, msgtype, content })?.attachments.map(({ kind, code, name }) => ({ kind, code, name }));
  expect(attachment('picture', { downloadCode: 'dc-2' })).toEqual([
    { kind: 'picture', code: 'dc-2', name: 'picture-A1==.jpg' },
  ]);
  expect(attachment('audio', { duration: 4000, downloadCode: 'dc-3' })).toEqual([
    { kind: 'audio', code: 'dc-3', name: 'voice.amr' },
  ]);
  expect(attachment('video', { duration: '4000', downloadCode: 'dc-4', videoType: 'mp4' })).toEqual([
    { kind: 'video', code: 'dc-4', name: 'video.mp4' },
  ]);
  expect(attachment('file', { downloadCode: 'dc-5', fileName: 'CT_chest.zip', spaceId: '1', fileId: '2' })).toEqual([
    { kind: 'file', code: 'dc-5', name: 'CT_chest.zip' },
  ]);
  expect(attachment('chatRecord', {})).toEqual([]);
});

test('what DingTalk heard in a voice message is passed on', () => {
  const content = { downloadCode: 'dc-3', recognition: 'please read the ECG' };
  expect(readSpoken({ ...alone, msgtype: 'audio', content })?.attachments[0]?.recognition).toBe('please read the ECG');
});

test('a quoted file is found in each of its spellings', () => {
  const file = { spaceId: '26620001', fileName: 'ct.zip', downloadCode: 'dc-9', fileId: '1' };
  const found = { attachments: [{ kind: 'file', code: 'dc-9', name: 'ct.zip' }], quotedUnknown: false };
  const quoting = (content: unknown) => ({ msgType: 'file', msgId: 'msgQ1', content });
  const said = { content: ' add this', isReplyMsg: true };
  expect(readSpoken({ ...inGroup, msgtype: 'text', text: { ...said, repliedMsg: quoting(file) } })).toMatchObject(
    found,
  );
  expect(
    readSpoken({ ...inGroup, msgtype: 'text', text: { ...said, repliedMsg: quoting(JSON.stringify(file)) } }),
  ).toMatchObject(found);
  expect(
    readSpoken({
      ...inGroup,
      msgtype: 'richText',
      content: { richText: [{ text: 'add this' }], isReplyMsg: true, repliedMsg: quoting(file) },
    }),
  ).toMatchObject({ ...found, text: 'add this' });
  expect(
    readSpoken({ ...inGroup, msgtype: 'text', text: { content: 'add' }, quoteMessage: quoting(file) }),
  ).toMatchObject(found);
});

test('pictures in a quoted message are found too', () => {
  const repliedMsg = { msgType: 'richText', content: { richText: [{ text: 'ECG' }, { downloadCode: 'dc-1' }] } };
  expect(readSpoken({ ...inGroup, msgtype: 'text', text: { content: 'add', repliedMsg } })).toMatchObject({
    attachments: [{ kind: 'picture', code: 'dc-1' }],
    quotedUnknown: false,
  });
});

test('a quote DingTalk does not hand out is told as such; one of Baton’s own messages is known by its receipt', () => {
  const old = { content: 'add', isReplyMsg: true, repliedMsg: { msgType: 'unknownMsgType' } };
  expect(readSpoken({ ...inGroup, msgtype: 'text', text: old })).toMatchObject({ quotedUnknown: true });
  expect(readSpoken({ ...inGroup, msgtype: 'text', text: old, originalProcessQueryKey: 'k-1' })).toMatchObject({
    quotedUnknown: false,
    quotedReceipt: 'k-1',
  });
});

test('a message whose words DingTalk withholds says that the quota is used up', () => {
  for (const errorCode of [20001, '20001'])
    expect(readSpoken({ ...inGroup, msgtype: 'text', errorCode, errorMessage: 'x' })).toMatchObject({
      overQuota: true,
      text: '',
    });
});

test('one strange part does not cost the rest of the message', () => {
  const strange = {
    ...inGroup,
    msgtype: 7,
    createAt: 'soon',
    text: { content: 'refer R7', repliedMsg: 3 },
    content: 'x',
  };
  expect(readSpoken(strange)).toMatchObject({ text: 'refer R7', quotedUnknown: false });
  expect(readSpoken({ ...inGroup, text: null, content: null, errorCode: null })).toMatchObject({ text: '' });
  expect(readSpoken({ ...inGroup, senderStaffId: undefined, text: { content: 'hi' } })).not.toHaveProperty('user');
});

test('a tap is read in both of its spellings, with what was filled in', () => {
  const inside = { cardPrivateData: { actionIds: ['1'], params: { action: 'accept', times: 2, really: true } } };
  const tap = { outTrackId: 't-1', userId: 'u-lam' };
  const read = { track: 't-1', user: 'u-lam', params: { action: 'accept', times: '2', really: 'true' }, form: {} };
  expect(readTap({ ...tap, content: JSON.stringify(inside) })).toEqual(read);
  expect(readTap({ ...tap, content: inside })).toEqual(read);
  expect(readTap({ ...tap, value: JSON.stringify({ params: inside.cardPrivateData.params }) })).toEqual(read);
  const form = { reason: { index: 1, value: 'no bed' }, note: 'call me', wards: { index: [0, 1], value: ['A', 'B'] } };
  const filled = { cardPrivateData: { params: { action: 'decline', form } } };
  expect(readTap({ ...tap, content: JSON.stringify(filled) })).toMatchObject({
    params: { action: 'decline' },
    form: { reason: 'no bed', note: 'call me', wards: 'A, B' },
  });
  expect(readTap({ ...tap, content: 'no json' })).toBeUndefined();
  expect(readTap({ content: JSON.stringify(inside) })).toBeUndefined();
});

test('the question for the live part of a card names viewer, card and sources', () => {
  const content = JSON.stringify({
    dynamicDataSourceQueryRequests: [{ dynamicDataSourceId: 'referral', constParams: { key: 'R7' } }],
  });
  expect(readLiveAsked({ userId: 'u-lam', outTrackId: 't-1', content })).toEqual({
    user: 'u-lam',
    track: 't-1',
    sources: [{ id: 'referral', key: 'R7' }],
  });
});

test('approvals speak in two dialects and name one instance', () => {
  const approval = { what: 'approval', instance: 'pi-1' };
  const flat = { processInstanceId: 'pi-1', type: 'finish', result: 'agree', finishTime: 1 };
  expect(readEvent('bpms_instance_change', flat)).toEqual(approval);
  expect(readEvent('bpms_instance_change', { eventType: 'bpms_instance_change', data: flat })).toEqual(approval);
  expect(readEvent('bpms_task_change', { ...flat, type: 'comment' })).toEqual(approval);
  expect(readEvent('workflow_instance_change_directed', { ...flat, type: 'finsh', finshTime: '1' })).toEqual(approval);
  expect(readEvent('bpms_instance_change', {})).toBeUndefined();
});

test('who read, who left, who joined, and which file', () => {
  expect(readEvent('robot_msg_read', { userId: 'u-lam', processQueryKey: 'k', operatTime: '1795305600000' })).toEqual({
    what: 'read',
    user: 'u-lam',
    receipt: 'k',
    at: new Date(1795305600000),
  });
  expect(readEvent('robot_msg_read', { userId: 'u-lam', processQueryKey: 'k', operatTime: 'soon' })).toMatchObject({
    at: undefined,
  });
  expect(readEvent('user_leave_org', { timeStamp: '1', userId: ['u-1'] })).toEqual({ what: 'left', users: ['u-1'] });
  expect(readEvent('user_leave_org', { unionid: 'un', dingId: 'd', userId: 'u-1' })).toEqual({
    what: 'left',
    users: ['u-1'],
  });
  expect(readEvent('chat_add_member', { openConversationId: 'cid', userId: ['u-9'], unionId: [] })).toEqual({
    what: 'group-joined',
    conversation: 'cid',
    users: ['u-9'],
  });
  expect(readEvent('storage_dentry_create', { spaceId: '1', dentryId: 2, type: 'FILE' })).toEqual({
    what: 'file',
    space: '1',
    file: '2',
  });
  for (const type of ['robot_msg_recall', 'todo_task_update', 'calendar_event_change', 'never_heard_of', ''])
    expect(readEvent(type, { anything: 1 })).toEqual({ what: 'other' });
});

test('no JSON in the world makes a reader throw', () => {
  const known = ['msgtype', 'conversationType', 'conversationId', 'text', 'content', 'repliedMsg', 'richText'];
  const more = ['createAt', 'outTrackId', 'userId', 'value', 'params', 'form', 'cardPrivateData', 'data', 'operatTime'];
  const key = fc.oneof(fc.constantFrom(...known, ...more, 'quoteMessage', 'processQueryKey', '__proto__'), fc.string());
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 5 },
      fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.constantFrom('1', '2', 'file', '{"a":1}')),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(key, tie('json'), { maxKeys: 8 }),
    ),
  }));
  const types = fc.constantFrom('bpms_instance_change', 'robot_msg_read', 'user_leave_org', 'chat_add_member', 'x');
  fc.assert(
    fc.property(json, types, (value, type) => {
      for (const form of [
        value,
        { ...inGroup, content: value, text: value },
        { outTrackId: 't', userId: 'u', content: value },
      ]) {
        const spoken = readSpoken(form);
        if (spoken) expect(Number.isNaN(spoken.at.getTime())).toBe(false);
        readTap(form);
        readLiveAsked(form);
        readEvent(type, form);
      }
    }),
    { numRuns: 2_000 },
  );
});
