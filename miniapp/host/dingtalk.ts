import { requestAuthCode$ as requestAuthCode } from 'dingtalk-jsapi/api/union/requestAuthCode.js';
import { scan$ as scan } from 'dingtalk-jsapi/api/union/scan.js';
import { setNavigationTitle$ as setNavigationTitle } from 'dingtalk-jsapi/api/union/setNavigationTitle.js';
import 'dingtalk-jsapi/entry/union.js';
import type { Setup } from '#src/contract/session.ts';
import { type Host, HostRefused, hostRefusal, tenantsInOrder } from './host.ts';

/** The real client, by single calls: the whole package would be three times as large and does not shake. */
export function dingtalkHost(search: string): Host {
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
        // The documents say `code`, the native answer has `text`: both occur.
        const answer: { readonly code?: string; readonly text?: string } = await scan({ type: 'all' });
        return answer.code ?? answer.text ?? '';
      } catch (thrown) {
        throw hostRefusal(thrown);
      }
    },
  };
}
