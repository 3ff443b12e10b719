import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Consultation, type ConsultationId, see, speak } from '#src/domain/consultation/consultation.ts';
import { id, type PatientId } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import { bookFollowUp, comeDue, type FollowUp, type FollowUpId } from '#src/domain/visits/follow-up.ts';
import { alvin, cheung, tmh, twc, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, later, noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
const { patient, id: referral } = aReferral();
beforeEach(async () => {
  store = await aStore();
  await store.ledger.write(async (page) => {
    await page.patients.add(patient, aContent().identity);
    await page.referrals.add(aReferral(), aContent(), undefined, undefined);
  });
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const aQuestion = (name: string, more: Partial<Consultation> = {}): Consultation => ({
  id: id<ConsultationId>(name),
  referral,
  patient,
  by: alvin.id,
  from: tmh,
  of: { at: twc, person: cheung.id },
  pin: { on: 'finding', type: 'problem', name: 'atrial fibrillation' },
  askedAt: noon,
  standing: { state: 'asked', since: noon },
  version: 1,
  ...more,
});
const aWord = (consultation: string, name: string, text: string) => ({
  id: name,
  consultation: id<ConsultationId>(consultation),
  referral,
  patient,
  by: alvin.id,
  at: noon,
  answers: false,
  text,
});
const codeOf = (error: unknown) => (error instanceof Refused ? error.code : String(error));

test('a question comes back as it was kept, in every state, and what it points at is sealed', async () => {
  const asked = aQuestion('q');
  await store.ledger.write((page) => page.consultations.keep(asked, later(30)));
  const get = () => store.ledger.read((page) => page.consultations.get(asked.id));
  expect(await get()).toEqual(asked);
  const seen = see(asked, cheung, later(1));
  await store.ledger.write((page) => page.consultations.keepSeen(seen));
  expect(await get()).toEqual(seen);
  const answered = speak(seen, cheung, later(2));
  await store.ledger.write((page) => page.consultations.keep(answered, undefined));
  expect(await get()).toEqual(answered);
  // Read once more, it stays answered.
  await store.ledger.write((page) => page.consultations.keepSeen(seen));
  expect(await get()).toEqual(answered);
  const { rows } = await store.pool.query<{ sealed: Buffer }>('select sealed from consultations');
  expect(rows[0]?.sealed.includes('fibrillation')).toBe(false);
});

test('of two who keep the same next version one is refused', async () => {
  const asked = aQuestion('q');
  await store.ledger.write((page) => page.consultations.keep(asked, undefined));
  const both = [speak(asked, cheung, later(1)), speak(asked, yip, later(1))];
  const kept = await Promise.allSettled(
    both.map((one) => store.ledger.write((page) => page.consultations.keep(one, undefined))),
  );
  expect(kept.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(kept.flatMap((one) => (one.status === 'rejected' ? [codeOf(one.reason)] : []))).toEqual([
    'referral.changed-meanwhile',
  ]);
});

test('words keep their order; a clock that ran out is found once by each who looks while the other holds it', async () => {
  await store.ledger.write(async (page) => {
    await page.consultations.keep(aQuestion('q'), later(30));
    for (const [index, text] of ['one', '二 👩🏽‍⚕️', 'ثلاثة'].entries())
      await page.consultations.say(aWord('q', `w${index}`, text));
  });
  const words = await store.ledger.read((page) => page.consultations.words(id<ConsultationId>('q')));
  expect(words.map(({ text }) => text)).toEqual(['one', '二 👩🏽‍⚕️', 'ثلاثة']);
  await store.ledger.write(async (page) => {
    expect(await page.consultations.overdue(later(29), 10)).toEqual([]);
    expect(await page.consultations.overdue(later(30), 10)).toMatchObject([{ rung: 0 }]);
    expect(await store.ledger.write((other) => other.consultations.overdue(later(30), 10))).toEqual([]);
    await page.consultations.setClock(id<ConsultationId>('q'), later(60), 1);
  });
  await store.ledger.write(async (page) =>
    expect(await page.consultations.overdue(later(60), 10)).toMatchObject([{ rung: 1 }]),
  );
});

test('how much somebody was shown only grows', async () => {
  const show = (words: number) =>
    store.ledger.write((page) => page.consultations.noteShown('q', referral, cheung.id, words));
  for (const words of [2, 1]) await show(words);
  expect(await store.ledger.read((page) => page.consultations.shownTo('q', cheung.id))).toBe(2);
  expect(await store.ledger.read((page) => page.consultations.shownTo('q', alvin.id))).toBe(0);
});

test('follow-ups come in the order of their days, due ones once, and a booked one is no longer open', async () => {
  const followUp = (name: string, minutes: number): FollowUp => ({
    id: id<FollowUpId>(name),
    referral,
    patient,
    by: cheung.id,
    setAt: noon,
    owner: twc,
    due: later(minutes),
    standing: { state: 'open' },
    version: 1,
  });
  const [soon, late] = [followUp('soon', 10), followUp('late', 20)];
  await store.ledger.write(async (page) => {
    await page.followUps.keep(late);
    await page.followUps.keep(soon);
  });
  const open = () => store.ledger.read((page) => page.followUps.openAt([twc], 10));
  expect(await open()).toEqual([soon, late]);
  const due = comeDue(soon, later(10));
  await store.ledger.write(async (page) => {
    expect(await page.followUps.due(later(10), 10)).toEqual([soon]);
    await page.followUps.keep(due);
    expect(await page.followUps.due(later(10), 10)).toEqual([]);
  });
  expect(await store.ledger.read((page) => page.followUps.get(soon.id))).toEqual(due);
  await store.ledger.write((page) => page.followUps.keep(bookFollowUp(due, yip.id, later(11))));
  expect(await open()).toEqual([late]);
});

test('two patients found to be one keep their questions; what is erased takes them along', async () => {
  const same = id<PatientId>('same');
  await store.ledger.write(async (page) => {
    await page.consultations.keep(aQuestion('q'), undefined);
    await page.consultations.say(aWord('q', 'w', 'since when?'));
    await page.consultations.noteShown('q', referral, cheung.id, 1);
    const { hkid: _one, ...identity } = aContent().identity;
    await page.patients.add(same, identity);
    await page.patients.merge(patient, same);
  });
  const words = await store.ledger.read((page) => page.consultations.words(id<ConsultationId>('q')));
  expect(words).toMatchObject([{ patient: same, text: 'since when?' }]);
  await store.ledger.write((page) => page.rights.erase(same));
  for (const table of ['consultations', 'consultation_words', 'consultation_looks'])
    expect((await store.pool.query(`select 1 from ${table}`)).rowCount, table).toBe(0);
});
