import { dingtalkHost } from './dingtalk.ts';
import type { Host } from './host.ts';
import { pretendHost } from './pretend.ts';
import { browserHost, webLoginReturn } from './web-login.ts';

const pretendKey = 'baton-pretend-phone';

/** Looks once, at start, what surrounds the page. The real client's code is loaded only inside it. */
export async function findHost(
  around: Window,
): Promise<{ readonly host: Host; readonly back?: string; readonly another?: boolean }> {
  const { search } = around.location;
  // Inside the app the address changes and a reload would lose the mark: this tab remembers it.
  if (new URLSearchParams(search).get('pretendDingTalk') === '1') around.sessionStorage.setItem(pretendKey, '1');
  if (around.parent !== around && around.sessionStorage.getItem(pretendKey) === '1')
    return { host: await pretendHost(around, search) };
  if (/DingTalk/i.test(around.navigator.userAgent)) {
    const { dingtalkCalls } = await import('./dingtalk-calls.ts');
    return { host: dingtalkHost(search, dingtalkCalls) };
  }
  const returned = webLoginReturn(search, around.localStorage);
  if (!returned) return { host: browserHost(search, undefined) };
  const { code, begun } = returned;
  return { host: browserHost(search, code), back: begun.back, another: begun.window === 'another' };
}
