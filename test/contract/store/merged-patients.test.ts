import { afterAll, beforeAll, expect, test } from 'vitest';
import { id, type PatientId } from '#src/domain/ids.ts';
import type { HoldId } from '#src/domain/rights/retention.ts';
import { alvin, tmh } from '#test/builders/a-house.ts';
import { noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

test('two patients found to be one keep their legal holds and every entry of the trail, also those about no referral', async () => {
  const [one, other] = [id<PatientId>('p-one'), id<PatientId>('p-other')];
  await store.ledger.write(async (page) => {
    for (const patient of [one, other]) {
      await page.patients.add(patient, {});
      await page.happened({ what: 'record-opened', at: noon, by: { person: alvin.id }, institution: tmh, patient });
    }
    await page.rights.keepHold({
      id: id<HoldId>('hold-1'),
      patient: one,
      institution: tmh,
      reason: 'A claim is under way',
      by: alvin.id,
      at: noon,
    });
  });
  const written = async () => (await store.pool.query('select body, hash from happenings order by chain, seq')).rows;
  const before = await written();

  await store.ledger.write((page) => page.patients.merge(one, other));

  const [trail, holds] = await store.ledger.read(
    async (page) => [await page.rights.trailOf(other, []), await page.rights.holds({ patient: other })] as const,
  );
  expect(trail).toHaveLength(2);
  expect(holds.map(({ id: which, reason }) => [which, reason])).toEqual([['hold-1', 'A claim is under way']]);
  expect(await written()).toEqual(before);
});
