import { afterEach, beforeEach, expect, test } from 'vitest';
import { aDoor, idleMinutes } from '#test/builders/a-door.ts';
import { aHouse, alvin, cheung, kwan, shared } from '#test/builders/a-house.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
beforeEach(async () => {
  door = await aDoor();
});
afterEach(() => door.close());

const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code;

test('without a session, with a made-up one, or from another device: the same answer', async () => {
  const { cookie } = await door.as(alvin);
  for (const headers of [{}, { cookie: 'baton=made-up' }, { cookie, 'user-agent': 'another phone' }]) {
    const answer = await door.ask('/api/work', { headers });
    expect([answer.status, await codeOf(answer)]).toEqual([401, 'door.login-expired']);
  }
});

test('a session ends when nobody used it, and when its time is over however much it was used', async () => {
  const me = await door.as(alvin);
  door.store.clock.pass(idleMinutes - 1);
  expect((await me.get('/api/session')).status).toBe(200);
  door.store.clock.pass(idleMinutes - 1);
  expect((await me.get('/api/session')).status).toBe(200);
  door.store.clock.pass(idleMinutes + 1);
  expect((await me.get('/api/session')).status).toBe(401);

  const again = await door.as(alvin);
  for (let used = 0; used < 3; used += 1) {
    door.store.clock.pass(19);
    expect((await again.get('/api/session')).status).toBe(200);
  }
  door.store.clock.pass(4);
  expect((await again.get('/api/session')).status).toBe(401);
});

test('a page that one person opened is not answered as another who signed in since', async () => {
  const { cookie } = await door.as(cheung);
  const asked = async (person: string) => {
    const answer = await door.ask('/api/work', { headers: { cookie, 'x-baton-person': person } });
    return [answer.status, answer.status === 200 ? '' : await codeOf(answer)];
  };
  expect(await asked(cheung.id)).toEqual([200, '']);
  expect(await asked(alvin.id)).toEqual([401, 'door.login-expired']);
});

test('signing in gives a new token and ends the old one; the store holds no token', async () => {
  const first = await door.as(alvin);
  const second = await door.as(alvin, { cookie: first.cookie });
  expect(second.cookie).not.toBe(first.cookie);
  expect((await first.get('/api/session')).status).toBe(401);
  expect((await second.get('/api/session')).status).toBe(200);
  const { rows } = await door.store.pool.query<{ id: string }>('select id from sessions');
  expect(rows).toHaveLength(1);
  expect(second.cookie).not.toContain(rows[0]?.id);
});

test('signing out ends this one; ending all ends the others too', async () => {
  const [here, there] = [await door.as(alvin), await door.as(alvin)];
  const out = await here.send('DELETE', '/api/session');
  expect([out.status, out.headers.get('clear-site-data')]).toEqual([204, '"cache"']);
  expect((await here.get('/api/session')).status).toBe(401);
  expect((await there.get('/api/session')).status).toBe(200);
  const third = await door.as(alvin);
  expect((await third.send('DELETE', '/api/sessions')).status).toBe(204);
  expect((await there.get('/api/session')).status).toBe(401);
});

test('the cookie cannot be read by a script or sent by another site', async () => {
  const answer = await door.ask('/api/session', {
    method: 'POST',
    body: JSON.stringify({ way: 'dingtalk', corpId: 'corp', code: 'u-alvin' }),
  });
  expect(answer.headers.get('set-cookie')).toMatch(/httponly/iu);
  expect(answer.headers.get('set-cookie')).toMatch(/samesite=strict/iu);
  expect(answer.headers.get('set-cookie')).not.toMatch(/domain=/iu);
});

test('a change without the token of the session, or asked for by another site, is refused', async () => {
  const me = await door.as(alvin);
  const change = { method: 'PUT', body: '{"language":"en"}' };
  const other = await door.as(cheung);
  for (const headers of [
    { cookie: me.cookie },
    { cookie: me.cookie, 'x-baton-csrf': other.csrf },
    { cookie: me.cookie, 'x-baton-csrf': me.csrf, 'sec-fetch-site': 'cross-site' },
  ]) {
    const answer = await door.ask('/api/me/language', { ...change, headers });
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'door.csrf']);
  }
  const fine = { cookie: me.cookie, 'x-baton-csrf': me.csrf, 'sec-fetch-site': 'same-origin' };
  expect((await door.ask('/api/me/language', { ...change, headers: fine })).status).toBe(200);
});

test('a sign-in begun by another site is refused', async () => {
  const body = JSON.stringify({ way: 'dingtalk', corpId: 'corp', code: 'u-alvin' });
  const answer = await door.ask('/api/session', { method: 'POST', body, headers: { 'sec-fetch-site': 'cross-site' } });
  expect(await codeOf(answer)).toBe('door.csrf');
});

test('somebody nobody knows, and somebody who has left, do not come in', async () => {
  const body = (code: string) => ({ method: 'POST', body: JSON.stringify({ way: 'dingtalk', corpId: 'corp', code }) });
  expect(await codeOf(await door.ask('/api/session', body('u-nobody')))).toBe('person.unknown');
  const me = await door.as(alvin);
  await door.store.ledger.write((page) =>
    page.people.endFor(shared, alvin.dingtalk[0]?.user as never, door.store.clock.now()),
  );
  expect((await me.get('/api/work')).status).toBe(401);
  expect(await codeOf(await door.ask('/api/session', body('u-alvin')))).toBe('person.left');
});

test('a session of an organisation that is not served any more ends', async () => {
  const me = await door.as(alvin);
  await door.store.pool.query("update sessions set tenant = 'gone'");
  expect((await me.get('/api/work')).status).toBe(401);
});

test('somebody switched off in the configuration is out with their next request', async () => {
  const people = aHouse().people.map((one) => (one.id === alvin.id ? { ...one, left: true } : one));
  const me = await door.as(alvin);
  Object.assign(door.parts.admin.configured, { people });
  const answer = await me.get('/api/work');
  expect([answer.status, await codeOf(answer)]).toEqual([401, 'person.left']);
});

test('every answer carries strict headers, and nothing of a record is kept by a browser', async () => {
  const me = await door.as(alvin);
  const { headers } = await me.get('/api/work');
  const policy = headers.get('content-security-policy') ?? '';
  for (const rule of [
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ])
    expect(policy).toContain(rule);
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/u);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('one sees one’s own sessions, and an administrator of the place ends those of anybody there', async () => {
  const me = await door.as(alvin);
  await door.as(alvin);
  const mine = (await (await me.get('/api/sessions')).json()) as { current: boolean }[];
  expect(mine.map(({ current }) => current)).toEqual([true, false]);
  const other = await door.as(cheung);
  expect((await other.send('DELETE', `/api/people/${alvin.id}/sessions`)).status).toBe(422);
  const officer = await door.as(kwan);
  expect((await officer.send('DELETE', `/api/people/${cheung.id}/sessions`)).status).toBe(422);
  expect((await officer.send('DELETE', `/api/people/${alvin.id}/sessions`)).status).toBe(204);
  expect((await me.get('/api/session')).status).toBe(401);
  expect((await other.get('/api/session')).status).toBe(200);
});
