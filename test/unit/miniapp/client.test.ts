import { describe, expect, test, vi } from 'vitest';
import type { Me, Setup } from '#src/contract/session.ts';
import { Client } from '../../../miniapp/api/client.ts';
import { Session } from '../../../miniapp/api/session.ts';
import type { Host } from '../../../miniapp/host/host.ts';

const setup: Setup = { product: 'Baton', pretendDingTalk: true, tenants: [], uploadLimitBytes: 1 };
const aMe = (csrf: string): Me => ({
  person: 'lam',
  name: { en: 'Dr Lam', zhHant: '林醫生' },
  language: 'en',
  works: [],
  corpId: 'c',
  csrf,
  until: '2026-11-23T10:00:00Z',
});

type Said = { readonly status: number; readonly body?: unknown } | 'cut';
type Heard = { readonly line: string; readonly csrf: string | null; readonly body: string | undefined };

/** A service that says what the test says, and remembers what was asked. */
function aService(answer: (line: string, times: number) => Said | undefined) {
  const heard: Heard[] = [];
  const doFetch: typeof fetch = async (input, init) => {
    const line = `${init?.method ?? 'GET'} ${String(input)}`;
    const times = heard.filter((one) => one.line === line).length;
    heard.push({
      line,
      csrf: new Headers(init?.headers).get('x-baton-csrf'),
      body: typeof init?.body === 'string' ? init.body : undefined,
    });
    const said = answer(line, times) ?? { status: 200, body: line === 'GET /api/setup' ? setup : {} };
    if (said === 'cut') throw new TypeError('network');
    return new Response(said.status === 204 ? null : JSON.stringify(said.body ?? {}), { status: said.status });
  };
  return { heard, doFetch };
}

const aHost = (more: Partial<Host> = {}): Host => ({
  kind: 'dingtalk',
  code: async () => ({ way: 'dingtalk', corpId: 'c', code: 'once' }),
  setTitle: () => undefined,
  ...more,
});

const expired: Said = { status: 401, body: { code: 'door.login-expired', message: '' } };

describe('a session', () => {
  test('that is still open is taken up without signing in again', async () => {
    const { heard, doFetch } = aService((line) =>
      line === 'GET /api/session' ? { status: 200, body: aMe('t') } : undefined,
    );
    const session = new Session(aHost(), doFetch, () => undefined);
    await session.open();

    expect(session.standing.now).toMatchObject({ is: 'in', me: { csrf: 't' } });
    expect(heard.map(({ line }) => line)).toEqual(['GET /api/setup', 'GET /api/session']);
  });

  test('of somebody unknown is refused with the code that has words', async () => {
    const { doFetch } = aService((line) =>
      line === 'GET /api/session'
        ? expired
        : line === 'POST /api/session'
          ? { status: 422, body: { code: 'person.unknown', message: '' } }
          : undefined,
    );
    const session = new Session(aHost(), doFetch, () => undefined);
    await session.open();

    expect(session.standing.now).toEqual({ is: 'refused', code: 'person.unknown' });
  });

  test('of one pretend phone is never taken for that of another in the same browser', async () => {
    const { heard, doFetch } = aService((line) =>
      line.startsWith('POST /api/session') ? { status: 200, body: aMe('t') } : undefined,
    );
    const session = new Session(aHost({ kind: 'pretend', phone: 'u-lam' }), doFetch, () => undefined);
    const setupOf = '/api/setup?phone=u-lam';
    await session.open();

    expect(heard.map(({ line }) => line)).toEqual([`GET ${setupOf}`, 'POST /api/session?phone=u-lam']);
    expect(session.address('/api/find?q=x')).toBe('/api/find?q=x&phone=u-lam');
  });
});

test('somebody who has left meanwhile is shown the door, not the last screen', async () => {
  const { doFetch } = aService((line, times) => {
    if (line === 'GET /api/session') return { status: 200, body: aMe('t') };
    if (line === 'GET /api/work') return expired;
    return line === 'POST /api/session' && times === 0
      ? { status: 401, body: { code: 'person.left', message: '' } }
      : undefined;
  });
  const session = new Session(aHost(), doFetch, () => undefined);
  await session.open();

  await expect(new Client(session, doFetch).work()).rejects.toMatchObject({ code: 'person.left' });
  expect(session.standing.now).toEqual({ is: 'refused', code: 'person.left' });
});

test('when somebody else signs in beside an ended session, what waited is never asked as theirs: the page begins anew', async () => {
  let who = aMe('t');
  const { doFetch, heard } = aService((line) => {
    if (line === 'GET /api/session') return { status: 200, body: who };
    return line === 'POST /api/drafts' ? expired : undefined;
  });
  const other = vi.fn();
  const session = new Session(aHost({ code: async () => undefined }), doFetch, other);
  await session.open();
  void new Client(session, doFetch).draft('tm-cardio', 'typed by the one before', 'a-name-for-this-beginning');
  await vi.waitFor(() => expect(session.standing.now.is).toBe('by-hand'));

  who = { ...aMe('t2'), person: 'cheung' };
  await session.takeUp().catch(() => undefined);

  expect(other).toHaveBeenCalledOnce();
  expect(session.me).toBeUndefined();
  expect(heard.filter(({ line }) => line === 'POST /api/drafts')).toHaveLength(1);
});

