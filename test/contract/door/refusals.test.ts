import { afterEach, beforeEach, expect, test } from 'vitest';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, cheung, tmh } from '#test/builders/a-house.ts';
import { aContent, aReferral, noon } from '#test/builders/a-referral.ts';

const elsewhere = aPerson('far', 'pyn' as typeof tmh, ['consultant']);
const draft = aReferral({ standing: { state: 'draft', since: noon } });

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor({}, aHouse({ people: [...aHouse().people, elsewhere] }));
  await door.store.ledger.write(async (page) => {
    await page.patients.add(draft.patient, aContent().identity);
    await page.referrals.add(draft, aContent(), undefined, undefined);
  });
});
afterEach(() => door.close());

const tries = async (chain: string) =>
  (
    await door.store.pool.query<{ body: string }>(
      "select body from happenings where what = 'refused' and chain = $1 order by seq",
      [chain],
    )
  ).rows.map(({ body }) => JSON.parse(body) as { deed: string; code: string; by: unknown; referral?: string });

test('every try for want of leave is one entry: who, at which door, why not', async () => {
  const far = await door.as(elsewhere);
  expect((await far.get(`/api/referrals/${draft.id}`)).status).toBe(404);
  expect((await far.get('/api/reviews')).status).toBe(422);
  expect((await far.get('/api/privacy')).status).toBe(422);
  expect(await tries(tmh)).toMatchObject([{ code: 'referral.not-found', by: { person: 'far' }, referral: draft.id }]);
  expect(await tries('pyn')).toMatchObject([
    { deed: 'GET reviews', code: 'person.role' },
    { deed: 'GET privacy', code: 'person.role' },
  ]);
});

test('what was typed in place of an id stays out of the trail, and a slip of the pen is no try', async () => {
  const far = await door.as(elsewhere);
  await far.get('/api/referrals/A123456-3/record');
  const { rows } = await door.store.pool.query('select 1 from happenings where body like $1', ['%A123456%']);
  expect(rows).toEqual([]);
  expect((await (await door.as(alvin)).post('/api/drafts', { nonsense: true })).status).toBe(400);
  await (await door.as(cheung)).get(`/api/referrals/${draft.id}`);
  expect((await tries(tmh)).map(({ by }) => by)).toMatchObject([{ person: 'cheung' }]);
});
