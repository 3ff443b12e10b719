import { beforeAll, expect, test, vi } from 'vitest';
import type { Setup } from '#src/contract/session.ts';
import type { Host } from '../../../miniapp/host/host.ts';

const setup: Setup = {
  product: 'Baton',
  pretendDingTalk: false,
  tenants: [
    { corpId: 'dingone', clientId: 'app1', name: 'One' },
    { corpId: 'dingtwo', clientId: 'app2', name: 'Two' },
  ],
  uploadLimitBytes: 1,
};

let host: Host;

beforeAll(async () => {
  // The package wants to be in a page at the moment it is loaded.
  vi.stubGlobal('self', globalThis);
  vi.stubGlobal('window', globalThis);
  const { dingtalkHost } = await import('../../../miniapp/host/dingtalk.ts');
  host = dingtalkHost('?corpId=dingtwo');
});

test('outside DingTalk every call is refused with a code, and nothing hangs', async () => {
  await expect(host.code(setup)).rejects.toMatchObject({ name: 'HostRefused' });
  await expect(host.scan?.()).rejects.toMatchObject({ name: 'HostRefused' });
});

test('a title that cannot be set disturbs nobody', () => {
  expect(() => host.setTitle('My work')).not.toThrow();
});
