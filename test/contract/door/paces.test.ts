import { afterEach, expect, test } from 'vitest';
import { aDoor } from '#test/builders/a-door.ts';
import { alvin, cheung } from '#test/builders/a-house.ts';

let door: Awaited<ReturnType<typeof aDoor>>;
afterEach(() => door.close());

const statuses = async (times: number, ask: () => Promise<Response>): Promise<readonly number[]> => {
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) all.push((await ask()).status);
  return all;
};

test('one person who asks too much is slowed down, in all their sessions; another at the same address is not', async () => {
  // A minute may turn once while this runs: twice the limit and one more goes over in any case.
  door = await aDoor({ paces: { person: 5, address: 10_000, signIn: 10_000 } });
  const [one, two, other] = [await door.as(alvin), await door.as(alvin), await door.as(cheung)];
  const answers = await statuses(6, async () => (await one.get('/api/hotlines'), two.get('/api/hotlines')));
  expect(answers).toContain(429);
  const late = await one.get('/api/hotlines');
  if (late.status === 429) expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await other.get('/api/hotlines')).status).toBe(200);
});

test('one address is slowed down whatever cookies it invents', async () => {
  door = await aDoor({ paces: { person: 10_000, address: 10, signIn: 10_000 } });
  let made = 0;
  const answers = await statuses(22, () => {
    made += 1;
    return door.ask('/api/work', { headers: { cookie: `baton=invented-${made}` } });
  });
  expect(answers).toContain(429);
});

test('codes for signing in cannot be tried without end', async () => {
  door = await aDoor({ paces: { person: 10_000, address: 10_000, signIn: 5 } });
  const body = JSON.stringify({ way: 'dingtalk', corpId: 'corp', code: 'u-guess' });
  expect(await statuses(12, () => door.ask('/api/session', { method: 'POST', body }))).toContain(429);
});

test('a body larger than it may be is refused before it is read whole', async () => {
  door = await aDoor();
  const me = await door.as(alvin);
  const answer = await me.post('/api/drafts', { hotline: 'x', text: 'a'.repeat(300 * 1024) });
  expect(answer.status).toBe(413);
});
