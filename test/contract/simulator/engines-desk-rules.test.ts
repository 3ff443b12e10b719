import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ApprovalDesk } from '../../../simulator/engines/approvals/desk.ts';
import { idsQuery } from '../../../simulator/engines/approvals/ids-query.ts';
import { Diary } from '../../../simulator/engines/calendar/diary.ts';
import { authorizePage, loginAsk, wayBack } from '../../../simulator/engines/login/authorize-page.ts';
import { LoginCodes } from '../../../simulator/engines/login/codes.ts';
import { signatureOf } from '../../../simulator/engines/login/signature.ts';
import { JsapiTickets } from '../../../simulator/engines/login/tickets.ts';
import { refusalOf } from '../../../simulator/engines/media/kinds.ts';
import { askedOf, NoticeBoard } from '../../../simulator/engines/notices/notice-board.ts';
import type { Scene } from '../../../simulator/engines/scene.ts';
import { TodoList } from '../../../simulator/engines/todos/todo-list.ts';
import type { Wire } from '../../../simulator/engines/wire.ts';

const corp = 'dingshared01';
const DAY = 86_400_000;
const HOUR = 3_600_000;

function aScene() {
  const people = ['alvin', 'lam', 'cheung', 'kwan', 'left'].map((who) => ({
    userId: `u-${who}`,
    unionId: `un-${who}`,
    name: who,
    active: who !== 'left',
    admin: who === 'kwan',
    departments: [10],
  }));
  const events: { type: string; data: Wire }[] = [];
  const notes: Wire[] = [];
  let at = Date.parse('2026-11-23T00:00:00Z');
  const scene: Scene = {
    now: () => at,
    person: (_, userId) => people.find((one) => one.userId === userId),
    byUnionId: (_, unionId) => people.find((one) => one.unionId === unionId),
    people: () => people,
    // an event body is a JSON object; the tests look at it as it is sent
    emit: (_, type, data) => events.push({ type, data: data as Wire }),
    changed: () => undefined,
    note: (what, detail) => notes.push({ what, ...detail }),
  };
  const pass = (ms: number) => {
    at += ms;
  };
  return { scene, events, notes, pass };
}

const component = (componentType: string, label: string, more: Wire = {}) => ({
  componentType,
  props: { label, componentId: `${componentType}-${label.length}`, ...more },
});

const signOff: Wire = {
  name: 'Referral sign-off',
  formComponents: [
    component('TextField', 'Referral no.', { required: true, bizAlias: 'refNo' }),
    component('DDSelectField', 'Urgency', {
      options: [
        { key: 'u', value: 'urgent' },
        { key: 'r', value: 'routine' },
      ],
    }),
    component('InnerContactField', 'Copy to'),
    component('DDDateField', 'Date'),
  ],
};

const started = (processCode: string, more: Wire = {}): Wire => ({
  processCode,
  originatorUserId: 'u-alvin',
  formComponentValues: [{ name: 'Referral no.', value: 'R7' }],
  approvers: [{ actionType: 'NONE', userIds: ['u-lam'] }],
  ...more,
});

