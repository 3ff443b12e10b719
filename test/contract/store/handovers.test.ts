import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Handover, HandoverCase, HandoverId } from '#src/domain/handover/handover.ts';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import type { RosterLine } from '#src/domain/roster/roster.ts';
import { alvin, cheung, ng, tmCardio, twc, yip } from '#test/builders/a-house.ts';
import { aContent, aReferral, later, noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await store.ledger.write(async (page) => {
    await page.patients.add(aReferral().patient, aContent().identity);
    await page.referrals.add(aReferral(), aContent(), undefined, undefined);
  });
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const which = 'h1' as HandoverId;
const handover = (more: Partial<Handover> = {}): Handover => ({
  id: which,
  institution: twc,
  at: noon,
  since: later(-720),
  openedAt: noon,
  limit: later(30),
  ...more,
});
const waiting: HandoverCase = { handover: which, referral: aReferral().id, standing: { is: 'waiting' } };
const line: RosterLine = {
  institution: twc,
  day: '2026-11-23',
  minute: 480,
  onDuty: [ng.id],
  cover: [cheung.id],
  version: 1,
  by: yip.id,
  at: noon,
};

test('one change of shift is opened once, whoever else opens it at the same moment', async () => {
  const opened = await Promise.all(
    ['h1', 'h2', 'h3'].map((one) =>
      store.ledger.write((page) =>
        page.handovers.open(
          handover({ id: one as HandoverId }),
          [{ ...waiting, handover: one as HandoverId }],
          later(30),
        ),
      ),
    ),
  );
  expect(opened.filter(Boolean)).toHaveLength(1);
  const latest = await store.ledger.read((page) => page.handovers.latest(twc, later(60)));
  expect(latest).toMatchObject({ at: noon, since: later(-720), limit: later(30) });
  expect(await store.ledger.read((page) => page.handovers.cases(latest?.id ?? which))).toHaveLength(1);
});

test('a case comes back as it was kept, and the clock of a handover runs once for each step', async () => {
  await store.ledger.write((page) => page.handovers.open(handover(), [waiting], later(30)));
  const due = (minutes: number) => store.ledger.write((page) => page.handovers.due(later(minutes), 5));
  expect(await due(29)).toEqual([]);
  expect(await due(30)).toMatchObject([{ handover: { id: which }, step: 0 }]);
  await store.ledger.write((page) => page.handovers.setDue(which, later(60), 1));
  expect(await due(59)).toEqual([]);
  expect(await due(60)).toMatchObject([{ step: 1 }]);
  for (const standing of [
    { is: 'escalated', since: later(30) },
    { is: 'taken', by: ng.id, at: later(31) },
  ] as const) {
    await store.ledger.write((page) => page.handovers.keep({ ...waiting, standing }));
    expect(await store.ledger.write((page) => page.handovers.hold(which, waiting.referral))).toEqual({
      ...waiting,
      standing,
    });
  }
  await store.ledger.write((page) => page.handovers.passOn(twc, later(720)));
  expect(await due(600)).toEqual([]);
});

test('the last note of each case is shown; every one is sealed, and goes along when a patient turns out to be one we know', async () => {
  const note = (name: string, text: string) => ({
    id: name,
    institution: twc,
    referral: aReferral().id,
    patient: aReferral().patient,
    by: cheung.id,
    at: noon,
    text,
  });
  await store.ledger.write(async (page) => {
    await page.handovers.addNote(note('n1', 'Call the ward at nine'));
    await page.handovers.addNote(note('n2', 'Ward was called, troponin is coming'));
  });
  const notes = () => store.ledger.read((page) => page.handovers.notes(twc, [aReferral().id]));
  expect(await notes()).toEqual([note('n2', 'Ward was called, troponin is coming')]);
  const { rows } = await store.pool.query<{ line: string }>('select n::text as line from handover_notes n');
  expect(rows.map((row) => row.line).join()).not.toMatch(/troponin|ward/i);

  const known = id<PatientId>('patient-2');
  await store.ledger.write(async (page) => {
    await page.patients.add(known, { ...aContent().identity, hkid: 'B765432(1)' });
    await page.patients.merge(aReferral().patient, known);
  });
  expect(await notes()).toMatchObject([{ patient: known, text: 'Ward was called, troponin is coming' }]);
  await store.ledger.write((page) => page.rights.erase(known));
  expect(await notes()).toEqual([]);
});

test('a roster line comes back with its version; an older one overwrites nothing; a hotline has its own', async () => {
  await store.ledger.write((page) => page.rosters.keep(line));
  await store.ledger.write((page) => page.rosters.keep({ ...line, hotline: tmCardio, onDuty: [cheung.id], cover: [] }));
  expect(await store.ledger.read((page) => page.rosters.between([twc], '2026-11-23', '2026-11-23'))).toEqual([
    line,
    { ...line, hotline: tmCardio, onDuty: [cheung.id], cover: [] },
  ]);
  expect(await store.ledger.write((page) => page.rosters.hold(line))).toEqual(line);
  await store.ledger.write((page) => page.rosters.keep({ ...line, onDuty: [], version: 2, by: alvin.id }));
  await expect(store.ledger.write((page) => page.rosters.keep({ ...line, version: 2 }))).rejects.toMatchObject({
    code: 'roster.changed-meanwhile',
  });
  expect(await store.ledger.read((page) => page.rosters.between([twc], '2026-11-24', '2026-11-30'))).toEqual([]);
});

test('a case that nobody knows is held by nobody', async () => {
  expect(await store.ledger.write((page) => page.handovers.hold(which, id<ReferralId>('none')))).toBeUndefined();
});
