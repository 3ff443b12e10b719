import { afterEach, expect, test } from 'vitest';
import { handoverShown, takenShown } from '#src/contract/handover.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { Referral } from '#src/domain/referral/referral.ts';
import { escalateHandovers } from '#src/usecases/handover/escalate-handovers.ts';
import { openHandovers } from '#src/usecases/handover/open-handovers.ts';
import { aConsultedDoor, sent } from '#test/builders/a-consulted-door.ts';
import { alvin, cheung, kwan, lam, ng, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, noon } from '#test/builders/a-referral.ts';

let door: Awaited<ReturnType<typeof aConsultedDoor>>;
afterEach(() => door.close());

const codeOf = async (answer: Promise<Response>) => {
  const found = await answer;
  return [found.status, (await found.json()) as { code: string; details: object }] as const;
};
const handoverOf = async (person: Parameters<typeof door.at>[0]) =>
  handoverShown.parse(await (await (await door.at(person)).get('/api/handover')).json()).places;
const taking = (...referrals: readonly string[]) => ({ institution: twc, referrals });
const accepted: Referral = { ...sent, standing: { state: 'accepted', since: noon, by: cheung.id }, heldBy: cheung.id };
const work = () => ({ open: openHandovers(door.parts.world), escalate: escalateHandovers(door.parts.world) });
/** What the regular work does when the evening shift begins: noon is the middle of the day's. */
const atEight = async () => {
  await work().open();
  door.store.clock.pass(8 * 60);
  return work().open();
};
const said = async (key: string) =>
  (await door.queued()).filter((one) => one.do === 'say' && one.words[0]?.key === key);

test('at the change of shift every open case is put up once, and those who come on duty hear a number and codes', async () => {
  door = await aConsultedDoor();
  expect(await work().open()).toEqual([]);
  expect((await handoverOf(cheung))[0]).toMatchObject({ lines: [{ standing: 'new' }] });
  door.store.clock.pass(8 * 60);
  // Two instances, and a second look.
  const opened = await Promise.all([work().open(), work().open()]);
  expect(opened.flat().filter((where) => where === twc)).toHaveLength(1);
  expect(await work().open()).toEqual([]);

  const told = await said('told.handover');
  expect(told.map((one) => one.do === 'say' && one.person)).toEqual([cheung.id, ng.id, yip.id]);
  expect(told[0]).toMatchObject({ words: [{ with: { n: 1, pressing: 1, codes: 'B7K-42Q' } }] });
  expect(JSON.stringify(told)).not.toMatch(/CHAN|A123456|chest/i);
  const [place] = await handoverOf(cheung);
  expect(place).toMatchObject({
    institution: 'twc',
    rostered: false,
    lines: [{ code: 'B7K-42Q', standing: 'waiting', mine: true, patient: 'C.S.M. · •••563' }],
  });
  // The sending side has nothing in hand, a privacy officer no handover at all.
  expect((await handoverOf(alvin))[0]?.lines).toEqual([]);
  expect(await handoverOf(kwan)).toEqual([]);
});

test('a clock that is set back opens no old handover', async () => {
  door = await aConsultedDoor();
  await atEight();
  door.store.clock.pass(-9 * 60);
  expect(await work().open()).toEqual([]);
  door.store.clock.pass(9 * 60);
  expect(await work().open()).toEqual([]);
  expect(await said('told.handover')).toHaveLength(3);
});

test('two take one case at once: one has it and holds the referral, the other hears who', async () => {
  door = await aConsultedDoor(accepted);
  await atEight();
  const [one, other] = [await door.at(ng), await door.at(yip)];
  const answers = await Promise.all([
    codeOf(one.post('/api/handover/take', taking(sent.id))),
    codeOf(other.post('/api/handover/take', taking(sent.id))),
  ]);
  expect(answers.map(([status]) => status).sort()).toEqual([200, 409]);
  const [winner, loser] = answers[0][0] === 200 ? ['ng', answers[1][1]] : ['yip', answers[0][1]];
  expect(loser).toMatchObject({ code: 'handover.taken', details: { who: `Dr ${winner}` } });
  const row = await door.store.ledger.read((page) => page.referrals.get(sent.id));
  expect(row?.referral.heldBy).toBe(winner);
  // Again is once.
  const again = await (winner === 'ng' ? one : other).post('/api/handover/take', taking(sent.id));
  expect(again.status).toBe(200);
  expect(
    (await door.happened('handover')).filter((each) => each.what === 'handover' && each.step === 'taken'),
  ).toHaveLength(1);
  expect((await handoverOf(cheung))[0]?.lines).toMatchObject([{ standing: 'taken', by: { en: `Dr ${winner}` } }]);
});