describe('approvals', () => {
  test.each([
    ['a label of 21 characters', { formComponents: [component('TextField', 'x'.repeat(21))] }, 'formschema.error'],
    ['201 components', { formComponents: Array(201).fill(component('TextField', 'a')) }, 'formschema.error'],
    ['a component nobody knows', { formComponents: [component('DicomField', 'CT')] }, 'illegalComponent'],
    ['a name another form has', {}, 'formName.error'],
  ])('a form with %s is refused', (_, more, code) => {
    const desk = new ApprovalDesk(aScene().scene);
    desk.saveForm(corp, signOff, false);

    expect(() => desk.saveForm(corp, { ...signOff, ...more }, false)).toThrow(expect.objectContaining({ code }));
  });

  const value = (name: string, words: unknown) => ({
    formComponentValues: [
      { name: 'Referral no.', value: 'R7' },
      { name, value: words },
    ],
  });

  test.each([
    ['an option the form does not have', value('Urgency', 'emergency'), 'formConverterError'],
    ['a field the form does not have', value('Ward', 'A1'), 'formConverterError'],
    ['a contact nobody knows', value('Copy to', '["u-nobody"]'), 'formConverterError'],
    ['a value that is no string', value('Date', 20261123), 'formConverterError'],
    [
      'no required value',
      { formComponentValues: [{ name: 'Date', value: '2026-11-23' }] },
      'processInstanceInvalidParameter',
    ],
    ['a signer who left', { approvers: [{ actionType: 'NONE', userIds: ['u-left'] }] }, 'userNotExist'],
    ['nobody in a group', { approvers: [{ actionType: 'AND', userIds: [] }] }, 'processInstanceInvalidParameter'],
    ['an originator who left', { originatorUserId: 'u-left' }, 'userNotExist'],
    ['a department that is not the originator’s', { deptId: 99 }, 'processInstanceInvalidParameter'],
    ['neither signers nor a department', { approvers: [] }, 'processInstanceInvalidParameter'],
    ['a form of nobody', { processCode: 'PROC-X' }, 'processCodeError'],
  ])('a sign-off started with %s is refused', (_, more, code) => {
    const desk = new ApprovalDesk(aScene().scene);
    const { processCode } = desk.saveForm(corp, signOff, false);

    expect(() => desk.start(corp, started(processCode, more))).toThrow(expect.objectContaining({ code }));
  });

  test('a sign-off tells its story in events: asked, answered, finished', () => {
    const { scene, events, pass } = aScene();
    const desk = new ApprovalDesk(scene);
    const { processCode } = desk.saveForm(corp, signOff, false);
    events.length = 0;

    const { id } = desk.start(corp, started(processCode));
    pass(60_000);
    desk.sign(corp, id, 'u-lam', 'agree', 'seen and agreed');

    expect(events.map(({ type, data }) => [type, data.type, data.result, data.staffId])).toEqual([
      ['bpms_instance_change', 'start', undefined, 'u-alvin'],
      ['bpms_task_change', 'start', undefined, 'u-lam'],
      ['bpms_task_change', 'finish', 'agree', 'u-lam'],
      ['bpms_instance_change', 'finish', 'agree', 'u-alvin'],
    ]);
    expect(events[3]?.data).toMatchObject({ finishTime: Date.parse('2026-11-23T00:01:00Z') });
  });

  test('the service cannot withdraw a sign-off in its first fifteen seconds, the doctor in the client can', () => {
    const { scene, pass } = aScene();
    const desk = new ApprovalDesk(scene);
    const { processCode } = desk.saveForm(corp, signOff, false);
    const first = desk.start(corp, started(processCode)).id;
    const second = desk.start(corp, started(processCode)).id;
    const byService = () => desk.terminate(corp, first, { isSystem: false, userId: 'u-alvin' });

    expect(byService).toThrow(expect.objectContaining({ code: 'aflowProcessInstStatusException' }));
    expect(desk.withdraw(corp, second, 'u-alvin').status).toBe('TERMINATED');
    pass(15_000);
    expect(byService().status).toBe('TERMINATED');
    expect(byService).toThrow(expect.objectContaining({ code: 'aflowProcessInstStatusException' }));
  });

  test('only the one who asked may withdraw', () => {
    const { scene, pass } = aScene();
    const desk = new ApprovalDesk(scene);
    const { id } = desk.start(corp, started(desk.saveForm(corp, signOff, false).processCode));
    pass(HOUR);

    expect(() => desk.withdraw(corp, id, 'u-cheung')).toThrow(expect.objectContaining({ code: 'noPermission' }));
  });

  test('a sweep gets twenty approvals at a time, in windows of at most 120 days', () => {
    const { scene, pass } = aScene();
    const desk = new ApprovalDesk(scene);
    const { processCode } = desk.saveForm(corp, signOff, false);
    const startTime = scene.now();
    const ids = Array.from({ length: 23 }, () => desk.start(corp, started(processCode)).id);
    pass(1000);
    const ask = (more: Wire) =>
      idsQuery({ processCode, startTime, nextToken: 0, maxResults: 20, ...more }, desk.all(corp), scene.now());

    const first = ask({});
    const second = ask({ nextToken: first.nextToken });

    expect([...first.list, ...second.list]).toEqual(ids);
    expect(second.nextToken).toBeUndefined();
    expect(() => ask({ maxResults: 21 })).toThrow(expect.objectContaining({ code: 'invalidMaxResults' }));
    pass(121 * DAY);
    expect(() => ask({})).toThrow(expect.objectContaining({ code: 'invalidEndTime' }));
  });
});

