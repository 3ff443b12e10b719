import { requestAuthCode$ } from 'dingtalk-jsapi/api/union/requestAuthCode.js';
import { scan$ } from 'dingtalk-jsapi/api/union/scan.js';
import { setNavigationTitle$ } from 'dingtalk-jsapi/api/union/setNavigationTitle.js';
import 'dingtalk-jsapi/entry/union.js';
import type { DingTalkCalls } from './dingtalk.ts';

/** The client's own calls, one by one: the whole package would be three times as large and does not shake. */
export const dingtalkCalls: DingTalkCalls = {
  requestAuthCode: requestAuthCode$,
  scan: scan$,
  setNavigationTitle: setNavigationTitle$,
};
