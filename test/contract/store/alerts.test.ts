import { afterEach, beforeEach, expect, test } from 'vitest';
import { id, type PatientId } from '#src/domain/ids.ts';
import type { KeptAlert } from '#src/ports/alerts.ts';
import { alvin, tmh, twc } from '#test/builders/a-house.ts';
import { aContent, aReferral, noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await store.ledger.write(async (page) => page.patients.add(aReferral().patient, aContent().identity));
});
afterEach(async () => {
  await store.close();
  await store.drop();
});

const anAlert = (more: Partial<KeptAlert> = {}): KeptAlert => ({
  id: 'alert-1',
  referral: aReferral().id,
  patient: aReferral().patient,
  tier: 'stop',
  key: 'DDI001 diclofenac warfarin',
  rule: 'DDI001',
  version: '2026-11-22',
  raisedAt: noon,
  ...more,
});
const said = { by: alvin.id, at: noon, reason: 'benefit-outweighs', words: 'stent last week' };
const kept = () => store.ledger.read((page) => page.alerts.of(aReferral().id));

test('an alert comes back as it was raised, and what was said to it', async () => {
  await store.ledger.write((page) => page.alerts.add(anAlert(), tmh));
  expect(await kept()).toEqual([anAlert()]);
  await store.ledger.write((page) => page.alerts.acknowledge(anAlert(), tmh, said));
  expect(await kept()).toEqual([anAlert({ acknowledged: said })]);
});

test('acknowledging twice is once, also in the counts', async () => {
  await store.ledger.write((page) => page.alerts.add(anAlert(), tmh));
  const first = await store.ledger.write((page) => page.alerts.acknowledge(anAlert(), tmh, said));
  const second = await store.ledger.write((page) =>
    page.alerts.acknowledge(anAlert(), tmh, { ...said, reason: 'other' }),
  );
  expect([first, second]).toEqual([true, false]);
  expect((await kept())[0]?.acknowledged).toEqual(said);
  expect(await store.ledger.read((page) => page.alerts.counts(tmh))).toEqual([
    { rule: 'DDI001', institution: tmh, tier: 'stop', raised: 1, overridden: 1 },
  ]);
  expect(await store.ledger.read((page) => page.alerts.counts(twc))).toEqual([]);
});

test('nothing that tells of a patient or a drug stands in the clear beside an alert', async () => {
  await store.ledger.write((page) => page.alerts.add(anAlert(), tmh));
  const { rows } = await store.pool.query<{ line: string }>('select alerts::text as line from alerts');
  expect(rows.map(({ line }) => line).join()).not.toMatch(/DDI001|warfarin|diclofenac/);
});

test('alerts go along when a patient turns out to be one we know', async () => {
  const known = id<PatientId>('patient-2');
  await store.ledger.write(async (page) => {
    await page.patients.add(known, { ...aContent().identity, hkid: 'B123456(2)' });
    await page.alerts.add(anAlert(), tmh);
    await page.patients.merge(aReferral().patient, known);
  });
  expect(await kept()).toEqual([anAlert({ patient: known })]);
});
