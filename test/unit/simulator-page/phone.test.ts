import { describe, expect, test } from 'vitest';
import { reachOf } from '../../../simulator/page/chat/reach.ts';
import { addressOf } from '../../../simulator/page/mini/address.ts';
import { atHome, turn } from '../../../simulator/page/phone/where.ts';
import { itemsOf } from '../../../simulator/page/work/shapes.ts';

const group = { chat: 'group', robotHere: true, listening: true, mention: true, quoting: false, kinds: [] } as const;
const here = 'http://127.0.0.1:4300/';
const hrefOf = (link: string, from: { corpId: string; fromWorkbench?: boolean }): string => {
  const address = addressOf(link, from);
  return 'url' in address ? address.url.href : address.refused;
};

describe('the help line says beforehand what reaches the bot', () => {
  test('a mention in a group reaches it, words without one do not', () => {
    expect(reachOf(group).reaches).toBe(true);
    expect(reachOf({ ...group, mention: false }).reaches).toBe(false);
  });

  test('a photo may carry a mention, a file or a voice message cannot', () => {
    expect(reachOf({ ...group, kinds: ['picture'] }).reaches).toBe(true);
    expect(reachOf({ ...group, kinds: ['file'] }).reaches).toBe(false);
    expect(reachOf({ ...group, kinds: ['picture', 'audio'] }).reaches).toBe(false);
  });

  test('a bot that is not running gets nothing, and that is said before anything is lost', () => {
    expect(reachOf({ ...group, listening: false })).toMatchObject({
      reaches: false,
      words: expect.stringContaining('not running'),
    });
    expect(reachOf({ ...group, chat: 'robot', listening: false }).reaches).toBe(false);
  });

  test('one to one the bot gets everything', () => {
    expect(reachOf({ ...group, chat: 'robot', mention: false, kinds: ['file'] }).reaches).toBe(true);
  });
});

describe('what a phone opens for a link', () => {
  test('the organisation is filled in from the workbench only, as DingTalk does', () => {
    const link = 'http://127.0.0.1:8080/app/?corpId=$CORPID$';
    expect(hrefOf(link, { corpId: 'ding1', fromWorkbench: true })).toBe(
      'http://127.0.0.1:8080/app/?corpId=ding1&pretendDingTalk=1',
    );
    expect(new URL(hrefOf(link, { corpId: 'ding1' })).searchParams.get('corpId')).toBe('$CORPID$');
  });

  test('a link wrapped for the client is unwrapped, and the part after # stays', () => {
    const link = `dingtalk://dingtalkclient/page/link?url=${encodeURIComponent('http://127.0.0.1:8080/app/#/r/7')}&pc_slide=true`;
    expect(hrefOf(link, { corpId: 'ding1' })).toBe('http://127.0.0.1:8080/app/?pretendDingTalk=1#/r/7');
  });

  test('nothing but a web page is opened', () => {
    expect(hrefOf('javascript:alert(1)', { corpId: 'ding1' })).toBe('A phone does not open javascript: links.');
    expect(hrefOf('', { corpId: 'ding1' })).toContain('no address');
  });
});

describe('where the phone goes', () => {
  test('a mini-app opened from an approval leads back to the approval', () => {
    const signing = turn(atHome, { to: 'approval', processInstanceId: 'p1' });
    const reading = turn(signing, { to: 'mini-app', opening: { url: here } });

    expect(turn(reading, { to: 'close' })).toEqual(signing);
    expect(turn(signing, { to: 'close' })).toEqual(atHome);
  });

  test('a look at the to-dos does not lose the open chat', () => {
    const chatting = turn(atHome, { to: 'chat', conversationId: 'c1' });
    const back = turn(turn(chatting, { to: 'tab', tab: 'todo' }), { to: 'tab', tab: 'messages' });

    expect(back.conversationId).toBe('c1');
    expect(turn(back, { to: 'tab', tab: 'messages' }).conversationId).toBeUndefined();
  });
});

test('to-dos, visits and notices are read from the different names DingTalk has for the same thing', () => {
  const [todo] = itemsOf({
    todos: [{ taskId: 't', subject: 'Book', dueTime: 5, detailUrl: { appUrl: 'http://x.test/' } }],
  });
  const [visit] = itemsOf({
    events: [{ id: 'e', summary: 'Visit', start: { dateTime: '2026-11-25T10:00:00+08:00' } }],
  });

  expect(todo).toMatchObject({ id: 't', title: 'Book', at: 5, url: 'http://x.test/', done: false });
  expect(visit).toMatchObject({ id: 'e', title: 'Visit', at: Date.parse('2026-11-25T02:00:00Z') });

  const [notice] = itemsOf({
    notices: [
      { taskId: 7, at: 9, msg: { msgtype: 'oa', oa: { message_url: 'http://x.test/n', body: { title: 'Baton' } } } },
    ],
  });
  expect(notice).toMatchObject({ id: '7', title: 'Baton', at: 9, url: 'http://x.test/n' });
});
