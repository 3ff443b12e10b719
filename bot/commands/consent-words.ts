import { rule } from '#src/domain/reading/folding.ts';
import type { ConsentGiven } from '#src/domain/referral/content.ts';

export type SaidConsent = {
  readonly given: boolean;
  readonly how: ConsentGiven['how'];
  readonly scope: readonly string[];
};

const refused = rule('\\b(?:no|not|refus\\w*|declin\\w*|withdraw\\w*|withdrew)\\b|不同意|拒絕|撤回|未同意');
const ways: readonly (readonly [ConsentGiven['how'], RegExp])[] = [
  ['emergency', rule('\\bemergency\\b|緊急')],
  [
    'substitute',
    rule(
      '\\b(?:substitute|guardian|family|relative|next of kin|nok|son|daughter|wife|husband|parents?|mother|father|by proxy)\\b|家屬|家人|監護人|代表|代為|太太|丈夫|兒子|女兒|父母',
    ),
  ],
  ['signed-form', rule('\\b(?:signed|written|form|paper|signature)\\b|書面|簽署|已簽|表格|簽名')],
  ['patient-page', rule('\\b(?:qr|page|online|scanned)\\b|二維碼|掃碼|網頁')],
  ['spoken', rule('\\b(?:spoken|verbal(?:ly)?|oral(?:ly)?|said|by phone|told)\\b|口頭|電話')],
];
const scopes: readonly (readonly [string, RegExp])[] = [
  ['problems', rule('\\bproblems?\\b|\\bdiagnos\\w+|\\bhistory\\b|診斷|病史|問題')],
  ['medicines', rule('\\bmedic(?:ine|ation)s?\\b|\\bmeds\\b|\\bdrugs?\\b|藥物|用藥')],
  ['allergies', rule('\\ballerg\\w+|過敏')],
  ['results', rule('\\bresults?\\b|\\bbloods?\\b|\\blabs?\\b|\\btests?\\b|化驗|血報告|驗血|檢驗')],
  [
    'imaging',
    rule('\\bimag(?:es?|ing)\\b|\\bct\\b|\\bx-?rays?\\b|\\bmri\\b|\\becg\\b|\\bscans?\\b|影像|掃描|心電圖|X光'),
  ],
  ['documents', rule('\\bdocuments?\\b|\\bletters?\\b|\\bfiles?\\b|文件|信件')],
];
const everything = rule('\\b(?:all|everything|full|whole record)\\b|全部|所有|整份');

const joining = rule(
  "\\b(?:to|the|this|for|from|of|by|with|and|in|on|was|is|has|been|given|obtained|refused|got|yes|ok|share|sharing|shared|referral|transfer|scope|only|patient|pt|his|her|consent|records?|please|via|reports?)\\b|[\\s,.:;()/&+'-]|的|和|及|與|、|轉介|分享|給|由|範圍|病人|已|同意|報告|紀錄|記錄|書|只|限|了",
  'gu',
);

/** "patient refused dialysis" is a note: only words of consent may follow. */
function saysSomethingElse(rest: string): boolean {
  const known = [refused, everything, ...ways.map(([, words]) => words), ...scopes.map(([, words]) => words)];
  const left = known.reduce((text, words) => text.replace(new RegExp(words.source, 'gu'), ' '), rest);
  return left.replace(joining, '') !== '';
}

/** How consent was given and for what. A long line is a note that mentions consent, not this command. */
export function readConsent(folded: string, rest: string): SaidConsent | undefined {
  if (folded.length > 120 || folded.includes('\n') || saysSomethingElse(rest)) return undefined;
  const given = !refused.test(folded);
  const how = ways.find(([, words]) => words.test(folded))?.[0] ?? 'spoken';
  const named = scopes.filter(([, words]) => words.test(folded)).map(([name]) => name);
  const isAll = named.length === 0 || everything.test(folded);
  return { given, how, scope: given ? (isAll ? scopes.map(([name]) => name) : named) : [] };
}
