import { expect, test, vi } from 'vitest';
import type { Setup } from '#src/contract/session.ts';
import { type DingTalkCalls, dingtalkHost } from '../../../miniapp/host/dingtalk.ts';

const setup: Setup = {
  product: 'Baton',
  pretendDingTalk: false,
  tenants: [
    { corpId: 'dingone', clientId: 'app1', name: 'One' },
    { corpId: 'dingtwo', clientId: 'app2', name: 'Two' },
  ],
  uploadLimitBytes: 1,
};

/** A DingTalk client that answers as the test says, in DingTalk's own shapes. */
const aClient = (more: Partial<DingTalkCalls> = {}): DingTalkCalls => ({
  requestAuthCode: async ({ corpId }) => ({ code: `once-for-${corpId}` }),
  scan: async () => ({ code: 'K3P-9WD' }),
  setNavigationTitle: async () => undefined,
  ...more,
});
const aHost = (more: Partial<DingTalkCalls> = {}) => dingtalkHost('?corpId=dingtwo', aClient(more));
const says = (errorCode: string | number) => async () => {
  throw { errorCode, errorMessage: 'as DingTalk says it' };
};

test('the organisation the link names is asked for a code first', async () => {
  expect(await aHost().code(setup)).toEqual({ way: 'dingtalk', corpId: 'dingtwo', code: 'once-for-dingtwo' });
});

test('somebody of another organisation of ours is still signed in', async () => {
  const requestAuthCode: DingTalkCalls['requestAuthCode'] = async ({ corpId }) =>
    corpId === 'dingone' ? { code: 'once' } : says('9')();

  expect(await aHost({ requestAuthCode }).code(setup)).toMatchObject({ corpId: 'dingone', code: 'once' });
});

test('a refusal of the client keeps its code', async () => {
  const host = aHost({ requestAuthCode: says('9'), scan: says(3) });

  await expect(host.code(setup)).rejects.toMatchObject({ errorCode: '9' });
  await expect(host.scan?.()).rejects.toMatchObject({ errorCode: '3' });
});

test('a scan answers under either of its two names', async () => {
  expect(await aHost().scan?.()).toBe('K3P-9WD');
  expect(await aHost({ scan: async () => ({ text: 'B7K-42Q' }) }).scan?.()).toBe('B7K-42Q');
});

test('a title that cannot be set disturbs nobody', async () => {
  const host = aHost({ setNavigationTitle: says('4040') });

  expect(() => host.setTitle('My work')).not.toThrow();
  await Promise.resolve();
});

test("outside DingTalk the client's own calls refuse, and nothing hangs", async () => {
  // The package looks for a page when it is loaded.
  vi.stubGlobal('self', globalThis);
  vi.stubGlobal('window', globalThis);
  const { dingtalkCalls } = await import('../../../miniapp/host/dingtalk-calls.ts');
  const host = dingtalkHost('', dingtalkCalls);

  await expect(host.code(setup)).rejects.toMatchObject({ name: 'HostRefused' });
  vi.unstubAllGlobals();
});
