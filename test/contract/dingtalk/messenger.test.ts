import { expect, test } from 'vitest';
import { Unreachable } from '#src/domain/refused.ts';
import { Undeliverable, UnknownOutcome } from '#src/ports/messenger.ts';
import { alvin, drCheung, drLam, drNg, tenant } from '#test/builders/a-tenant.ts';
import { aLine, corpId, hotline } from './a-line.ts';
import { aCard, anOrganisation, inHotline, thrown } from './an-organisation.ts';

const words = { title: 'Baton', text: 'A referral waits' };
const toCheung = { tenant, in: 'chat', user: drCheung } as const;

test('a card stands in the group once, however often it is posted', async () => {
  const { messenger, seen } = await anOrganisation();

  const first = await messenger.postCard(aCard(), 'now');
  const again = await messenger.postCard(aCard(), 'now');

  expect(first.receipt).toBeTruthy();
  expect(again).toEqual({});
  const cards = (await seen('u-cheung')).filter(({ kind }) => kind === 'card');
  expect(cards).toMatchObject([{ pushText: 'New referral R7', card: { outTrackId: 'R7-hotline' } }]);
});

test('a change touches the values it names and leaves the others', async () => {
  const { messenger, seen } = await anOrganisation();
  await messenger.postCard(aCard({ forViewer: { 'u-cheung': { canAccept: 'true' } } }), 'now');

  await messenger.changeCard({ tenant, track: 'R7-hotline', values: { state: 'accepted' } }, 'now');

  const blocksFor = async (user: string) => JSON.stringify((await seen(user)).at(-1)?.['card']);
  expect(await blocksFor('u-cheung')).toMatch(/New referral R7.*accepted.*Accept/);
  expect(await blocksFor('u-alvin')).toMatch(/New referral R7.*accepted/);
  expect(await blocksFor('u-alvin')).not.toContain('"label":"Accept"');
});

test('a card that does not exist is told as gone', async () => {
  const { messenger } = await anOrganisation();
  expect(await thrown(messenger.changeCard({ tenant, track: 'R8', values: { state: 'x' } }, 'now'))).toMatchObject({
    name: 'Undeliverable',
    reason: 'card-gone',
  });
});

test('a card only for some is seen by those; a mention calls whom it names', async () => {
  const { messenger, seen } = await anOrganisation();
  await messenger.postCard(aCard({ onlyFor: [drCheung], mention: [{ user: drCheung, name: 'Dr Cheung' }] }), 'now');

  expect((await seen('u-cheung')).at(-1)).toMatchObject({ kind: 'card', atUsers: ['u-cheung'] });
  expect((await seen('u-alvin')).filter(({ kind }) => kind === 'card')).toEqual([]);
});

test('an unpublished template is for an administrator', async () => {
  const { messenger, faults } = await anOrganisation();
  await faults({ templateUnpublished: [aCard().template] });
  expect(await thrown(messenger.postCard(aCard(), 'now'))).toMatchObject({
    reason: 'param.templateUnpublished',
    action: 'stop',
  });
});

test('a card in somebody’s own chat with Baton', async () => {
  const { messenger, seen, chatOf } = await anOrganisation();
  await messenger.postCard(aCard({ place: toCheung }), 'now');
  expect((await seen('u-cheung', chatOf('u-cheung'))).at(-1)).toMatchObject({
    kind: 'card',
    pushText: 'New referral R7',
  });
});

test('a message says its words and buttons in the group and to one person', async () => {
  const { messenger, seen, chatOf } = await anOrganisation();
  const button = { label: 'Open', url: 'https://baton.example/r/7' };

  const inGroup = await messenger.say(inHotline, words, 'now');
  const toOne = await messenger.say(toCheung, { ...words, buttons: [button, { ...button, label: 'Upload' }] }, 'now');

  expect([inGroup.receipt, toOne.receipt].every(Boolean)).toBe(true);
  expect((await seen('u-alvin')).at(-1)).toMatchObject({ kind: 'markdown', text: 'A referral waits' });
  expect((await seen('u-cheung', chatOf('u-cheung'))).at(-1)).toMatchObject({
    kind: 'actionCard',
    buttons: [{ title: 'Open' }, { title: 'Upload' }],
  });
});

