import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DrillDesk, DrillResult } from '#src/contract/drill.ts';
import type { FiguresShown } from '#src/contract/figures.ts';
import { type DrillPlan, drillMark } from '#src/domain/drill/drill.ts';
import type { Errand } from '#src/domain/errand.ts';
import { type GroupId, type HotlineId, id, type PatientId, type ReferralId, type UserId } from '#src/domain/ids.ts';
import { fileDue } from '#src/usecases/archive/file-due.ts';
import { joinPatients } from '#src/usecases/drafting/join-patients.ts';
import { endDueDrills } from '#src/usecases/drill/end-drill.ts';
import { mindDrill } from '#src/usecases/drill/mind-drill.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cardioGroup, cheung, kwan, lam, ng, shared, tmCardio, yip } from '#test/builders/a-house.ts';
import { aContent } from '#test/builders/a-referral.ts';
import { theNaming } from '#test/builders/the-naming.ts';

const plan: DrillPlan = { hotline: tmCardio, people: [alvin.id, lam.id, cheung.id], group: false, minutes: 120 };
let door: Awaited<ReturnType<typeof aDoor>>;
type Seat = Awaited<ReturnType<typeof door.as>>;
let head: Seat;
beforeEach(async () => {
  door = await aDoor({ drills: [plan] });
  head = await door.as(lam);
});
afterEach(() => door.close());

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const start = (seat: Seat, more: object = {}) =>
  seat.post('/api/drills', { hotline: tmCardio, author: alvin.id, ...more });
async function begun(): Promise<ReferralId> {
  const answer = await start(head);
  expect(answer.status).toBe(200);
  const { drills } = (await answer.json()) as DrillDesk;
  return id<ReferralId>(drills[0]?.referral ?? expect.fail('no drill'));
}
const referralOf = async (which: ReferralId) =>
  (await door.store.ledger.read((page) => page.referrals.get(which)))?.referral ?? expect.fail('no referral');
const act = (seat: Seat, which: ReferralId, action: string, version: number, more: object = {}) =>
  seat.post(`/api/referrals/${which}/actions`, { action, version, ...more });

test('a consultant and an administrator start one; others do not, nor for a doctor of another place or a hotline nobody named', async () => {
  for (const who of [alvin, cheung, ng, yip]) {
    const seat = await door.as(who);
    expect(await codeOf(await start(seat))).toBe('person.role');
    expect(await codeOf(await seat.get('/api/drills'))).toBe('person.role');
  }
  expect(await codeOf(await start(head, { author: cheung.id }))).toBe('person.unknown');
  expect(await codeOf(await start(head, { author: kwan.id }))).toBe('person.unknown');
  expect(await codeOf(await start(head, { hotline: 'tw-to-tm' }))).toBe('drill.not-configured');
  expect((await start(await door.as(kwan))).status).toBe(200);
});

test('it is marked in its code, which every text carries, and lies in no index of people', async () => {
  const which = await begun();
  const referral = await referralOf(which);
  expect(referral.code.startsWith(`${drillMark} `)).toBe(true);
  const { rows } = await door.store.pool.query<{ drill: boolean; names: string; hkid: string | null }>(
    'select r.drill, p.names::text, p.hkid from referrals r join patients p on p.id = r.patient where r.id = $1',
    [which],
  );
  expect(rows).toEqual([{ drill: true, names: '{}', hkid: null }]);
  const short = referral.code.slice(drillMark.length + 1);
  expect((await door.store.ledger.read((page) => page.referrals.byCode(short)))?.referral.id).toBe(which);
  expect(await door.store.ledger.read((page) => page.patients.byName('DRILL PATIENT', 5))).toEqual([]);
  await fileDue({ ...door.parts.world, lexicon: theNaming.lexicon })();
  const filed = await door.store.pool.query('select 1 from archive_entries where referral = $1', [which]);
  expect(filed.rowCount).toBe(0);
});

