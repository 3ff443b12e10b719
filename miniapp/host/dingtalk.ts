import type { Setup } from '#src/contract/session.ts';
import { type Host, HostRefused, hostRefusal, tenantsInOrder } from './host.ts';

/** What we ask of the DingTalk client; it rejects with plain objects. */
export type DingTalkCalls = {
  readonly requestAuthCode: (asked: { corpId: string; clientId: string }) => Promise<{ readonly code: string }>;
  /** The documents say `code`, the native answer has `text`: both occur. */
  readonly scan: (asked: { type: string }) => Promise<{ readonly code?: string; readonly text?: string }>;
  readonly setNavigationTitle: (asked: { title: string }) => Promise<unknown>;
};

/** The real client. */
export function dingtalkHost(search: string, { requestAuthCode, scan, setNavigationTitle }: DingTalkCalls): Host {
  return {
    kind: 'dingtalk',
    async code(setup: Setup) {
      let last = new HostRefused('9', 'no organisation of this service is known to this client');
      for (const { corpId, clientId } of tenantsInOrder(setup, search)) {
        try {
          const { code } = await requestAuthCode({ corpId, clientId });
          return { way: 'dingtalk', corpId, code };
        } catch (thrown) {
          // Another organisation of ours may be the one this person is in: the next is tried.
          last = hostRefusal(thrown);
        }
      }
      throw last;
    },
    setTitle(title) {
      // A client that cannot set its bar keeps the old title; nothing depends on it.
      void Promise.resolve(setNavigationTitle({ title })).catch(() => undefined);
    },
    async scan() {
      try {
        const { code, text } = await scan({ type: 'all' });
        return code ?? text ?? '';
      } catch (thrown) {
        throw hostRefusal(thrown);
      }
    },
  };
}
