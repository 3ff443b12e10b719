import { createHash } from 'node:crypto';
import calendar from '@alicloud/dingtalk/dist/calendar_1_0/client.js';
import contact from '@alicloud/dingtalk/dist/contact_1_0/client.js';
import oauth2 from '@alicloud/dingtalk/dist/oauth2_1_0/client.js';
import todo from '@alicloud/dingtalk/dist/todo_1_0/client.js';
import workflow from '@alicloud/dingtalk/dist/workflow_1_0/client.js';
import util from '@alicloud/tea-util';
import { afterEach, expect, test } from 'vitest';
import { clientId, clientSecret, corpId, dawn, listen, openSimulator } from './engines-app.ts';

const runtime = new util.RuntimeOptions({});
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open() {
  const opened = await openSimulator();
  closing.push(() => opened.sim.close());
  const app = await listen(opened);
  closing.push(() => app.close());
  return { ...opened, app, headers: { xAcsDingtalkAccessToken: opened.token } };
}

/** A form with one text field, and the start of a sign-off by Dr Lam on it. */
async function withForm() {
  const opened = await open();
  const client = new workflow.default(opened.config);
  const { headers } = opened;
  const form = await client.formCreateWithOptions(
    new workflow.FormCreateRequest({
      name: 'Referral sign-off',
      formComponents: [
        new workflow.FormComponent({
          componentType: 'TextField',
          props: new workflow.FormComponentProps({
            componentId: 'TextField-RefNo',
            label: 'Referral no.',
            required: true,
          }),
        }),
      ],
    }),
    new workflow.FormCreateHeaders(headers),
    runtime,
  );
  const processCode = form.body?.result?.processCode ?? '';
  const start = async (actionType = 'NONE', userIds = ['u-lam']) => {
    const { body } = await client.startProcessInstanceWithOptions(
      new workflow.StartProcessInstanceRequest({
        originatorUserId: 'u-alvin',
        processCode,
        formComponentValues: [
          new workflow.StartProcessInstanceRequestFormComponentValues({ name: 'Referral no.', value: 'R7' }),
        ],
        approvers: [new workflow.StartProcessInstanceRequestApprovers({ actionType, userIds })],
      }),
      new workflow.StartProcessInstanceHeaders(headers),
      runtime,
    );
    return body?.instanceId ?? '';
  };
  const get = async (processInstanceId: string) =>
    (
      await client.getProcessInstanceWithOptions(
        new workflow.GetProcessInstanceRequest({ processInstanceId }),
        new workflow.GetProcessInstanceHeaders(headers),
        runtime,
      )
    ).body;
  return { ...opened, client, processCode, start, get };
}

test('Dr Lam signs in her client, and the service reads it by event and by call', async () => {
  const { start, get, looks, asApp, asPerson, app } = await withForm();
  const processInstanceId = await start();
  const waiting = await looks('approvals', 'u-lam');

  await asPerson('approve', { userId: 'u-lam', processInstanceId, result: 'agree', remark: 'agreed' });

  expect(waiting.body).toMatchObject({ approvals: [{ processInstanceId, mine: 'sign', status: 'RUNNING' }] });
  const body = await get(processInstanceId);
  // a string on the wire: the client would hide the difference
  const raw = await asApp('GET', `/v1.0/workflow/processInstances?processInstanceId=${processInstanceId}`);
  expect(raw.body.success).toBe('true');
  expect(body?.result).toMatchObject({
    status: 'COMPLETED',
    result: 'agree',
    createTime: '2026-11-23T00:00Z',
    originatorUserId: 'u-alvin',
    approverUserIds: ['u-lam'],
  });
  const changes = await app.heard('bpms_instance_change', 2);
  expect(changes.map(({ type }) => type)).toContain('finish');
});

