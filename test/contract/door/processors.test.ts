import { afterEach, beforeEach, expect, test } from 'vitest';
import { privacyDesk } from '#src/contract/privacy.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, kwan } from '#test/builders/a-house.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor();
});
afterEach(() => door.close());

test('the register of processors stands on the desk and is taken along; who keeps no registers gets none, and taking it is in the trail', async () => {
  const officer = await door.as(kwan);
  const desk = privacyDesk.parse(await (await officer.get('/api/privacy')).json());
  expect(desk.processors).toMatchObject([{ id: 'dingtalk', is: 'in-force' }]);

  const csv = await officer.get('/api/privacy/processors.csv');
  expect(csv.headers.get('content-disposition')).toContain('processors-');
  expect(await csv.text()).toContain('dingtalk,DingTalk,');
  expect(await (await officer.get('/api/privacy/processors.json')).json()).toMatchObject([
    { id: 'dingtalk', contract: { until: '2030-12-31' }, is: 'in-force' },
  ]);
  expect((await (await door.as(alvin)).get('/api/privacy/processors.csv')).status).toBe(422);
  const { rows } = await door.store.pool.query("select body from happenings where what = 'exported'");
  expect(rows).toHaveLength(2 * kwan.works.length);
});
