import { afterAll, beforeAll, expect, test } from 'vitest';
import { requests } from '#src/domain/access/doors.ts';
import { doorsOf } from '#src/http/app.ts';
import { aDoor } from '#test/builders/a-door.ts';
import { aHouse, alvin, aPerson, type tmh } from '#test/builders/a-house.ts';
import { aContent, aReferral, aSignature, noon } from '#test/builders/a-referral.ts';

const stranger = aPerson('far', 'pyn' as typeof tmh, ['consultant', 'nurse', 'records']);
const sent = aReferral({ standing: { state: 'delivered', since: noon }, signature: aSignature() });
let door: Awaited<ReturnType<typeof aDoor>>;
beforeAll(async () => {
  door = await aDoor({}, aHouse({ people: [...aHouse().people, stranger] }));
  await door.store.ledger.write(async (page) => {
    const content = aContent();
    await page.patients.add(sent.patient, content.identity);
    await page.referrals.add(sent, content, undefined, undefined);
  });
});
afterAll(() => door.close());

/** Bodies that are well formed, so that what answers is the question of leave and not the form. */
const bodies: Readonly<Record<string, unknown>> = {
  'POST /api/referrals/:id/reasons': { kind: 'need', reason: 'covering' },
  'POST /api/referrals/:id/links': { person: 'alvin', hours: 2 },
  'POST /api/referrals/:id/actions': { action: 'accept', version: 1 },
  'POST /api/referrals/:id/corrections': { field: 'reason', value: 'x', version: 1 },
  'POST /api/referrals/:id/notes': { text: 'x' },
  'POST /api/referrals/:id/consent': { decision: 'given', way: 'spoken' },
  'POST /api/referrals/:id/consent/ticket': { kind: 'give' },
};
/** A caller brings a token of the configuration instead of a session: test/contract/cds. */
const needsNothing = ['anyone', 'ticket', 'caller'];
const closed = Object.entries(requests).filter(([, asks]) => !asks.some((one) => needsNothing.includes(one)));
const ofReferral = closed.filter(([name]) => name.includes('/referrals/:id'));
const split = (name: string): readonly [method: string, path: string] => {
  const [method = '', path = ''] = name.split(' ');
  return [method, path];
};
const filled = (path: string, referral: string) =>
  path.replace(':id', referral).replace(/:(file|annotation|upload|note|question)\b/g, 'nothing-of-that-name');

test('the doors of the running service are those of the table', () => {
  const { open, closed: guarded } = doorsOf(door.parts);
  const real = [...open.stack, ...guarded.stack].flatMap(({ path, methods }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${String(path)}`),
  );
  const listed = Object.keys(requests);
  expect(listed.filter((one) => !real.includes(one))).toEqual([]);
  expect(real.filter((one) => !listed.includes(one) && /^(GET|POST|PUT|DELETE|PATCH) \/(api|p)/.test(one))).toEqual([]);
});

test.each(closed)('%s: nobody without a session', async (name) => {
  const [method, path] = split(name);
  const answer = await door.ask(filled(path, sent.id), { method, ...(method === 'GET' ? {} : { body: '{}' }) });
  expect(answer.status).toBe(401);
});

test.each(ofReferral)('%s: to a stranger a referral that is there and one that is not look the same', async (name) => {
  const [method, path] = split(name);
  const me = await door.as(stranger);
  const ask = async (referral: string) => {
    const answer = await door.ask(filled(path, referral), {
      method,
      headers: { cookie: me.cookie, 'x-baton-csrf': me.csrf },
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(bodies[name] ?? {}) }),
    });
    return [answer.status, (await answer.text()).replaceAll(referral, '?').replace(/"message":"[^"]*"/, '')];
  };
  const [there, gone] = [await ask(sent.id), await ask('no-such-referral')];
  expect(there).toEqual(gone);
  expect([400, 404]).toContain(there[0]);
});

test.each(closed.filter(([name]) => !name.startsWith('GET ')))(
  '%s: no change without the token of the session',
  async (name) => {
    const [method, path] = split(name);
    const me = await door.as(alvin);
    const answer = await door.ask(filled(path, sent.id), { method, headers: { cookie: me.cookie }, body: '{}' });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'door.csrf']);
  },
);