const aTodo = { subject: 'Read referral R7', executorIds: ['un-cheung'], detailUrl: { appUrl: 'a', pcUrl: 'p' } };

describe('to-dos', () => {
  test('one source makes one to-do, however often it is asked for', () => {
    const todos = new TodoList(aScene().scene);
    todos.add(corp, 'app', 'un-alvin', { ...aTodo, sourceId: 'R7-read' });

    expect(() => todos.add(corp, 'app', 'un-alvin', { ...aTodo, sourceId: 'R7-read' })).toThrow(
      expect.objectContaining({ code: 'todo.taskCreate.paramError', message: 'task exist' }),
    );
  });

  test('a tick by each of two people closes the to-do and is told each time', () => {
    const { scene, events } = aScene();
    const todos = new TodoList(scene);
    const { id } = todos.add(corp, 'app', 'un-alvin', { ...aTodo, executorIds: ['un-cheung', 'un-lam'] });

    todos.tick(corp, id, [{ id: 'un-cheung', isDone: true }]);
    const half = todos.get(corp, id).done;
    todos.tick(corp, id, [{ id: 'un-lam', isDone: true }]);

    expect([half, todos.get(corp, id).done]).toEqual([false, true]);
    expect(events.map(({ type }) => type)).toEqual(['todo_task_create', 'todo_task_update', 'todo_task_update']);
  });

  test('a to-do without a link to open is refused', () => {
    const todos = new TodoList(aScene().scene);

    expect(() => todos.add(corp, 'app', 'un-alvin', { subject: 'Read', executorIds: ['un-lam'] })).toThrow(
      expect.objectContaining({ code: 'todo.taskCreate.paramError' }),
    );
  });
});

const aVisit = {
  summary: 'Follow-up visit R7',
  start: { dateTime: '2026-12-01T10:00:00+08:00', timeZone: 'Asia/Hong_Kong' },
  end: { dateTime: '2026-12-01T10:20:00+08:00', timeZone: 'Asia/Hong_Kong' },
  attendees: [{ id: 'un-lam' }],
};

describe('calendar', () => {
  test('asking again with the same token within a day gives the same appointment', () => {
    const { scene, events, pass } = aScene();
    const diary = new Diary(scene);

    const first = diary.add(corp, 'un-alvin', aVisit, 'R7-visit').id;
    const again = diary.add(corp, 'un-alvin', aVisit, 'R7-visit').id;
    pass(DAY + 1);
    const later = diary.add(corp, 'un-alvin', aVisit, 'R7-visit').id;

    expect(again).toBe(first);
    expect(later).not.toBe(first);
    expect(events.map(({ type }) => type)).toEqual(['calendar_event_change', 'calendar_event_change']);
  });

  test('a visit that ends before it starts is refused', () => {
    const diary = new Diary(aScene().scene);
    const end = { dateTime: '2026-12-01T09:00:00+08:00', timeZone: 'Asia/Hong_Kong' };

    expect(() => diary.add(corp, 'un-alvin', { ...aVisit, end }, undefined)).toThrow(
      expect.objectContaining({ code: 'invalidParameter' }),
    );
  });
});

