import { afterEach, expect, test } from 'vitest';
import { visitsShown } from '#src/contract/visits.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { wakeFollowUps } from '#src/usecases/visits/wake-follow-ups.ts';
import { aConsultedDoor, sent } from '#test/builders/a-consulted-door.ts';
import { aHouse, alvin, aPerson, cheung, kwan, type twc, yip } from '#test/builders/a-house.ts';
import { aContent, later, noon } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aConsultedDoor>>;
afterEach(() => door.close());

const booked = (at: Date): Referral => ({
  ...sent,
  standing: { state: 'booked', since: noon, visit: { at, bookedBy: yip.id } },
  heldBy: cheung.id,
});
const phone = '9123 4567';
const reachable = { identity: { ...aContent().identity, phone } };
const codeOf = async (answer: Promise<Response>) => {
  const found = await answer;
  return [found.status, ((await found.json()) as { code: string }).code];
};
const visits = async (person: Parameters<typeof door.at>[0]) =>
  visitsShown.parse(await (await (await door.at(person)).get('/api/visits')).json()).lines;

test('a visit moves through the list as time passes; what is done in place is the referral’s own step', async () => {
  door = await aConsultedDoor(booked(later(120)));
  expect(await visits(yip)).toMatchObject([
    {
      part: 'today',
      at: later(120).toISOString(),
      clock: { owner: { en: 'Dr cheung' } },
      clash: false,
      mayCall: false,
    },
  ]);
  door.store.clock.pass(121);
  const [line] = await visits(yip);
  expect(line).toMatchObject({ part: 'outcome', patient: 'C.S.M. · •••563' });
  expect(line?.actions.map(({ name }) => name)).toEqual(['attended', 'missed', 'book']);
  const nurse = await door.at(yip);
  await nurse.post(`/api/referrals/${sent.id}/actions`, { action: 'missed', version: line?.version });
  expect(await visits(yip)).toMatchObject([{ part: 'missed', state: 'did-not-attend' }]);
  const at = later(3 * 1_440).toISOString();
  await nurse.post(`/api/referrals/${sent.id}/actions`, { action: 'book', version: (line?.version ?? 0) + 1, at });
  expect(await visits(cheung)).toMatchObject([{ part: 'week', at }]);
  // The sending side sees that it is booked, and books nothing.
  expect(await visits(alvin)).toMatchObject([{ part: 'week', actions: [] }]);
});

test('two visits of one patient at one time are shown as a clash; two patients at one time are not', async () => {
  door = await aConsultedDoor(booked(later(120)));
  const other = (name: string, patient: Referral['patient'], at: Date) => ({
    ...booked(at),
    id: id<ReferralId>(name),
    code: name.toUpperCase(),
    patient,
  });
  await door.store.ledger.write(async (page) => {
    const stranger = id<PatientId>('patient-2');
    const { hkid: _own, ...identity } = aContent().identity;
    await page.patients.add(stranger, identity);
    await page.referrals.add(other('same', sent.patient, later(140)), aContent(), undefined, undefined);
    await page.referrals.add(other('else', stranger, later(140)), { ...aContent(), identity }, undefined, undefined);
  });
  expect((await visits(yip)).map(({ id: which, clash }) => [which, clash]).sort()).toEqual([
    ['else', false],
    ['ref-1', true],
    ['same', true],
  ]);
});

test('the telephone number is shown to who may call, by a tap that is noted, and never with the list', async () => {
  door = await aConsultedDoor(booked(later(120)), reachable);
  expect(await visits(yip)).toMatchObject([{ mayCall: true }]);
  expect(JSON.stringify(await visits(yip))).not.toContain('4567');
  const path = `/api/referrals/${sent.id}/phone`;
  expect(await (await (await door.at(yip)).post(path, {})).json()).toEqual({ phone });
  expect(await door.happened('phone-shown')).toMatchObject([{ by: { person: yip.id }, ground: 'consented' }]);
  expect(JSON.stringify(await door.store.ledger.read((page) => page.trail.of(sent.id)))).not.toContain('4567');

  expect(await codeOf((await door.at(kwan)).post(path, {}))).toEqual([404, 'referral.not-found']);
  await door.withdraw();
  expect(await codeOf((await door.at(yip)).post(path, {}))).toEqual([404, 'referral.not-found']);
  expect(await door.happened('phone-shown')).toHaveLength(1);
});

test('without a number there is nobody to call, and to a stranger there is no referral', async () => {
  const stranger = aPerson('far', 'pyn' as typeof twc, ['nurse']);
  door = await aConsultedDoor(booked(later(120)), {}, aHouse({ people: [...aHouse().people, stranger] }));
  const path = `/api/referrals/${sent.id}`;
  expect(await codeOf((await door.at(yip)).post(`${path}/phone`, {}))).toEqual([422, 'visit.no-phone']);
  const far = await door.at(stranger);
  expect(await visits(stranger)).toEqual([]);
  for (const [deed, body] of [
    ['phone', {}],
    ['follow-ups', { days: 42, owner: 'us' }],
    ['follow-ups/any/end', { because: 'seen' }],
  ] as const)
    expect(await codeOf(far.post(`${path}/${deed}`, body))).toEqual([404, 'referral.not-found']);
});

