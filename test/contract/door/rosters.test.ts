import { afterEach, expect, test } from 'vitest';
import { rostersShown, weekCopied } from '#src/contract/rosters.ts';
import { aConsultedDoor } from '#test/builders/a-consulted-door.ts';
import { alvin, cheung, lam, ng, tmCardio, twc, yip } from '#test/builders/a-house.ts';

let door: Awaited<ReturnType<typeof aConsultedDoor>>;
afterEach(() => door.close());

const wish = (more: object = {}) => ({
  institution: twc,
  day: '2026-11-23',
  minute: 480,
  onDuty: [ng.id],
  cover: [cheung.id],
  version: 0,
  ...more,
});
const codeOf = async (answer: Promise<Response>) => {
  const found = await answer;
  return [found.status, ((await found.json()) as { code: string }).code];
};

test('the coordinator plans the shift that runs, and whoever is on duty now is addressed at once', async () => {
  door = await aConsultedDoor();
  const nurse = await door.at(yip);
  const before = rostersShown.parse(await (await nurse.get('/api/rosters')).json());
  expect(before.monday).toBe('2026-11-23');
  expect(before.places).toMatchObject([
    {
      institution: 'twc',
      mayPlan: true,
      otherwise: { onDuty: [{ en: 'Dr cheung' }, { en: 'Dr ng' }, { en: 'Dr yip' }] },
    },
  ]);
  expect(before.places[0]?.shifts).toHaveLength(14);
  expect(before.places[0]?.shifts[0]).toMatchObject({ is: 'now', gaps: ['duty', 'cover'] });

  const after = rostersShown.parse(await (await nurse.post('/api/rosters', wish())).json());
  expect(after.places[0]?.shifts[0]).toMatchObject({
    gaps: [],
    line: { onDuty: ['ng'], cover: ['cheung'], version: 1, by: { en: 'Dr yip' } },
  });
  // A delivered case is now the work of the doctor on duty, and not of the configured one.
  const work = async (who: typeof ng) =>
    ((await (await (await door.at(who)).get('/api/work')).json()) as { mine: unknown[] }).mine.length;
  expect([await work(ng), await work(cheung)]).toEqual([1, 0]);
  const trail = await door.store.pool.query<{ what: string }>(
    "select what from happenings where what = 'roster-planned' and chain = 'twc'",
  );
  expect(trail.rows).toHaveLength(1);
});

test('two who plan one shift: the second is refused and nothing is overwritten; the same wish twice is one', async () => {
  door = await aConsultedDoor();
  const nurse = await door.at(yip);
  expect((await nurse.post('/api/rosters', wish())).status).toBe(200);
  expect((await nurse.post('/api/rosters', wish())).status).toBe(200);
  expect(await codeOf(nurse.post('/api/rosters', wish({ onDuty: [yip.id] })))).toEqual([
    409,
    'roster.changed-meanwhile',
  ]);
  const answers = await Promise.all([
    nurse.post('/api/rosters', wish({ onDuty: [cheung.id], version: 1 })),
    nurse.post('/api/rosters', wish({ onDuty: [yip.id], version: 1 })),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('who plans nothing there, a shift that is over, somebody else’s hotline, and people of another place', async () => {
  door = await aConsultedDoor();
  const nurse = await door.at(yip);
  expect(await codeOf((await door.at(ng)).post('/api/rosters', wish()))).toEqual([422, 'person.role']);
  // A consultant of another institution.
  expect(await codeOf((await door.at(lam)).post('/api/rosters', wish()))).toEqual([422, 'person.role']);
  expect(await codeOf(nurse.post('/api/rosters', wish({ day: '2026-11-22' })))).toEqual([422, 'roster.over']);
  expect(await codeOf(nurse.post('/api/rosters', wish({ minute: 481 })))).toEqual([400, 'door.bad-request']);
  expect(await codeOf(nurse.post('/api/rosters', wish({ hotline: 'tw-to-tm' })))).toEqual([400, 'door.bad-request']);
  expect(await codeOf(nurse.post('/api/rosters', wish({ onDuty: [alvin.id] })))).toEqual([422, 'roster.not-staff']);
  expect((await nurse.post('/api/rosters', wish({ hotline: tmCardio }))).status).toBe(200);
});

test('before somebody is chosen it is shown who is on duty now; where no roster says so, nothing is claimed', async () => {
  door = await aConsultedDoor();
  const read = async (person: typeof ng, path: string) => (await (await door.at(person)).get(path)).json();
  expect(await read(alvin, '/api/hotlines')).toMatchObject([{ id: tmCardio, onDuty: [] }]);
  await (await door.at(yip)).post('/api/rosters', wish());
  expect(await read(alvin, '/api/hotlines')).toMatchObject([{ id: tmCardio, onDuty: [{ en: 'Dr ng' }] }]);
  expect(await read(cheung, '/api/colleagues')).toMatchObject([
    { id: 'cheung', onDuty: false },
    { id: 'ng', onDuty: true },
    { id: 'yip', onDuty: false },
  ]);
});

test('a week is planned as the one before: what stands stays, who has left is left out', async () => {
  door = await aConsultedDoor();
  const nurse = await door.at(yip);
  await nurse.post('/api/rosters', wish());
  await nurse.post('/api/rosters', wish({ day: '2026-11-24', onDuty: [cheung.id] }));
  await nurse.post('/api/rosters', wish({ day: '2026-12-01', onDuty: [ng.id], cover: [] }));
  const copy = { institution: twc, day: '2026-12-03' };
  const done = weekCopied.parse(await (await nurse.post('/api/rosters/copy', copy)).json());
  expect(done.copied).toBe(1);
  expect(done.shown.monday).toBe('2026-11-30');
  const onDuty = (day: string) => done.shown.places[0]?.shifts.find((one) => one.day === day)?.line?.onDuty;
  expect([onDuty('2026-11-30'), onDuty('2026-12-01')]).toEqual([['ng'], ['ng']]);
  expect(weekCopied.parse(await (await nurse.post('/api/rosters/copy', copy)).json()).copied).toBe(0);
  expect(await codeOf((await door.at(ng)).post('/api/rosters/copy', copy))).toEqual([422, 'person.role']);
});