test('of two signers asked with AND, one refusal ends it and the other is released', async () => {
  const { start, get, asPerson } = await withForm();
  const processInstanceId = await start('AND', ['u-lam', 'u-ng']);

  await asPerson('approve', { userId: 'u-ng', processInstanceId, result: 'refuse' });
  const late = await asPerson('approve', { userId: 'u-lam', processInstanceId, result: 'agree' });

  expect(late.status).toBe(400);
  expect((await get(processInstanceId))?.result).toMatchObject({
    status: 'COMPLETED',
    result: 'refuse',
    tasks: [
      { userId: 'u-lam', status: 'CANCELED' },
      { userId: 'u-ng', status: 'COMPLETED', result: 'REFUSE' },
    ],
  });
});

test('the service signs in the name of a doctor only with the doctor’s own task', async () => {
  const { client, start, get, headers } = await withForm();
  const processInstanceId = await start();
  const taskId = (await get(processInstanceId))?.result?.tasks?.[0]?.taskId ?? 0;
  const execute = (actionerUserId: string) =>
    client.executeProcessInstanceWithOptions(
      new workflow.ExecuteProcessInstanceRequest({ processInstanceId, taskId, actionerUserId, result: 'agree' }),
      new workflow.ExecuteProcessInstanceHeaders(headers),
      runtime,
    );

  await expect(execute('u-cheung')).rejects.toMatchObject({ code: 'param.illegal.operator' });
  expect((await execute('u-lam')).body).toMatchObject({ result: true, success: true });
  await expect(execute('u-lam')).rejects.toMatchObject({ code: 'aflowProcessInstStatusException' });
});

test('withdrawing by call waits fifteen seconds', async () => {
  const { client, start, get, headers, pass } = await withForm();
  const processInstanceId = await start();
  const withdraw = () =>
    client.terminateProcessInstanceWithOptions(
      new workflow.TerminateProcessInstanceRequest({ processInstanceId, isSystem: false, operatingUserId: 'u-alvin' }),
      new workflow.TerminateProcessInstanceHeaders(headers),
      runtime,
    );

  await expect(withdraw()).rejects.toMatchObject({ code: 'aflowProcessInstStatusException' });
  await pass(15_000);
  await withdraw();

  expect((await get(processInstanceId))?.result).toMatchObject({ status: 'TERMINATED' });
});

test('a sweep finds the running sign-offs of a form', async () => {
  const { client, start, processCode, headers } = await withForm();
  const ids = [await start(), await start()];

  const { body } = await client.listProcessInstanceIdsWithOptions(
    new workflow.ListProcessInstanceIdsRequest({
      processCode,
      startTime: dawn - 1000,
      nextToken: 0,
      maxResults: 20,
      statuses: ['RUNNING'],
    }),
    new workflow.ListProcessInstanceIdsHeaders(headers),
    runtime,
  );

  expect(body?.result?.list).toEqual(ids);
});

test('in the process centre the service keeps the flow and DingTalk shows the task with our page', async () => {
  const { asApp, looks } = await open();
  const schema = {
    name: 'Signature',
    formComponents: [{ componentType: 'TextField', props: { label: 'Referral no.' } }],
  };
  const made = await asApp('POST', '/v1.0/workflow/processCentres/schemas', schema);
  const { processCode } = made.body.result as { processCode: string };
  const url = 'https://baton.example/sign/R7';
  const opened = await asApp('POST', '/v1.0/workflow/processCentres/instances', {
    processCode,
    originatorUserId: 'u-alvin',
    url,
  });
  const { processInstanceId } = opened.body.result as { processInstanceId: string };
  const tasks = await asApp('POST', '/v1.0/workflow/processCentres/tasks', {
    processInstanceId,
    tasks: [{ userId: 'u-lam', url }],
  });
  const [{ taskId } = { taskId: 0 }] = tasks.body.result as { taskId: number }[];

  expect((await looks('approvals', 'u-lam')).body).toMatchObject({ approvals: [{ mine: 'sign', url }] });
  await asApp('PUT', '/v1.0/workflow/processCentres/tasks', {
    processInstanceId,
    tasks: [{ taskId, status: 'COMPLETED', result: 'AGREE' }],
  });
  await asApp('PUT', '/v1.0/workflow/processCentres/instances', {
    processInstanceId,
    status: 'COMPLETED',
    result: 'agree',
  });

  expect((await looks('approvals', 'u-alvin')).body).toMatchObject({
    approvals: [{ status: 'COMPLETED', result: 'agree' }],
  });
});

