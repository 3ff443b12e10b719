import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { UnknownOutcome } from '#src/ports/messenger.ts';
import { alvin, drCheung, drLam, group, tenant } from '#test/builders/a-tenant.ts';
import { aLine, clientId, corpId, hotline } from './a-line.ts';
import { anOrganisation, type Organisation, thrown } from './an-organisation.ts';

const dawn = Date.parse('2026-11-23T00:00:00Z');
const form = {
  name: 'Baton sign-off',
  description: 'A referral waits for a signature',
  fields: [
    { id: 'reference', label: 'Reference', kind: 'text', required: true },
    { id: 'link', label: 'Open', kind: 'longtext', required: true },
  ],
} as const;

async function aSignOff({ approvals }: Pick<Organisation, 'approvals'>) {
  const template = await approvals.ensureTemplate(tenant, form, undefined);
  const { instance } = await approvals.start({
    tenant,
    template,
    originator: alvin,
    approver: drLam,
    reference: 'R7 v1',
    values: { reference: 'R7 v1', link: 'https://baton.example/app/r/7' },
  });
  return { template, instance };
}

test('a template is made once and updated afterwards', async () => {
  const { approvals } = await anOrganisation();
  const code = await approvals.ensureTemplate(tenant, form, undefined);
  expect(await approvals.ensureTemplate(tenant, { ...form, description: 'in new words' }, code)).toBe(code);
});

test('an approval waits with the one who was asked, and is found by our own reference', async () => {
  const organisation = await anOrganisation();
  const { template, instance } = await aSignOff(organisation);
  const { approvals } = organisation;

  expect(await approvals.look(tenant, instance)).toMatchObject({ status: 'running', openTask: { user: 'u-lam' } });
  expect(await approvals.find(tenant, template, 'R7 v1', new Date())).toBe(instance);
  expect(await approvals.find(tenant, template, 'R8 v1', new Date())).toBeUndefined();
});

