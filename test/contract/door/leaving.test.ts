import { afterEach, beforeEach, expect, test } from 'vitest';
import { id, type ReferralId, type TenantId, type UserId } from '#src/domain/ids.ts';
import type { Person } from '#src/domain/people/person.ts';
import { type Checks, checkDirectory } from '#src/usecases/people/check-directory.ts';
import { endAccess } from '#src/usecases/people/end-access.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, cheung, lam, shared } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, awaiting, noon } from '#test/builders/a-referral.ts';
import { silent } from '#test/builders/silent.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor();
});
afterEach(() => door.close());

const userOf = (who: Person): UserId => id<UserId>(who.dingtalk[0]?.user ?? '');
const keep = (...referrals: readonly ReturnType<typeof aReferral>[]) =>
  door.store.ledger.write(async (page) => {
    const content = aContent();
    for (const [index, referral] of referrals.entries()) {
      if (index === 0) await page.patients.add(referral.patient, content.identity);
      await page.referrals.add(referral, content, undefined, undefined);
    }
  });
const now = (which: ReferralId) => door.store.ledger.read(async (page) => (await page.referrals.get(which))?.referral);
const leaves = (who: Person, tenant: TenantId = shared, more = {}) =>
  door.store.ledger.write((page) =>
    endAccess({ ...door.parts.world, ...more })(page, tenant, userOf(who), { baton: 'dingtalk' }),
  );

test('leaving ends sessions, reasons and confirmations, gives work back, and calls what else must end', async () => {
  const held = aReferral({
    standing: { state: 'accepted', since: noon, by: cheung.id },
    signature: aSignature(),
    heldBy: cheung.id,
  });
  await keep(held);
  const me = await door.as(cheung);
  const until = new Date(door.store.clock.now().getTime() + 3_600_000);
  await door.store.ledger.write(async (page) => {
    await page.confirmations.ask(cheung.id, 'chat', { waits: true }, until);
    await page.reasons.add({
      person: cheung.id,
      at: held.to,
      referral: held.id,
      kind: 'need',
      reason: 'covering',
      since: noon,
      until,
    });
  });
  const ended: string[] = [];
  await leaves(cheung, shared, { whenSomebodyLeaves: async (_page: unknown, who: string) => void ended.push(who) });

  expect((await me.get('/api/work')).status).toBe(401);
  expect(ended).toEqual([cheung.id]);
  expect(await now(held.id)).toMatchObject({ standing: { state: 'accepted' } });
  expect((await now(held.id))?.heldBy).toBeUndefined();
  await door.store.ledger.write(async (page) => {
    expect(await page.confirmations.take(cheung.id, 'chat', door.store.clock.now())).toBeUndefined();
    expect(await page.reasons.inForce(cheung.id, held.id, door.store.clock.now())).toEqual([]);
  });
  const trail = await door.store.ledger.read((page) => page.trail.of(held.id));
  expect(trail.map(({ what }) => what)).toContain('work-given-back');
});

test('what somebody was asked to sign goes back to its author when they leave', async () => {
  const waiting = aReferral({ standing: awaiting });
  await keep(waiting);
  await leaves(lam);
  expect((await now(waiting.id))?.standing.state).toBe('draft');
});

test('leaving told twice is leaving once', async () => {
  await keep(
    aReferral({
      standing: { state: 'accepted', since: noon, by: cheung.id },
      signature: aSignature(),
      heldBy: cheung.id,
    }),
  );
  await leaves(cheung);
  const version = (await now(aReferral().id))?.version;
  await leaves(cheung);
  expect((await now(aReferral().id))?.version).toBe(version);
});

test('leaving one organisation of two ends that one only', async () => {
  const other = id<TenantId>('other');
  const both = { ...cheung, dingtalk: [...cheung.dingtalk, { tenant: other, user: id<UserId>('o-cheung') }] };
  Object.assign(door.parts.admin.configured, {
    people: aHouse().people.map((one) => (one.id === cheung.id ? both : one)),
  });
  const held = aReferral({
    standing: { state: 'accepted', since: noon, by: cheung.id },
    signature: aSignature(),
    heldBy: cheung.id,
  });
  await keep(held);
  await leaves(cheung);
  expect((await now(held.id))?.heldBy).toBe(cheung.id);
  expect(await door.store.ledger.read((page) => page.people.hasLeft(shared, userOf(cheung)))).toBe(true);
});

const people = aHouse().people;
const checking = (present: readonly Person[], more: Partial<Checks> = {}) => {
  const screens: string[] = [];
  const check = checkDirectory({
    ...door.parts.world,
    log: silent,
    tenants: [shared],
    directoryOf: () => ({ everyone: async () => present.map(userOf), person: async () => undefined }),
    endScreens: (who) => void screens.push(who),
    ...more,
  });
  return { check, screens };
};

test('somebody who is no longer in the directory is found within a day, and everything of theirs ends', async () => {
  const me = await door.as(alvin);
  const { check, screens } = checking(people.filter((one) => one.id !== alvin.id));
  expect(await check()).toBe(1);
  expect(screens).toEqual([alvin.id]);
  expect((await me.get('/api/work')).status).toBe(401);
  expect(await check()).toBe(0);
});

test('a directory that is empty, or lacks most people, ends nobody', async () => {
  expect(await checking([]).check()).toBe(0);
  expect(await checking(people.slice(0, 1)).check()).toBe(0);
  expect((await (await door.as(alvin)).get('/api/work')).status).toBe(200);
});

test('somebody the list forgot but the directory still knows stays', async () => {
  const known = { user: userOf(alvin), unionId: 'u', name: 'n', active: true };
  const { check } = checking(
    people.filter((one) => one.id !== alvin.id),
    {
      directoryOf: () => ({
        everyone: async () => people.filter((one) => one.id !== alvin.id).map(userOf),
        person: async () => known,
      }),
    },
  );
  expect(await check()).toBe(0);
});