test('an answer with "see again in six weeks": it stands in the list, wakes the closed case on its day, and a booking ends it', async () => {
  const attended = { state: 'attended', since: noon, visit: { at: noon, bookedBy: yip.id }, by: yip.id } as const;
  door = await aConsultedDoor({ ...sent, standing: attended, heldBy: cheung.id });
  const doctor = await door.at(cheung);
  const followUp = { days: 42, owner: 'us' };
  const asked = { action: 'answer', version: sent.version, words: 'Echo normal', followUp };
  expect((await doctor.post(`/api/referrals/${sent.id}/actions`, asked)).status).toBe(200);
  expect(await visits(yip)).toMatchObject([
    {
      part: 'to-book',
      state: 'answered',
      followUps: [{ due: '2027-01-04T01:00:00.000Z', isDue: false, mayEnd: true }],
    },
  ]);
  await (await door.at(alvin)).post(`/api/referrals/${sent.id}/actions`, {
    action: 'close',
    version: sent.version + 1,
  });
  expect(await visits(yip)).toMatchObject([{ state: 'closed', part: 'to-book', clock: { ownerIsMe: false } }]);

  const wake = wakeFollowUps(door.parts.world);
  expect(await wake()).toBe(0);
  door.store.clock.pass(42 * 1_440);
  expect([await wake(), await wake()]).toEqual([1, 0]);
  const [line] = await visits(yip);
  expect(line).toMatchObject({
    state: 'accepted',
    clock: { owner: { en: 'Dr cheung' } },
    followUps: [{ isDue: true }],
  });
  const told = (await door.queued()).flatMap((one) => (one.do === 'say' ? [one.words[0]?.key] : []));
  expect(told).toEqual(expect.arrayContaining(['told.follow-up-set', 'told.follow-up-due']));

  const at = later(43 * 1_440).toISOString();
  await (await door.at(yip)).post(`/api/referrals/${sent.id}/actions`, { action: 'book', version: line?.version, at });
  expect(await visits(yip)).toMatchObject([{ part: 'week', followUps: [] }]);
  const steps = (await door.happened('follow-up')).map((one) => one.what === 'follow-up' && one.step);
  expect(steps).toEqual(['set', 'due', 'booked']);
});

test('a follow-up ends with a reason, once; another day replaces the first; only the receiving doctors set one', async () => {
  const accepted = { state: 'accepted', since: noon, by: cheung.id } as const;
  door = await aConsultedDoor({ ...sent, standing: accepted, heldBy: cheung.id });
  const path = `/api/referrals/${sent.id}/follow-ups`;
  const [doctor, nurse, author] = [await door.at(cheung), await door.at(yip), await door.at(alvin)];
  expect(await codeOf(author.post(path, { days: 42, owner: 'us' }))).toEqual([422, 'person.role']);
  expect(await codeOf(doctor.post(path, { days: 0, owner: 'us' }))).toEqual([422, 'visit.unclear-time']);
  await doctor.post(path, { days: 42, owner: 'us' });
  await doctor.post(path, { days: 14, owner: 'us' });
  await doctor.post(path, { days: 90, owner: 'referrer' });
  const [line] = await visits(yip);
  expect(line?.followUps.map(({ due, mayEnd }) => [due, mayEnd])).toEqual([
    ['2026-12-07T01:00:00.000Z', true],
    ['2027-02-21T01:00:00.000Z', false],
  ]);
  const [ours, theirs] = line?.followUps ?? [];
  const end = (who: typeof nurse, one: string | undefined, because: string) =>
    who.post(`${path}/${one}/end`, { because });
  expect(await codeOf(end(nurse, theirs?.id, 'seen'))).toEqual([422, 'person.role']);
  expect(await codeOf(end(nurse, 'none', 'seen'))).toEqual([404, 'follow-up.not-found']);
  expect((await end(nurse, ours?.id, 'patient-declined')).status).toBe(200);
  expect((await end(nurse, ours?.id, 'patient-declined')).status).toBe(200);
  expect(await codeOf(end(nurse, ours?.id, 'seen'))).toEqual([409, 'follow-up.over']);
  expect((await end(author, theirs?.id, 'seen')).status).toBe(200);
  expect(await visits(yip)).toMatchObject([{ followUps: [] }]);
});

test('a case that was withdrawn is not woken: its follow-up ends by itself, and nobody is told', async () => {
  const accepted = { state: 'accepted', since: noon, by: cheung.id } as const;
  door = await aConsultedDoor({ ...sent, standing: accepted, heldBy: cheung.id });
  await (await door.at(cheung)).post(`/api/referrals/${sent.id}/follow-ups`, { days: 7, owner: 'us' });
  const gone = { action: 'cancel', version: sent.version, reason: 'patient-died', words: 'at home' };
  expect((await (await door.at(alvin)).post(`/api/referrals/${sent.id}/actions`, gone)).status).toBe(200);
  expect(await visits(yip)).toEqual([]);
  door.store.clock.pass(8 * 1_440);
  const before = (await door.queued()).length;
  expect(await wakeFollowUps(door.parts.world)()).toBe(1);
  expect((await door.queued()).length).toBe(before);
  const steps = (await door.happened('follow-up')).map((one) => one.what === 'follow-up' && one.step);
  expect(steps).toEqual(['set', 'ended']);
});