test('the whole loop works for real, ends by itself, and is told step by step; it is never counted', async () => {
  const which = await begun();
  const [hers, his] = [await door.as(alvin), await door.as(cheung)];
  const consent = await hers.post(`/api/referrals/${which}/consent`, { decision: 'given', way: 'spoken' });
  expect(consent.status).toBe(200);
  const version = async () => (await referralOf(which)).version;
  expect(await (await act(hers, which, 'ask-sign-off', await version())).text()).toContain('awaiting');
  door.store.clock.pass(1);
  expect((await act(head, which, 'sign', await version())).status).toBe(200);
  door.store.clock.pass(2);
  expect((await act(his, which, 'accept', await version())).status).toBe(200);
  door.store.clock.pass(10);
  expect(await endDueDrills(door.parts.world)()).toBe(0);
  door.store.clock.pass(120);
  expect(await endDueDrills(door.parts.world)()).toBe(1);
  expect(await endDueDrills(door.parts.world)()).toBe(0);
  head = await door.as(lam);
  const told = (await (await head.get(`/api/drills/${which}`)).json()) as DrillResult;
  expect(told.endedAt).toBeDefined();
  expect(told.state).toBe('cancelled');
  expect(told.steps.map(({ state }) => state)).toEqual(['draft', 'awaiting-sign-off', 'sent', 'accepted', 'cancelled']);
  expect(told.steps[1]).toMatchObject({ by: alvin.name, seconds: 60, limitSeconds: 300, late: false });
  expect(told.steps[3]).toMatchObject({ by: cheung.name, late: true });
  expect(told.missed).toEqual(['delivered', 'opened', 'booked', 'attended', 'answered', 'closed']);
  const figures = (await (await head.get('/api/figures?days=7')).json()) as FiguresShown;
  expect(figures.hotlines).toEqual([]);
  expect(await door.store.ledger.read((page) => page.alerts.counts())).toEqual([]);
});

test('a tap ends it, twice is once; somebody else finds nothing', async () => {
  const which = await begun();
  expect((await head.post('/api/drills/none/end', {})).status).toBe(404);
  for (let times = 0; times < 2; times += 1) {
    const told = (await (await head.post(`/api/drills/${which}/end`, {})).json()) as DrillResult;
    expect([told.endedAt !== undefined, told.state]).toEqual([true, 'cancelled']);
  }
  const { rows } = await door.store.pool.query<{ what: string }>(
    "select what from happenings where what like 'drill%' order by seq",
  );
  expect(rows.map(({ what }) => what)).toEqual(['drill-begun', 'drill-ended']);
});

test('the identity card number of a person is refused, and an invented patient is never joined to a real one', async () => {
  const which = await begun();
  const hers = await door.as(alvin);
  const real = id<PatientId>('real');
  await door.store.ledger.write((page) => page.patients.add(real, aContent().identity));
  const answer = await hers.post(`/api/referrals/${which}/notes`, { text: 'HKID A123456(3), CHAN Siu Ming' });
  expect(await codeOf(answer)).toBe('drill.real-patient');
  const referral = await referralOf(which);
  expect(referral.patient).not.toBe(real);
  await expect(
    door.store.ledger.write((page) => joinPatients(door.parts.world, page, referral, real, { person: alvin.id })),
  ).rejects.toThrow('invented');
});

test('only participants hear of it: nobody else, no group that is not named, nobody by telephone', async () => {
  const which = await begun();
  const other = id<HotlineId>('none');
  const went: Errand[] = [];
  const run = mindDrill(door.parts.world, [plan], async ({ errand }) => {
    went.push(errand);
    return { is: 'done' };
  });
  const ask = async (errand: Errand) =>
    (await run({ id: '1', errand, lane: 'now', tries: 0, begunBefore: false } as Parameters<typeof run>[0])).is;
  const words = [{ key: 'push.title' }];
  const chat = (user: string) => ({ tenant: shared, in: 'chat', user: id<UserId>(user) }) as const;
  const group = { tenant: shared, in: 'group', group: id<GroupId>(cardioGroup) } as const;
  expect(await ask({ do: 'say', place: chat('u-cheung'), words, about: which })).toBe('done');
  expect(await ask({ do: 'say', place: chat('u-ng'), words, about: which })).toBe('dropped');
  expect(await ask({ do: 'say', place: group, words, about: which })).toBe('dropped');
  expect(await ask({ do: 'show-referral', referral: which, place: group })).toBe('dropped');
  expect(await ask({ do: 'add-to-do', referral: which, person: yip.id, about: 'missed-visit' })).toBe('dropped');
  expect(await ask({ do: 'book-visit', referral: which, at: new Date(0).toISOString() })).toBe('dropped');
  const call = { do: 'ding', tenant: shared, words: { key: 'push.title' }, about: which, key: 'k' } as const;
  expect(await ask({ ...call, people: [ng.id], how: 'phone' })).toBe('dropped');
  expect(await ask({ ...call, people: [ng.id, lam.id], how: 'phone' })).toBe('done');
  expect(went.at(-1)).toMatchObject({ people: [lam.id], how: 'app' });
  const nobody = mindDrill(door.parts.world, [{ ...plan, hotline: other }], async () => ({ is: 'done' }));
  const said = { do: 'say', place: chat('u-cheung'), words, about: which } as const;
  expect((await nobody({ id: '1', errand: said, lane: 'now', tries: 0, begunBefore: false } as never)).is).toBe(
    'dropped',
  );
});
