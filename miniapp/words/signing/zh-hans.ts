import type { signingEn } from './en.ts';

/** 签核画面，简体中文。 */
export const signingZhHans: Record<keyof typeof signingEn, string> = {
  'signing.title': '签核 {code}',
  'signing.as-sent': '{to}将会看到的内容',
  'signing.whole': '转介全文',
  'signing.version': '第 {n} 版',
  'signing.since': '自 {who} 于 {at} 签核第 {n} 版后的更改',
  'signing.since.none': '文字与上次签核的版本相同。',
  'signing.now': '现在',
  'signing.before': '之前',
  'signing.changed': '你阅读期间，转介内容已更改。并未签核任何内容。',
  'signing.changed.help': '不同之处如下。请看清楚，再签核新版本。',
  'signing.changed.files': '文字相同；文件、备注或同意书有更改。',
  'signing.changed.read': '显示新版本',
  'signing.stop': '请先回应红色停止警示：说明理由，然后签核。',
  'signing.done': '已签核，正送往{to}。',
  'signing.not-asked': '现时无须签核',
  'signing.not-asked.help': '此转介现为“{state}”。你无须在此处理任何事。',
  'signing.returned.help': '已退回给作者：“{reason}”',
  'signing.other': '现由{who}签核',
  'signing.other.help': '你无须在此处理任何事，但可以阅读此转介。',
};
