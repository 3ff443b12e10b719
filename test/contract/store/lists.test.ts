import { afterAll, beforeAll, expect, test } from 'vitest';
import { id, type PatientId, type ReferralId } from '#src/domain/ids.ts';
import { move } from '#src/domain/referral/moves.ts';
import type { ReferralQuery } from '#src/ports/ledger.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';
import { aContent, aReferral, later, noon } from '#test/builders/a-referral.ts';
import { aStore, type TestStore } from '#test/builders/a-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await aStore();
  await store.ledger.write(async (page) => {
    for (let count = 0; count < 12; count += 1) {
      const referral = aReferral({
        id: id<ReferralId>(`ref-${String(count).padStart(2, '0')}`),
        code: `B${String.fromCharCode(65 + count)}K-42Q`,
        patient: id<PatientId>(`patient-${count}`),
        // Two at a time begin at the same moment.
        startedAt: later(Math.floor(count / 2)),
      });
      await page.referrals.add(referral, aContent(), undefined, count === 0 ? 'shared:group' : undefined);
      if (count % 3 === 0 && count > 0)
        await page.referrals.keep(
          move(referral, { do: 'cancel', by: alvin.id, because: 'withdrawn', words: 'x' }, noon),
          undefined,
        );
    }
  });
});
afterAll(async () => {
  await store.close();
  await store.drop();
});

const read = (query: ReferralQuery) => store.ledger.read((page) => page.referrals.list(query));

test('a list read page by page shows each referral once, open ones first and newest first', async () => {
  const seen: string[] = [];
  let after: ReferralQuery['after'];
  for (;;) {
    const rows = await read({ limit: 5, ...(after ? { after } : {}) });
    seen.push(...rows.map(({ referral }) => referral.id));
    const last = rows.at(-1)?.referral;
    if (!last) break;
    after = { startedAt: last.startedAt, id: last.id };
  }
  const open = ['11', '10', '08', '07', '05', '04', '02', '01', '00'];
  expect(seen).toEqual([...open, '09', '06', '03'].map((number) => `ref-${number}`));
});

test('a list keeps to what was asked: open or over, and whose', async () => {
  expect(await read({ open: false, limit: 50 })).toHaveLength(3);
  expect(await read({ open: true, limit: 50 })).toHaveLength(9);
  expect(await read({ states: ['cancelled'], author: alvin.id, limit: 50 })).toHaveLength(3);
  expect(await read({ author: cheung.id, limit: 50 })).toEqual([]);
});

test('a growing draft is found by looking as well as by holding it', async () => {
  const looking = await store.ledger.read((page) => page.referrals.openDraft(alvin.id, 'shared:group'));
  const holding = await store.ledger.write((page) => page.referrals.openDraft(alvin.id, 'shared:group'));
  expect(looking).toEqual(holding);
  expect(looking?.referral.id).toBe('ref-00');
});

test('overdue referrals are held by one clock at a time', async () => {
  await store.ledger.write((page) => page.referrals.setDue(id<ReferralId>('ref-01'), { at: noon, rung: 1 }));
  const [one, other] = await store.ledger.write(async (page) => {
    const mine = await page.referrals.overdue(later(1), 10);
    return [mine, await store.ledger.write((second) => second.referrals.overdue(later(1), 10))];
  });
  expect(one?.map(({ referral }) => referral.id)).toEqual(['ref-01']);
  expect(other).toEqual([]);
});
