import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DrawerShown, drawerShown } from '#src/contract/drawer.ts';
import type { ReferralShown } from '#src/contract/referral.ts';
import { id, type UserId } from '#src/domain/ids.ts';
import { endAccess } from '#src/usecases/people/end-access.ts';
import { destroyOldDrawerKeys } from '#src/usecases/people/open-drawer.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung, kwan, lam, ng, shared, yip } from '#test/builders/a-house.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
beforeAll(async () => {
  door = await aDoor();
});
afterAll(() => door.close());

type Seat = Awaited<ReturnType<typeof door.as>>;
const keysOf = async (seat: Seat): Promise<DrawerShown['keys']> =>
  drawerShown.parse(await (await seat.get('/api/me/drawer')).json()).keys;
const rows = async () =>
  (await door.store.pool.query<{ person: string; day: string; sealed: Buffer }>('select * from drawer_keys')).rows;

test('a key is one person’s for one day in Hong Kong, the same on each of their devices; the store has it sealed', async () => {
  const [here, there, other] = [await door.as(lam), await door.as(lam), await door.as(alvin)];
  const [mine] = await Promise.all([keysOf(here), keysOf(there)]);
  expect(await keysOf(there)).toEqual(mine);
  expect(mine).toMatchObject([{ day: '2026-11-23' }]);
  expect(Buffer.from(mine[0]?.key ?? '', 'base64')).toHaveLength(32);
  expect((await keysOf(other))[0]?.key).not.toBe(mine[0]?.key);
  for (const { sealed } of await rows()) {
    expect(sealed.toString('latin1')).not.toContain(mine[0]?.key ?? '');
    expect(sealed.includes(Buffer.from(mine[0]?.key ?? '', 'base64'))).toBe(false);
  }
  const answer = await here.get('/api/me/drawer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await door.ask('/api/me/drawer')).status).toBe(401);
});

test('a key lives through its own day and the next; then it is destroyed and never comes again', async () => {
  const [first] = await keysOf(await door.as(cheung));
  // 12:00 -> 00:30 of the next day in Hong Kong.
  door.store.clock.pass(12 * 60 + 30);
  const second = await keysOf(await door.as(cheung));
  expect(second.map(({ day }) => day)).toEqual(['2026-11-24', '2026-11-23']);
  expect(second[1]).toEqual(first);
  expect(await destroyOldDrawerKeys(door.parts.world)).toBe(0);

  door.store.clock.pass(24 * 60);
  // Not handed out any more, whether or not the regular work has been there.
  expect((await keysOf(await door.as(cheung))).map(({ day }) => day)).toEqual(['2026-11-25', '2026-11-24']);
  expect(await destroyOldDrawerKeys(door.parts.world)).toBeGreaterThan(0);
  expect((await rows()).filter(({ day }) => day < '2026-11-24')).toEqual([]);
});

test('who leaves, is switched off or ends every session has no key any more; a new one opens nothing of before', async () => {
  const before = new Map<string, string>();
  for (const who of [lam, ng, yip]) before.set(who.id, (await keysOf(await door.as(who)))[0]?.key ?? '');
  const keptFor = async () => [...new Set((await rows()).map(({ person }) => person))];

  // A lost phone.
  expect((await (await door.as(lam)).send('DELETE', '/api/sessions')).status).toBe(204);
  expect(await keptFor()).not.toContain(lam.id);
  expect((await keysOf(await door.as(lam)))[0]?.key).not.toBe(before.get(lam.id));

  const officer = await door.as(kwan);
  expect((await officer.send('DELETE', `/api/people/${lam.id}/sessions`)).status).toBe(204);
  expect(await keptFor()).not.toContain(lam.id);
  await keysOf(await door.as(lam));
  await officer.post('/api/admin/off', { kind: 'person', id: lam.id, reason: 'lost-device' });
  expect(await keptFor()).not.toContain(lam.id);

  const seat = await door.as(ng);
  const user = id<UserId>(ng.dingtalk[0]?.user ?? '');
  await door.store.ledger.write((page) => endAccess(door.parts.world)(page, shared, user, { baton: 'dingtalk' }));
  expect(await keptFor()).not.toContain(ng.id);
  expect((await seat.get('/api/me/drawer')).status).toBe(401);
  expect(await keptFor()).toContain(yip.id);
});

test('a draft begun again because the answer was lost is the same draft: nothing twice, nothing lost', async () => {
  const seat = await door.as(alvin);
  const once = 'one-beginning-of-a-draft';
  const begin = async (asked: object) =>
    (await (await seat.post('/api/drafts', { hotline: 'tm-cardio', once, ...asked })).json()) as ReferralShown;
  const text = 'Chest pain since 2 am';
  const both = await Promise.all([begin({ text }), begin({ text })]);
  const again = await begin({ text });
  expect(new Set([...both, again].map((one) => one.id)).size).toBe(1);
  expect(again.notes.map((note) => note.text)).toEqual([text]);

  // She changed her words before she pressed again: both are there.
  const changed = await begin({ text: `${text}, left arm` });
  expect(changed.id).toBe(again.id);
  expect(changed.notes.map((note) => note.text)).toEqual([text, `${text}, left arm`]);

  expect((await begin({ text, once: 'another-beginning-altogether' })).id).not.toBe(again.id);
  // The name is hers alone, and what is no name is refused.
  const other = await door.as(cheung);
  const theirs = await other.post('/api/drafts', { hotline: 'tm-cardio', once, text });
  if (theirs.ok) expect(((await theirs.json()) as ReferralShown).id).not.toBe(again.id);
  expect((await seat.post('/api/drafts', { hotline: 'tm-cardio', once: '../x', text })).status).toBe(400);

  // What was called off stays called off: pressing once more begins anew.
  await seat.post(`/api/referrals/${changed.id}/actions`, {
    action: 'cancel',
    version: changed.version,
    reason: 'entered-in-error',
    words: 'typed twice',
  });
  const anew = await seat.post('/api/drafts', { hotline: 'tm-cardio', once, text });
  expect(anew.status).toBe(200);
  expect(((await anew.json()) as ReferralShown).id).not.toBe(changed.id);
});