test('a signature in DingTalk is seen with who and when; signing again changes nothing', async () => {
  const organisation = await anOrganisation();
  const { instance } = await aSignOff(organisation);
  const { approvals, admin } = organisation;

  await admin('approve', { corpId, userId: 'u-lam', processInstanceId: instance, result: 'agree', remark: 'go' });

  const view = await approvals.look(tenant, instance);
  expect(view).toMatchObject({ status: 'agreed', decidedBy: 'u-lam', remark: 'go' });
  expect(Math.abs((view.decidedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(120_000);
  await approvals.decide(tenant, instance, drLam, 'agree', 'again');
});

test('a tap on our card signs in the name of the one who was asked, and of nobody else', async () => {
  const organisation = await anOrganisation();
  const { instance } = await aSignOff(organisation);
  const { approvals } = organisation;

  await approvals.decide(tenant, instance, drCheung, 'agree', 'not mine');
  expect(await approvals.look(tenant, instance)).toMatchObject({ status: 'running' });

  await approvals.decide(tenant, instance, drLam, 'refuse', 'ECG is missing');
  expect(await approvals.look(tenant, instance)).toMatchObject({ status: 'refused', remark: 'ECG is missing' });
});

test('withdrawing too early comes again; withdrawing what is over is no failure', async () => {
  const organisation = await anOrganisation({ clock: dawn });
  const { instance } = await aSignOff(organisation);
  const { approvals } = organisation;

  expect(await thrown(approvals.withdraw(tenant, instance, alvin, 'changed'))).toMatchObject({ name: 'Unreachable' });
  await organisation.pass(16_000);
  await approvals.withdraw(tenant, instance, alvin, 'changed');
  expect(await approvals.look(tenant, instance)).toMatchObject({ status: 'withdrawn' });
  await approvals.withdraw(tenant, instance, alvin, 'changed');
});

test('a person is found by id and by sign-in, with the home institution', async () => {
  const { directory, admin } = await anOrganisation();
  expect(await directory.person(tenant, alvin)).toEqual({
    user: 'u-alvin',
    unionId: 'un-alvin-s',
    name: 'Dr Alvin Ho',
    active: true,
    home: { corpId: 'dingtmh00001', user: 'tmh-1001' },
  });
  expect(await directory.byUnionId(tenant, 'un-lam-s')).toBe('u-lam');
  expect(await directory.byUnionId(tenant, 'un-nobody')).toBeUndefined();

  const { code } = await admin('auth-code', { corpId, clientId, userId: 'u-cheung' });
  expect(await directory.signInByCode(tenant, String(code))).toEqual({ user: 'u-cheung', unionId: 'un-cheung-s' });
  for (const bad of [String(code), 'made-up', ''])
    expect(await thrown(directory.signInByCode(tenant, bad))).toMatchObject({ code: 'door.login-code' });
  expect(await thrown(directory.signInByWeb(tenant, 'made-up'))).toMatchObject({ code: 'door.login-code' });
});

test('one who left is nobody any more', async () => {
  const { directory, admin } = await anOrganisation();
  await admin('user', { corpId, do: 'leave', userId: 'u-cheung' });
  expect(await directory.person(tenant, drCheung)).toBeUndefined();
  expect(await directory.everyone(tenant)).not.toContain('u-cheung');
});

test('everybody of the organisation and of a group', async () => {
  const { directory } = await anOrganisation();
  expect(await directory.everyone(tenant)).toEqual(expect.arrayContaining(['u-alvin', 'u-lam', 'u-kwan', 'u-fung']));
  expect(await directory.members(tenant, group)).toContain('u-yip');
});

test('a page ticket is asked for once and used until it is old', async () => {
  const { directory, sim } = await anOrganisation();
  const [first, second] = [await directory.pageTicket(tenant), await directory.pageTicket(tenant)];
  expect(first).toBe(second);
  expect(sim.world.journal.after(0, 'http').filter(({ path }) => path === '/v1.0/oauth2/jsapiTickets')).toHaveLength(1);
});

const base64 = (words: string): string => Buffer.from(words).toString('base64');

test('a file sent to Baton is fetched by its code; a code that is wrong or old is told as expired', async () => {
  const organisation = await anOrganisation();
  const { files, admin, chatOf, faults } = organisation;
  const line = await aLine(organisation);
  await admin('send', {
    corpId,
    userId: 'u-alvin',
    conversationId: chatOf('u-alvin'),
    kind: 'file',
    fileName: 'ecg.pdf',
    base64: base64('%PDF'),
  });
  await line.keeps(1);
  const { content } = JSON.parse(line.kept[0]?.data ?? '{}');

  expect((await buffer(await files.fromMessage(tenant, content.downloadCode, 100))).toString()).toBe('%PDF');
  expect(await thrown(files.fromMessage(tenant, content.downloadCode, 3))).toMatchObject({ code: 'upload.too-large' });
  expect(await thrown(files.fromMessage(tenant, 'wrong', 100))).toMatchObject({ code: 'upload.expired' });
  await faults({ downloadExpired: true });
  expect(await thrown(files.fromMessage(tenant, content.downloadCode, 100))).toMatchObject({ code: 'upload.expired' });
});

test('files people put into a group without a word are found, oldest first, and fetched', async () => {
  const { files, admin } = await anOrganisation();
  const put = (fileName: string) =>
    admin('upload', { corpId, userId: 'u-alvin', openConversationId: hotline, fileName, base64: base64(fileName) });
  for (let number = 1; number <= 60; number += 1) await put(`slice-${number}.dcm`);

  const found = await files.inGroup(tenant, group, undefined);

  expect(found.map(({ name }) => name)).toEqual(Array.from({ length: 60 }, (_, index) => `slice-${index + 1}.dcm`));
  expect(found[0]).toMatchObject({ creatorUnionId: 'un-alvin-s', bytes: 11 });
  expect(await files.inGroup(tenant, group, new Date(Date.now() + 60_000))).toEqual([]);
  const [first] = found;
  if (!first) throw new Error('nothing was found');
  const { bytes, region } = await files.fromSpace(tenant, first.space, first.file, 100);
  expect((await buffer(bytes)).toString()).toBe('slice-1.dcm');
  expect(region).toMatch(/^[A-Z]+$/);
  expect(await files.entry(tenant, first.space, first.file)).toMatchObject({ name: 'slice-1.dcm' });
});

test('a watched group tells of new files; asking again changes nothing', async () => {
  const organisation = await anOrganisation();
  const { files, admin } = organisation;
  const line = await aLine(organisation);
  expect(await files.watch(tenant, group)).toEqual({ space: '26620001' });
  expect(await files.watch(tenant, group)).toEqual({ space: '26620001' });

  await admin('upload', {
    corpId,
    userId: 'u-alvin',
    openConversationId: hotline,
    fileName: 'a.pdf',
    base64: base64('a'),
  });

  await expect
    .poll(() => line.kept.map(({ eventType }) => eventType), { timeout: 15_000 })
    .toEqual(['storage_dentry_create']);
});

test('without an operator who is still there, the files of groups are for an administrator', async () => {
  const { files, admin } = await anOrganisation();
  await admin('user', { corpId, do: 'leave', userId: 'u-kwan' });
  expect(await thrown(files.inGroup(tenant, group, undefined))).toMatchObject({
    reason: 'operator-missing',
    action: 'stop',
  });
});

test('a to-do stands on the list once, and is ticked off', async () => {
  const { agenda, looks } = await anOrganisation();
  const todo = { key: 'R7 sign u-lam', user: drLam, subject: 'Sign R7', url: 'https://baton.example/app/r/7' };

  const task = await agenda.addToDo(tenant, { ...todo, due: new Date('2026-11-24T00:00:00Z') });
  expect(await agenda.addToDo(tenant, todo)).toBe(task);
  await agenda.finishToDo(tenant, drLam, task);
  expect(await agenda.addToDo(tenant, todo)).toBe(task);

  const { todos } = await looks('todos', 'u-lam');
  expect(todos).toMatchObject([{ subject: 'Sign R7', done: true }]);
});

test('a visit stands in the calendar once, with its guests, and can be taken out', async () => {
  const { agenda, looks } = await anOrganisation();
  const visit = {
    key: `${'R7-with-a-very-long-name-of-its-own-'.repeat(3)} 2026-11-25`,
    user: drCheung,
    others: [drLam],
    subject: 'Visit R7',
    start: new Date('2026-11-25T02:00:00Z'),
    minutes: 30,
  };

  const event = await agenda.addVisit(tenant, visit);
  expect(await agenda.addVisit(tenant, visit)).toBe(event);
  const other = await agenda.addVisit(tenant, { ...visit, key: `${visit.key} moved` });
  expect(other).not.toBe(event);

  await agenda.removeVisit(tenant, drCheung, other);
  expect(JSON.stringify(await looks('calendar', 'u-lam')).match(/Visit R7/g)).toHaveLength(1);
});

test('a start nobody answered is an unknown outcome, to be looked up before it is done again', async () => {
  const { approvals, faults } = await anOrganisation();
  const template = await approvals.ensureTemplate(tenant, form, undefined);
  await faults({ apiSlowMs: 9_000 });
  const started = thrown(
    approvals.start({ tenant, template, originator: alvin, approver: drLam, reference: 'R7', values: {} }),
  );
  expect(await started).toBeInstanceOf(UnknownOutcome);
});
