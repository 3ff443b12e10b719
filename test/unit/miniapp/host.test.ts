import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Setup } from '#src/contract/session.ts';
import { hostRefusal, tenantsInOrder } from '../../../miniapp/host/host.ts';
import { askPhone, pretendHost } from '../../../miniapp/host/pretend.ts';
import { browserHost, webLoginLink, webLoginReturn } from '../../../miniapp/host/web-login.ts';

const setup: Setup = {
  product: 'Baton',
  pretendDingTalk: true,
  tenants: [
    { corpId: 'dingone', clientId: 'app1', name: 'One' },
    { corpId: 'dingtwo', clientId: 'app2', name: 'Two' },
  ],
  webLogin: 'https://login.example.hk/oauth2/auth?client_id=app1&redirect_uri=x&state=theirs',
  uploadLimitBytes: 1,
};

class Drawer {
  readonly kept = new Map<string, string>();
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

type Asked = Readonly<Record<string, unknown>>;

/** A window inside a pretend phone that answers as `answer` says. */
function aFrame(answer: (asked: Asked) => Asked | undefined, from?: object) {
  const listeners = new Set<(event: MessageEvent) => void>();
  const asks: Asked[] = [];
  const parent = {
    postMessage(asked: Asked) {
      asks.push(asked);
      const said = answer(asked);
      const event = { source: from ?? parent, data: said };
      // Only these two fields of a message are looked at.
      if (said) queueMicrotask(() => listeners.forEach((hear) => hear(event as unknown as MessageEvent)));
    },
  };
  const around = {
    parent,
    addEventListener: (_kind: string, hear: (event: MessageEvent) => void) => listeners.add(hear),
    removeEventListener: (_kind: string, hear: (event: MessageEvent) => void) => listeners.delete(hear),
    setTimeout: (then: () => void, ms: number) => setTimeout(then, ms),
    clearTimeout: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
  };
  // As much of a window as asking the phone needs.
  return { around: around as unknown as Window, asks, listeners };
}

const answering = (asked: Asked): Asked => {
  const base = { source: 'pretend-dingtalk', n: asked['n'] };
  if (asked['ask'] === 'hello') return { ...base, userId: 'u-lam', corpId: 'dingtwo' };
  if (asked['ask'] === 'requestAuthCode') return { ...base, code: `code-for-${String(asked['corpId'])}` };
  if (asked['ask'] === 'scan') return { ...base, text: 'B7K-42Q' };
  return { ...base, ok: true };
};

afterEach(() => {
  vi.useRealTimers();
});

describe('inside the pretend DingTalk', () => {
  test('the phone gives a code for the organisation of its owner, and its name keeps phones apart', async () => {
    const { around } = aFrame(answering);
    const host = await pretendHost(around, '');

    expect(host.phone).toBe('u-lam');
    expect(await host.code(setup)).toEqual({ way: 'dingtalk', corpId: 'dingtwo', code: 'code-for-dingtwo' });
    expect(await host.scan?.()).toBe('B7K-42Q');
  });

  test('a refusal of the phone keeps its code', async () => {
    const { around } = aFrame(({ n }) => ({
      source: 'pretend-dingtalk',
      n,
      error: { errorCode: '9', errorMessage: 'no app' },
    }));

    await expect(askPhone(around, 'requestAuthCode')).rejects.toMatchObject({ errorCode: '9' });
  });

  test('an answer from any other window is not believed', async () => {
    vi.useFakeTimers();
    const { around, listeners } = aFrame(answering, { another: 'window' });
    const asked = expect(askPhone(around, 'hello')).rejects.toMatchObject({ errorCode: '-1' });
    await vi.advanceTimersByTimeAsync(10_000);

    await asked;
    expect(listeners.size).toBe(0);
  });

  test('an answer to another question is not taken for this one', async () => {
    vi.useFakeTimers();
    const { around } = aFrame(() => ({ source: 'pretend-dingtalk', n: 'another', code: 'stolen' }));
    const asked = expect(askPhone(around, 'requestAuthCode')).rejects.toMatchObject({ errorCode: '-1' });
    await vi.advanceTimersByTimeAsync(10_000);

    await asked;
  });
});

describe('in a plain browser', () => {
  test('the way to DingTalk carries a state of our own, and only its return is accepted', async () => {
    const drawer = new Drawer();
    const link = new URL(webLoginLink(setup, drawer, '/app/r/ref-1', 'this') ?? '');
    const state = link.searchParams.get('state') ?? '';

    expect(state).not.toBe('theirs');
    const returned = webLoginReturn(`?authCode=abc&state=${state}`, drawer);
    expect(returned).toMatchObject({ code: 'abc', begun: { back: '/app/r/ref-1' } });
    const host = browserHost('', returned?.code);
    expect(await host.code(setup)).toEqual({ way: 'web', corpId: 'dingone', code: 'abc' });
    expect(await host.code(setup)).toBeUndefined();
  });

  test('a code that nobody here asked for signs nobody in', () => {
    expect(webLoginReturn('?authCode=planted&state=guess', new Drawer())).toBeUndefined();
    const drawer = new Drawer();
    webLoginLink(setup, drawer, '/app/', 'this');

    expect(webLoginReturn('?authCode=planted&state=guess', drawer)).toBeUndefined();
  });

  test('without a web login there is no link', () => {
    const { webLogin: _none, ...without } = setup;

    expect(webLoginLink(without, new Drawer(), '/app/', 'this')).toBeUndefined();
  });
});

describe('organisations', () => {
  test('the one a link names is tried first; a name that is not ours changes nothing', () => {
    expect(tenantsInOrder(setup, '?corpId=dingtwo').map(({ corpId }) => corpId)).toEqual(['dingtwo', 'dingone']);
    expect(tenantsInOrder(setup, '?corpId=$CORPID$').map(({ corpId }) => corpId)).toEqual(['dingone', 'dingtwo']);
  });

  test("DingTalk's plain objects become refusals with their code", () => {
    expect(hostRefusal({ errorCode: 3, errorMessage: 'cancelled' })).toMatchObject({
      errorCode: '3',
      message: 'cancelled',
    });
    expect(hostRefusal('odd')).toMatchObject({ errorCode: 'unknown' });
  });
});
