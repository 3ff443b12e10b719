import { afterEach, beforeEach, expect, test } from 'vitest';
import { personAt } from '#bot/handlers/bot.ts';
import type { AdminDesk, DoctorShown, WorksShown } from '#src/contract/admin.ts';
import { aDoor, doorParts } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, lam, ng, shared, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

const second = aPerson('second', tmh, ['administrator']);
const ofClinic = aPerson('poon', twc, ['administrator']);
const elsewhere = aPerson('far', 'pyn' as typeof tmh, ['administrator']);
const house = aHouse({ people: [...aHouse().people, ofClinic, elsewhere] });
const waiting = aReferral({
  standing: { state: 'awaiting-sign-off', asked: lam.id, since: noon, contentVersion: 1, contentHash: 'x' },
});

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor({}, house);
});
afterEach(() => door.close());

type Seat = Awaited<ReturnType<typeof door.as>>;
const deskOf = async (answer: Response): Promise<AdminDesk> => {
  expect(answer.status).toBe(200);
  return (await answer.json()) as AdminDesk;
};
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const off = (seat: Seat, kind: 'person' | 'place', which: string, more: object = {}) =>
  seat.post('/api/admin/off', { kind, id: which, reason: 'lost-device', ...more });
const trail = async (): Promise<readonly string[]> =>
  (
    await door.store.pool.query<{ what: string }>(
      "select what from happenings where what like 'switched%' order by seq",
    )
  ).rows.map(({ what }) => what);

test('only who administers comes in, and only to people and places of their own', async () => {
  for (const other of [alvin, lam, cheung, yip]) {
    const seat = await door.as(other);
    for (const path of ['/api/admin', '/api/admin/works', '/api/admin/doctor'])
      expect(await codeOf(await seat.get(path))).toBe('person.role');
    expect(await codeOf(await off(seat, 'person', ng.id))).toBe('person.role');
  }
  const far = await door.as(elsewhere);
  expect((await deskOf(await far.get('/api/admin'))).people.map(({ id }) => id)).toEqual([elsewhere.id]);
  expect(await codeOf(await off(far, 'person', alvin.id))).toBe('person.unknown');
  expect(await codeOf(await off(far, 'person', 'nobody'))).toBe('person.unknown');
  expect(await codeOf(await off(far, 'place', tmh))).toBe('institution.unknown');
});

test('a person switched off is out at once: session, chat, sign-in, work; and in again when switched on', async () => {
  await door.store.ledger.write(async (page) => {
    await page.patients.add(waiting.patient, aContent().identity);
    await page.referrals.add(waiting, aContent(), undefined, undefined);
  });
  const [officer, hers] = [await door.as(kwan), await door.as(lam)];
  expect((await hers.get('/api/work')).status).toBe(200);

  const desk = await deskOf(await off(officer, 'person', lam.id, { words: 'left in a taxi' }));

  expect(desk.off).toMatchObject([{ kind: 'person', id: lam.id, reason: 'lost-device', words: 'left in a taxi' }]);
  expect((await hers.get('/api/work')).status).toBe(401);
  expect((await door.ask('/api/session', signIn(lam))).status).toBe(422);
  const inChat = await door.store.ledger.write((page) =>
    personAt(door.parts.world.house, page, shared, lam.dingtalk[0]?.user ?? ''),
  );
  expect(inChat).toBeUndefined();
  const row = await door.store.ledger.read((page) => page.referrals.get(waiting.id));
  expect(row?.referral.standing.state).toBe('draft');
  await deskOf(await off(officer, 'person', lam.id));
  expect(await trail()).toEqual(['switched-off']);
  const { rows } = await door.store.pool.query<{ found: boolean }>(
    "select position('taxi' in body) > 0 as found from happenings where what = 'switched-off'",
  );
  expect(rows).toEqual([{ found: false }]);

  const after = await deskOf(await officer.post('/api/admin/on', { kind: 'person', id: lam.id }));

  expect([after.off, after.before.length]).toEqual([[], 1]);
  expect((await (await door.as(lam)).get('/api/work')).status).toBe(200);
  expect(await trail()).toEqual(['switched-off', 'switched-on']);
});

test('a clinic switched off takes nothing new and does no care; its administrator still comes in, and the sender is told', async () => {
  const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });
  await door.store.ledger.write(async (page) => {
    await page.patients.add(sent.patient, aContent().identity);
    await page.referrals.add(sent, aContent(), undefined, undefined);
  });
  const [clinic, receiver, sender] = [await door.as(ofClinic), await door.as(cheung), await door.as(alvin)];

  await deskOf(await off(clinic, 'place', twc, { reason: 'closed' }));

  const again = await door.as(ofClinic);
  expect((await deskOf(await again.get('/api/admin'))).places).toMatchObject([{ id: twc, off: true }]);
  expect((await receiver.get('/api/work')).status).toBe(401);
  expect(await codeOf(await sender.post('/api/drafts', { hotline: 'tm-cardio', text: 'x' }))).toBe('institution.off');
  const { rows } = await door.store.pool.query<{ n: number }>(
    "select count(*)::int as n from errands where deed = 'say'",
  );
  expect(rows[0]?.n).toBe(2);

  await deskOf(await again.post('/api/admin/on', { kind: 'place', id: twc }));
  expect((await (await door.as(cheung)).get('/api/work')).status).toBe(200);
});

test('the last who administers a place stays; with another one there they may go', async () => {
  const officer = await door.as(kwan);
  expect(await codeOf(await off(officer, 'person', kwan.id))).toBe('admin.last');
  await door.close();
  door = await aDoor({}, aHouse({ people: [...house.people, second] }));
  const hers = await door.as(kwan);
  await deskOf(await off(await door.as(second), 'person', kwan.id));
  expect((await hers.get('/api/admin')).status).toBe(401);
  expect(await codeOf(await off(await door.as(second), 'person', second.id))).toBe('admin.last');
});

test('"another reason" wants words', async () => {
  const officer = await door.as(kwan);
  expect(await codeOf(await off(officer, 'person', lam.id, { reason: 'other' }))).toBe('referral.reason-needed');
  expect((await off(officer, 'person', lam.id, { reason: 'a whim' })).status).toBe(400);
});

test('a second instance over the same store follows when it looks', async () => {
  const there = doorParts(door.store, house);
  const officer = await door.as(kwan);
  await deskOf(await off(officer, 'person', lam.id));
  const isOff = () => there.world.house.people.find(({ id }) => id === lam.id)?.left === true;
  expect(isOff()).toBe(false);
  await there.admin.follow();
  expect(isOff()).toBe(true);
});

test('what the machine says is shown to whoever administers', async () => {
  const officer = await door.as(kwan);
  const works = (await (await officer.get('/api/admin/works')).json()) as WorksShown;
  const doctor = (await (await officer.get('/api/admin/doctor')).json()) as DoctorShown;
  expect(works.keys.provider).toBe('file');
  expect(doctor.ok).toBe(true);
});

const signIn = (who: typeof lam): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ way: 'dingtalk', corpId: 'corp', code: who.dingtalk[0]?.user }),
});