test('a to-do made twice from one source exists once, and its tick comes back as an event', async () => {
  const { config, headers, looks, asPerson, app } = await open();
  const client = new todo.default(config);
  const add = () =>
    client.createTodoTaskWithOptions(
      'un-alvin-s',
      new todo.CreateTodoTaskRequest({
        operatorId: 'un-alvin-s',
        subject: 'Read referral R7',
        executorIds: ['un-cheung-s'],
        sourceId: 'R7-read',
        detailUrl: new todo.CreateTodoTaskRequestDetailUrl({ appUrl: 'https://b.example', pcUrl: 'https://b.example' }),
      }),
      new todo.CreateTodoTaskHeaders(headers),
      runtime,
    );

  const { body } = await add();
  await expect(add()).rejects.toMatchObject({ code: 'todo.taskCreate.paramError', statusCode: 400 });
  await asPerson('todo-done', { userId: 'u-cheung', taskId: body?.id, done: true });

  expect((await looks('todos', 'u-cheung')).body).toMatchObject({ todos: [{ taskId: body?.id, done: true }] });
  expect(await app.heard('todo_task_update')).toMatchObject([{ taskId: body?.id }]);
});

test('a visit booked twice with one token stands once in the calendars of both doctors', async () => {
  const { config, headers, looks, app } = await open();
  const client = new calendar.default(config);
  const book = () =>
    client.createEventWithOptions(
      'un-alvin-s',
      'primary',
      new calendar.CreateEventRequest({
        summary: 'Follow-up visit R7',
        start: { dateTime: '2026-12-01T10:00:00+08:00', timeZone: 'Asia/Hong_Kong' },
        end: { dateTime: '2026-12-01T10:20:00+08:00', timeZone: 'Asia/Hong_Kong' },
        attendees: [{ id: 'un-lam-s' }],
      }),
      new calendar.CreateEventHeaders({ ...headers, xClientToken: 'R7-visit-1' }),
      runtime,
    );

  const ids = [(await book()).body?.id, (await book()).body?.id];

  expect(ids[0]).toBe(ids[1]);
  expect((await looks('calendar', 'u-lam')).body).toMatchObject({
    events: [{ id: ids[0], summary: 'Follow-up visit R7' }],
  });
  expect(await app.heard('calendar_event_change')).toMatchObject([{ calendarEventId: ids[0], changeType: 'create' }]);
});

test('a work notice always answers ok, and the same words a second time reach nobody', async () => {
  const { call, token, looks } = await open();
  const send = () =>
    call('POST', `/topapi/message/corpconversation/asyncsend_v2?access_token=${token}`, {
      agent_id: 3000001,
      userid_list: 'u-cheung',
      msg: { msgtype: 'text', text: { content: 'R7 waits for you, 08:00' } },
    });

  expect((await send()).body).toMatchObject({ errcode: 0 });
  expect((await send()).body).toMatchObject({ errcode: 0 });
  expect((await looks('notices', 'u-cheung')).body.notices).toHaveLength(1);
});

test('the code of the mini-app names the doctor once, and never again', async () => {
  const { call, token, asPerson } = await open();
  const { code } = (await asPerson('auth-code', { clientId, userId: 'u-cheung' })).body;
  const who = () => call('POST', `/topapi/v2/user/getuserinfo?access_token=${token}`, { code });

  expect((await who()).body).toMatchObject({ errcode: 0, result: { userid: 'u-cheung', unionid: 'un-cheung-s' } });
  expect((await who()).body).toMatchObject({ errcode: 40078 });
});