test('one who left cannot be reached, one who is throttled can be later', async () => {
  const { messenger, admin, faults } = await anOrganisation();
  await admin('user', { corpId, do: 'leave', userId: 'u-cheung' });
  await faults({ flowControlled: ['u-lam'] });

  expect(await thrown(messenger.say(toCheung, words, 'now'))).toBeInstanceOf(Undeliverable);
  expect(await thrown(messenger.say({ ...toCheung, user: drLam }, words, 'now'))).toBeInstanceOf(Unreachable);
});

test('a message of unknown outcome stands in the group once', async () => {
  const { messenger, faults, seen } = await anOrganisation();
  await faults({ unknownSendResult: 1 });

  expect(await thrown(messenger.say(inHotline, words, 'now'))).toBeInstanceOf(UnknownOutcome);

  expect((await seen('u-alvin')).filter(({ text }) => text === 'A referral waits')).toHaveLength(1);
});

test('an answer goes back by the address that came with the message, and ends when the session ends', async () => {
  const organisation = await anOrganisation({ clock: Date.parse('2026-11-23T00:00:00Z') });
  const { messenger, says, seen, quota } = organisation;
  const line = await aLine(organisation);
  await says('help');
  await line.keeps(1);
  const { sessionWebhook } = JSON.parse(line.kept[0]?.data ?? '{}');

  await messenger.answer(sessionWebhook, { ...words, mention: [alvin] });

  expect((await seen('u-alvin')).at(-1)).toMatchObject({ text: 'A referral waits\n\n@u-alvin' });
  expect(quota.percent('push')).toBe(0);
  await organisation.pass(3 * 3_600_000);
  expect(await thrown(messenger.answer(sessionWebhook, words))).toMatchObject({ name: 'Undeliverable' });
});

test('who has read a message is known; a recalled one is gone', async () => {
  const { messenger, admin, seen } = await anOrganisation();
  const { receipt = '' } = await messenger.say(inHotline, words, 'now');
  expect(await messenger.readBy(inHotline, receipt)).toEqual([]);

  await admin('read', { corpId, userId: 'u-cheung', conversationId: hotline });
  expect(await messenger.readBy(inHotline, receipt)).toEqual(['u-cheung']);

  await messenger.recall(inHotline, receipt);
  expect((await seen('u-alvin')).at(-1)).toMatchObject({ recalled: true });
  expect(await thrown(messenger.recall(inHotline, 'no such receipt'))).toMatchObject({ reason: 'not-recalled' });
});

test('read in somebody’s own chat is known too', async () => {
  const { messenger, admin, chatOf } = await anOrganisation();
  const { receipt = '' } = await messenger.say(toCheung, words, 'now');
  await admin('read', { corpId, userId: 'u-cheung', conversationId: chatOf('u-cheung') });
  expect(await messenger.readBy(toCheung, receipt)).toEqual(['u-cheung']);
});

test('a DING rings those who are there and names those it missed; by phone it speaks Cantonese', async () => {
  const { messenger, admin, looks } = await anOrganisation();
  await admin('user', { corpId, do: 'leave', userId: 'u-ng' });

  const rung = await messenger.ding(tenant, [drCheung, drNg], 'R7 waits', 'phone');

  expect(rung.failed).toEqual(['u-ng']);
  expect(rung.receipt).toBeTruthy();
  expect(JSON.stringify(await looks('dings', 'u-cheung'))).toMatch(/R7 waits/);
});

test('an hour without DingTalk loses nothing: the caller hears "later" each time', async () => {
  const { messenger, faults } = await anOrganisation();
  await faults({ apiDownUntil: Date.now() + 3_600_000 });
  expect(await thrown(messenger.postCard(aCard(), 'now'))).toBeInstanceOf(Unreachable);
  await faults({ reset: true });
  expect(await messenger.postCard(aCard(), 'now')).toHaveProperty('receipt');
});

test('tokens that die early are renewed without anybody noticing', async () => {
  const { messenger, faults } = await anOrganisation();
  await messenger.postCard(aCard(), 'now');
  await faults({ expireTokens: true });
  await messenger.changeCard({ tenant, track: 'R7-hotline', values: { state: 'accepted' } }, 'now');
});

test('too many calls a second are slowed down, and all arrive', async () => {
  const { messenger, faults, seen } = await anOrganisation();
  await faults({ qpsLimit: 5 });
  await messenger.postCard(aCard(), 'now');

  await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      messenger.changeCard({ tenant, track: 'R7-hotline', values: { title: `R7 ${index}` } }, 'soon'),
    ),
  );

  expect((await seen('u-alvin')).filter(({ kind }) => kind === 'card')).toHaveLength(1);
});