describe('work notices', () => {
  const asked = (content: string) =>
    askedOf({ agent_id: 1, userid_list: 'u-lam,u-left', msg: { msgtype: 'text', text: { content } } });

  test('the same words to the same person on one day are dropped without a word to the sender', () => {
    const { scene, notes, pass } = aScene();
    const board = new NoticeBoard(scene);

    const first = board.send(corp, 'app', asked('R7 waits, 08:00'));
    const second = board.send(corp, 'app', asked('R7 waits, 08:00'));
    pass(DAY);
    const nextDay = board.send(corp, 'app', asked('R7 waits, 08:00'));

    expect([first, second, nextDay].map(({ receivers }) => receivers)).toEqual([['u-lam'], [], ['u-lam']]);
    expect(notes).toMatchObject([{ userId: 'u-lam', why: 'same-content-today' }]);
  });

  test('the five hundred and first notice of a day reaches nobody', () => {
    const board = new NoticeBoard(aScene().scene);
    for (let one = 0; one < 500; one++) board.send(corp, 'app', asked(`notice ${one}`));

    expect(board.send(corp, 'app', asked('one more')).dropped).toEqual({ 'u-lam': 'over-500-a-day' });
  });
});

describe('login', () => {
  const bearer = { corpId: corp, clientId: 'app', userId: 'u-lam' };

  test('a code is good once', () => {
    const codes = new LoginCodes();
    const code = codes.issue(bearer, 0);

    expect(codes.redeem(code, 'app', 1)).toEqual({ bearer });
    expect(codes.redeem(code, 'app', 2)).toEqual({ why: 'unknown' });
  });

  test('a code is good for five minutes, and for no other app', () => {
    const codes = new LoginCodes();

    expect(codes.redeem(codes.issue(bearer, 0), 'other', 1)).toEqual({ why: 'unknown' });
    expect(codes.redeem(codes.issue(bearer, 0), 'app', 5 * 60_000)).toEqual({ bearer });
    expect(codes.redeem(codes.issue(bearer, 0), 'app', 5 * 60_000 + 1)).toEqual({ why: 'expired' });
  });

  test.each(['sha256', 'sha1'] as const)('a page signed with %s is recognised as such', (kind) => {
    const url = 'https://baton.example/app?ref=R7%20a#/inbox';
    const plain = 'jsapi_ticket=t&noncestr=n&timestamp=1&url=https://baton.example/app?ref=R7 a';
    const signature = createHash(kind).update(plain).digest('hex');

    expect(signatureOf({ ticket: 't', nonceStr: 'n', timeStamp: 1, url, signature })).toBe(kind);
    expect(signatureOf({ ticket: 'stale', nonceStr: 'n', timeStamp: 1, url, signature })).toBeUndefined();
  });

  test('a ticket stays the same while it is renewed, and dies after a day', () => {
    const tickets = new JsapiTickets();
    const first = tickets.for('app', 0).jsapiTicket;

    for (let at = HOUR; at < DAY; at += HOUR) expect(tickets.for('app', at).jsapiTicket).toBe(first);
    expect(tickets.for('app', DAY).jsapiTicket).not.toBe(first);
    expect(tickets.current('app', DAY + 3 * HOUR)).toBeUndefined();
  });

  test('the browser comes back to the page that asked, with its state', () => {
    const query = new URLSearchParams(
      'client_id=app&redirect_uri=https://baton.example/back&response_type=code&scope=openid&state=s1&prompt=consent',
    );
    const ask = loginAsk(query);

    if ('wrong' in ask) throw new Error(ask.wrong);
    expect(wayBack(ask, 'c1')).toBe('https://baton.example/back?code=c1&authCode=c1&state=s1');
    expect(loginAsk(new URLSearchParams('client_id=app&redirect_uri=javascript:alert(1)'))).toHaveProperty('wrong');
    expect(authorizePage('<Baton>', [], query)).not.toContain('<Baton>');
  });
});

test.each([
  ['image', 'ecg.jpg', 1000, undefined],
  ['file', 'ct.dcm', 1000, 40005],
  ['voice', 'note.amr', 3 * 1024 * 1024, 40006],
  ['file', 'bloods.pdf', 0, 40006],
  ['dicom', 'ct.dcm', 1000, 40004],
])('the media store answers a %s named %s of %i bytes with %s', (kind, name, size, errcode) => {
  expect(refusalOf(kind, name, size)?.errcode).toBe(errcode);
});