test('when somebody else signed in meanwhile in this browser, the first question finds it out, and the page begins anew', async () => {
  let who = aMe('t');
  const { doFetch, heard } = aService((line) => {
    if (line === 'GET /api/session') return { status: 200, body: who };
    return line === 'GET /api/work' ? expired : undefined;
  });
  const other = vi.fn();
  const session = new Session(aHost({ kind: 'browser', code: async () => undefined }), doFetch, other);
  await session.open();
  who = { ...aMe('t2'), person: 'cheung' };

  await expect(new Client(session, doFetch).work()).rejects.toMatchObject({ code: 'door.login-expired' });
  expect(other).toHaveBeenCalledOnce();
  expect(session.standing.now).toEqual({ is: 'opening' });
  expect(heard.filter(({ line }) => line === 'GET /api/work')).toHaveLength(1);
});

test('when the same person signed in anew in another window, this page takes that up by itself', async () => {
  let who = aMe('t');
  const { doFetch } = aService((line, times) => {
    if (line === 'GET /api/session') return { status: 200, body: who };
    return line === 'GET /api/work' && times === 0 ? expired : undefined;
  });
  const session = new Session(aHost({ kind: 'browser', code: async () => undefined }), doFetch, () => undefined);
  await session.open();
  who = aMe('t2');

  await expect(new Client(session, doFetch).work()).resolves.toEqual({});
  expect(session.me?.csrf).toBe('t2');
});

describe('a request', () => {
  async function signedIn(answer: (line: string, times: number) => Said | undefined, host = aHost()) {
    let signIns = 0;
    const service = aService((line, times) => {
      const own = answer(line, times);
      if (own) return own;
      if (line === 'GET /api/session') return { status: 200, body: aMe('first') };
      if (line === 'POST /api/session') {
        signIns += 1;
        return { status: 200, body: aMe(`again-${signIns}`) };
      }
      return undefined;
    });
    const session = new Session(host, service.doFetch, () => undefined);
    await session.open();
    return { client: new Client(session, service.doFetch), session, heard: service.heard };
  }

  test('that meets an ended session signs in again by itself and is sent once more, with what was typed', async () => {
    const { client, heard } = await signedIn((line, times) =>
      line === 'POST /api/referrals/r/notes' && times === 0 ? expired : undefined,
    );
    await client.addNote('r', 'typed for ten minutes');

    const notes = heard.filter(({ line }) => line === 'POST /api/referrals/r/notes');
    expect(notes.map(({ csrf }) => csrf)).toEqual(['first', 'again-1']);
    expect(notes.map(({ body }) => body)).toEqual([notes[0]?.body, notes[0]?.body]);
  });

  test('many at once sign in once', async () => {
    const { client, heard } = await signedIn((line, times) =>
      /work|hotlines/.test(line) && times === 0 ? expired : undefined,
    );
    await Promise.all([client.work(), client.hotlines()]);

    expect(heard.filter(({ line }) => line === 'POST /api/session')).toHaveLength(1);
  });

  test('waits for the person where nobody can be signed in silently, and then goes on', async () => {
    const { client, session } = await signedIn(
      (line, times) => (line === 'GET /api/work' && times === 0 ? expired : undefined),
      aHost({ kind: 'browser', code: async () => undefined }),
    );
    const work = client.work();
    await expect.poll(() => session.standing.now.is).toBe('by-hand');
    expect(session.me?.csrf).toBe('first');
    await session.takeUp();

    await expect(work).resolves.toEqual({});
    expect(session.standing.now.is).toBe('in');
  });

  test('that is refused twice is not sent a third time', async () => {
    const { client, heard } = await signedIn((line) => (line === 'GET /api/work' ? expired : undefined));

    await expect(client.work()).rejects.toMatchObject({ code: 'door.login-expired' });
    expect(heard.filter(({ line }) => line === 'GET /api/work')).toHaveLength(2);
  });

  test('carries the csrf token on everything but looking', async () => {
    const { client, heard } = await signedIn(() => undefined);
    await client.work();
    await client.act('r', { action: 'accept', version: 3 });

    expect(heard.at(-2)).toMatchObject({ line: 'GET /api/work', csrf: null });
    expect(heard.at(-1)).toMatchObject({ line: 'POST /api/referrals/r/actions', csrf: 'first' });
  });

  test('that is cut off, or answered by a page that is not ours, has a code with words', async () => {
    const { client } = await signedIn((line) =>
      line === 'GET /api/work' ? 'cut' : line === 'GET /api/hotlines' ? { status: 502 } : undefined,
    );

    await expect(client.work()).rejects.toMatchObject({ code: 'net.offline', passes: true });
    await expect(client.hotlines()).rejects.toMatchObject({ code: 'door.surprise', passes: true });
  });
});

test('who has left is shown the door by the first answer that says so, and nothing stays open', async () => {
  const { doFetch } = aService((line) => {
    if (line === 'GET /api/session') return { status: 200, body: aMe('t') };
    return line === 'GET /api/work' ? { status: 401, body: { code: 'person.left', message: '' } } : undefined;
  });
  const session = new Session(aHost(), doFetch, () => undefined);
  await session.open();
  const client = new Client(session, doFetch);

  await expect(client.work()).rejects.toMatchObject({ code: 'person.left' });
  expect(session.standing.now).toEqual({ is: 'refused', code: 'person.left' });
});
