import type { signingEn } from './en.ts';

/** 簽核畫面，繁體中文。 */
export const signingZhHant: Record<keyof typeof signingEn, string> = {
  'signing.title': '簽核 {code}',
  'signing.as-sent': '{to}將會看到的內容',
  'signing.whole': '轉介全文',
  'signing.version': '第 {n} 版',
  'signing.since': '自 {who} 於 {at} 簽核第 {n} 版後的更改',
  'signing.since.none': '文字與上次簽核的版本相同。',
  'signing.now': '現在',
  'signing.before': '之前',
  'signing.changed': '你閱讀期間，轉介內容已更改。並未簽核任何內容。',
  'signing.changed.help': '不同之處如下。請看清楚，再簽核新版本。',
  'signing.changed.files': '文字相同；檔案、備註或同意書有更改。',
  'signing.changed.read': '顯示新版本',
  'signing.stop': '請先回應紅色停止警示：說明理由，然後簽核。',
  'signing.done': '已簽核，正送往{to}。',
  'signing.not-asked': '現時毋須簽核',
  'signing.not-asked.help': '此轉介現為「{state}」。你毋須在此處理任何事。',
  'signing.returned.help': '已退回給作者：「{reason}」',
  'signing.other': '現由{who}簽核',
  'signing.other.help': '你毋須在此處理任何事，但可以閱讀此轉介。',
};