test('all of mine by one button: what somebody else has is left out and counted', async () => {
  door = await aConsultedDoor(accepted);
  await door.store.ledger.write(async (page) => {
    for (const name of ['ref-2', 'ref-3'])
      await page.referrals.add(
        { ...accepted, id: id<ReferralId>(name), code: name.toUpperCase() },
        aContent(),
        undefined,
        undefined,
      );
  });
  await atEight();
  await (await door.at(yip)).post('/api/handover/take', taking('ref-2'));
  const answer = await (await door.at(ng)).post('/api/handover/take', taking(sent.id, 'ref-2', 'ref-3', 'ref-none'));
  const done = takenShown.parse(await answer.json());
  expect(done).toMatchObject({ taken: 2, missed: 2 });
  expect(done.shown.places[0]?.lines.filter(({ byMe }) => byMe)).toHaveLength(2);
});

test('nobody takes it: the cover hears, then the head, each once, and everybody sees it; it can still be taken', async () => {
  door = await aConsultedDoor();
  await atEight();
  expect(await work().escalate()).toEqual([]);
  door.store.clock.pass(31);
  expect(await Promise.all([work().escalate(), work().escalate()])).toContainEqual([twc]);
  expect(await work().escalate()).toEqual([]);
  expect((await said('told.handover-cover')).map((one) => one.do === 'say' && one.person)).toEqual([ng.id]);
  expect((await handoverOf(cheung))[0]?.lines).toMatchObject([{ standing: 'escalated' }]);
  door.store.clock.pass(31);
  await work().escalate();
  expect((await said('told.handover-head')).map((one) => one.do === 'say' && one.person)).toEqual([cheung.id]);
  door.store.clock.pass(90);
  expect(await work().escalate()).toEqual([]);
  expect((await door.queued()).filter((one) => one.do === 'ding')).toHaveLength(2);
  expect((await (await door.at(ng)).post('/api/handover/take', taking(sent.id))).status).toBe(200);
});

test('what was taken in time is told to nobody; the next shift takes it anew', async () => {
  door = await aConsultedDoor();
  await atEight();
  await (await door.at(ng)).post('/api/handover/take', taking(sent.id));
  door.store.clock.pass(31);
  await work().escalate();
  expect(await said('told.handover-cover')).toEqual([]);
  door.store.clock.pass(12 * 60);
  expect(await work().open()).toContain(twc);
  expect((await handoverOf(ng))[0]?.lines).toMatchObject([{ standing: 'waiting' }]);
});

test('a note is sealed, shown to who may read the referral, and each first look at it is in the trail; closed and foreign cases are refused', async () => {
  door = await aConsultedDoor();
  await atEight();
  const nurse = await door.at(yip);
  const note = (text: string, referral: string = sent.id) => ({ institution: twc, referral, text });
  expect((await nurse.post('/api/handover/note', note('Ring the daughter before ten'))).status).toBe(200);
  expect((await codeOf(nurse.post('/api/handover/note', note('x'.repeat(501)))))[1]).toMatchObject({
    code: 'door.bad-request',
  });
  expect((await codeOf(nurse.post('/api/handover/note', note('hello', 'ref-none'))))[1]).toMatchObject({
    code: 'referral.not-found',
  });
  expect((await codeOf((await door.at(kwan)).post('/api/handover/note', note('hello'))))[1]).toMatchObject({
    code: 'person.role',
  });
  for (let looks = 0; looks < 2; looks += 1)
    expect((await handoverOf(cheung))[0]?.lines).toMatchObject([
      { note: { text: 'Ring the daughter before ten', by: { en: 'Dr yip' } } },
    ]);
  expect(await door.happened('seen')).toMatchObject([{ how: 'handover', by: { person: cheung.id } }]);
  await door.withdraw();
  expect((await handoverOf(cheung))[0]?.lines[0]?.note).toBeUndefined();
  expect((await codeOf((await door.at(alvin)).post('/api/handover/take', taking(sent.id))))[1]).toMatchObject({
    code: 'person.role',
  });
});

test('a case that closed since is not in the handover any more', async () => {
  door = await aConsultedDoor();
  await atEight();
  await door.store.ledger.write((page) =>
    page.referrals.keep(
      {
        ...sent,
        version: sent.version + 1,
        standing: { state: 'cancelled', since: noon, by: alvin.id, because: 'entered-in-error', words: 'wrong' },
      },
      undefined,
    ),
  );
  expect((await codeOf((await door.at(ng)).post('/api/handover/take', taking(sent.id))))[1]).toMatchObject({
    code: 'handover.over',
  });
});

test('a draft is handed over too: a colleague sees whose it is and takes it, and who the patient is stays with its author', async () => {
  door = await aConsultedDoor(aReferral());
  await atEight();
  const [place] = await handoverOf(lam);
  expect(place?.lines).toMatchObject([
    { state: 'draft', patient: '–', author: { en: 'Dr alvin' }, standing: 'waiting' },
  ]);
  expect((await handoverOf(alvin))[0]?.lines).toMatchObject([{ patient: 'C.S.M. · •••563' }]);
  const taken = await (await door.at(lam)).post('/api/handover/take', { institution: tmh, referrals: [sent.id] });
  expect(taken.status).toBe(200);
});