test('a code older than five minutes names nobody', async () => {
  const { call, token, asPerson, pass } = await open();
  const { code } = (await asPerson('auth-code', { clientId, userId: 'u-cheung' })).body;
  await pass(5 * 60_000 + 1);

  const { body } = await call('POST', `/topapi/v2/user/getuserinfo?access_token=${token}`, { code });

  expect(body).toMatchObject({ errcode: 42008 });
});

test('a doctor logs in with a browser outside DingTalk and is known by the user token', async () => {
  const { sim, config } = await open();
  const page = `${sim.url}/login/oauth2/auth?client_id=${clientId}&redirect_uri=${encodeURIComponent('http://127.0.0.1:1/back')}&response_type=code&scope=openid&state=s1&prompt=consent`;
  expect(await (await fetch(page)).text()).toContain('Dr Cheung');
  const chosen = await fetch(`${page}&user=u-cheung`, { redirect: 'manual' });
  const back = new URL(chosen.headers.get('location') ?? '');

  const tokens = await new oauth2.default(config).getUserToken(
    new oauth2.GetUserTokenRequest({
      clientId,
      clientSecret,
      grantType: 'authorization_code',
      code: back.searchParams.get('authCode') ?? '',
    }),
  );
  const { body } = await new contact.default(config).getUserWithOptions(
    'me',
    new contact.GetUserHeaders({ xAcsDingtalkAccessToken: tokens.body?.accessToken ?? '' }),
    runtime,
  );

  expect(back.searchParams.get('state')).toBe('s1');
  expect(tokens.body?.corpId).toBe(corpId);
  expect(body).toMatchObject({ nick: 'Dr Cheung', unionId: 'un-cheung-s' });
});

test('the ticket for dd.config stays the same while it lives', async () => {
  const { asApp } = await open();

  const first = await asApp('POST', '/v1.0/oauth2/jsapiTickets');
  const second = await asApp('POST', '/v1.0/oauth2/jsapiTickets');

  expect(first.body).toMatchObject({ expireIn: 7200 });
  expect(second.body.jsapiTicket).toBe(first.body.jsapiTicket);
});

test('a page signed with the ticket is recognised, a page signed for another address is not', async () => {
  const { asApp, call } = await open();
  const { jsapiTicket } = (await asApp('POST', '/v1.0/oauth2/jsapiTickets')).body;
  const plain = `jsapi_ticket=${jsapiTicket}&noncestr=n1&timestamp=1&url=https://baton.example/app`;
  const signature = createHash('sha256').update(plain).digest('hex');
  const check = (url: string) =>
    call('POST', '/sim/api/jsapi-signature', { clientId, nonceStr: 'n1', timeStamp: 1, url, signature });

  expect((await check('https://baton.example/app#/inbox')).body).toEqual({ signature: 'sha256' });
  expect((await check('https://other.example/app')).body).toEqual({ signature: null });
});

test('an unknown ticket, person or approval is a plain 404 or 400 to whoever plays', async () => {
  const { asPerson, looks } = await open();

  expect((await asPerson('auth-code', { clientId, userId: 'u-nobody' })).status).toBe(404);
  expect((await looks('calendar', 'u-nobody')).status).toBe(404);
  expect((await asPerson('approve', { userId: 'u-lam', processInstanceId: 'none', result: 'agree' })).status).toBe(400);
  expect((await asPerson('tap', { userId: 'u-lam', outTrackId: 'none', actionId: 'x' })).status).toBe(404);
});

test('a picture uploaded for a message gets a media id; a CT series is refused', async () => {
  const { sim, token } = await open();
  const upload = async (type: string, name: string) => {
    const form = new FormData();
    form.set('media', new Blob(['bytes']), name);
    const answer = await fetch(`${sim.url}/media/upload?access_token=${token}&type=${type}`, {
      method: 'POST',
      body: form,
    });
    return answer.json();
  };

  expect(await upload('image', 'ecg.png')).toMatchObject({
    errcode: 0,
    type: 'image',
    media_id: expect.stringMatching(/^@/),
  });
  expect(await upload('file', 'ct.dcm')).toMatchObject({ errcode: 40005 });
});
