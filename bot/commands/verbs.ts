import { foldWord, rule } from '#src/domain/reading/folding.ts';
import type { Command } from './command.ts';

export type Verb = Exclude<Command['kind'], 'free'>;

/**
 * The words of each command, in the three languages (Traditional also stands for Simplified: both are folded).
 * A phrase is matched whole at the start of the line once the code, the mention and the politeness are taken away.
 */
const phrases: Readonly<Record<Verb, string>> = {
  help:
    'help | commands | what can you do | how does this work | menu | ? | 幫助 | 說明 | 指令 | 求助 | 點用 | ' +
    '怎麼用 | 怎樣用 | 使用說明',
  refer: 'refer | referral | new referral | 轉介 | 新轉介 | 開轉介 | 新增轉介',
  add: 'add | add to draft | append | also add | 補充 | 加入 | 添加 | 追加 | 加上',
  find: 'find | search | look up | lookup | search for | find patient | 查找 | 尋找 | 搜尋 | 搜索 | 搵 | 找 | 查詢',
  status:
    'status | status of | state | state of | progress | progress of | where is | ' +
    "what is the status of | what's the status of | how is | update on | 狀態 | 進度 | 狀況 | 情況 | 查進度 | " +
    '查狀態 | 去到邊 | 到哪一步',
  sign:
    'sign | sign off | sign-off | signoff | sign it | sign this | approve | approve it | 簽核 | 簽署 | ' +
    '簽名 | 簽 | 批核 | 核准',
  accept:
    "accept | accept it | accept this | take it | take this | take | receive | i'll take it | " +
    'accepted | 接收 | 接受 | 接納 | 收下 | 接 | 已接收 | 接手',
  decline:
    'decline | reject | refuse | turn down | declined | not accepted | 拒絕 | 婉拒 | 不接收 | 拒收 | 不接受 | 退回',
  book:
    'book | booking | schedule | book visit | book appointment | appointment | rebook | reschedule | ' +
    '預約 | 約 | 約診 | 排期 | 改期 | 訂 | 約時間 | 重新預約',
  attended:
    'attended | came | has come | seen | arrived | showed up | patient attended | patient came | ' +
    'patient arrived | was seen | did attend | 已到診 | 到診 | 已應診 | 應診 | 已到 | 病人已到 | 病人到了 | 病人來了 | 來了 | ' +
    '有來 | 病人有來 | 已就診 | 已看診',
  missed:
    "missed | did not attend | didn't attend | did not come | didn't come | dna | no show | no-show | " +
    "not attended | patient did not come | patient didn't come | patient did not attend | " +
    "patient missed | missed visit | missed appointment | didn't show | did not show up | " +
    "didn't show up | patient didn't show up | never came | 沒有來 | 沒來 | 未到 | 未有來 | 缺診 | 失約 | 未應診 | " +
    '病人沒有來 | 病人沒來 | 病人未到 | 病人缺診 | 病人失約 | 無來 | 冇嚟 | 病人冇嚟 | 沒有到診 | 未到診 | 爽約',
  answer: 'answer | reply | respond | answer to | reply to | outcome | 回覆 | 答覆 | 回答 | 回應 | 結果回覆',
  ask: 'ask | ask about | question about | 提問 | 詢問',
  'answer-question':
    'answer question | answer the question | answer to question | reply to question | reply to the question | ' +
    '回覆提問 | 回答提問 | 回覆問題 | 回答問題 | 答問題',
  close: 'close | close it | close case | close the case | done | finish | 關閉 | 結案 | 完結 | 完成 | 結束',
  handover:
    'handover | hand over | hand it over | hand over to | handover to | hand it over to | pass to | ' +
    'pass it to | pass on to | 交班 | 交接 | 移交 | 轉交 | 交給 | 交班給 | 交畀',
  redirect:
    'redirect | redirect to | forward | forward to | re-route | reroute | reroute to | send on to | ' +
    '轉送 | 改派 | 改送 | 轉往 | 轉去 | 改轉 | 另轉',
  consent:
    'consent | consent given | consent obtained | patient consents | patient agrees | patient agreed | ' +
    'patient consented | consent refused | patient refuses | patient refused | ' +
    'patient declined consent | no consent | verbal consent | written consent | 同意 | 同意書 | 病人同意 | ' +
    '病人已同意 | 已同意 | 口頭同意 | 書面同意 | 不同意 | 病人不同意 | 病人拒絕 | 拒絕同意',
  'withdraw-consent':
    'withdraw consent | consent withdrawn | withdraw the consent | revoke consent | take back consent | ' +
    'patient withdraws consent | patient withdrew consent | patient takes back consent | ' +
    '撤回同意 | 撤銷同意 | 收回同意 | 同意撤回 | 病人撤回同意 | 病人收回同意',
  emergency: 'emergency | emergency access | emergency look | break glass | break the glass | 緊急取閱 | 緊急查閱',
  correct: 'correct | correction | change | fix | edit | update | set | 更正 | 改正 | 修正 | 修改 | 更改 | 改',
  open:
    'open | view | show | open it | show me | open record | show record | see | 打開 | 開啟 | 查看 | 顯示 | ' +
    '開 | 睇 | 看',
  mine:
    'mine | my referrals | my cases | my list | my work | list | my patients | my open referrals | ' +
    'worklist | 我的 | 我的轉介 | 我的個案 | 我的病人 | 待辦 | 我的工作 | 我的清單',
  settings:
    'settings | setting | preferences | language | lang | switch to | use | 設定 | 設置 | 語言 | 用 | 轉用 | ' +
    '切換 | 改用',
  doctor:
    'doctor | self-check | self check | selfcheck | check yourself | are you ok | health check | 自檢 | ' +
    '自我檢查 | 系統檢查 | 檢查系統 | 體檢 | 系統狀態',
  yes:
    'yes | y | yep | yeah | ok | okay | confirm | confirmed | go ahead | sure | correct | right | 是 | ' +
    '是的 | 確認 | 確定 | 好 | 好的 | 可以 | 係 | 得 | 對 | 正確',
  no: "no | n | nope | not now | don't | do not | stop | 否 | 不 | 不是 | 不要 | 唔係 | 唔好 | 不用 | 不對 | 唔使",
  cancel:
    'cancel | cancel it | withdraw | withdraw it | cancel referral | withdraw referral | retract | ' +
    '取消 | 撤回 | 撤銷 | 取消轉介 | 撤回轉介 | 作廢',
};

/** `written` is the phrase as the table has it, `phrase` folded. */
export type Spoken = { readonly verb: Verb; readonly phrase: string; readonly written: string };

const all: readonly Spoken[] = Object.entries(phrases)
  // The keys of the table are the verbs; Object.entries forgets it.
  .flatMap(([verb, words]) =>
    words.split(' | ').map((phrase) => ({ verb: verb as Verb, written: phrase, phrase: foldWord(phrase) })),
  )
  .sort((one, other) => other.phrase.length - one.phrase.length);

export const vocabulary: readonly Spoken[] = all;

const isLatin = /[a-z?']$/u;
const goesOn = /^[a-z0-9'-]/u;

/** Every command whose phrase begins the folded line, the longest phrase first, with what follows it. */
export function verbsAt(line: string): (Spoken & { rest: string })[] {
  const found: (Spoken & { rest: string })[] = [];
  for (const spoken of all) {
    if (!line.startsWith(spoken.phrase)) continue;
    const rest = line.slice(spoken.phrase.length);
    if (isLatin.test(spoken.phrase) && goesOn.test(rest)) continue;
    found.push({ ...spoken, rest });
  }
  return found;
}

const polite = rule(
  "^(?:[\\s,.!:;]|please\\b|pls\\b|plz\\b|kindly\\b|hi\\b|hello\\b|hey\\b|dear\\b|baton\\b|i(?:'ll| will| would like to| want to| need to)?\\b|we(?:'ll| will)?\\b|can you\\b|could you\\b|can i\\b|let me\\b|let's\\b|now\\b|to\\b|請|麻煩|唔該|勞煩|幫我|我想|我要|我們|可否|可以幫我|想|接棒|你好)+",
);
const filler = rule(
  '^(?:[\\s,.!:;?()"\'#-]|it\\b|this\\b|that\\b|one\\b|the\\b|a\\b|an\\b|case\\b|referral\\b|patient\\b|of\\b|for\\b|on\\b|please\\b|pls\\b|plz\\b|now\\b|thanks?\\b|thank you\\b|ty\\b|me\\b|his\\b|her\\b|record\\b|visit\\b|appointment\\b|today\\b|yes\\b|ok\\b|這(?:個|宗|單|張)?|此|該|個案|轉介|病人|了|吧|啦|謝謝|唔該|多謝|請|的|一下|它|佢|我|俾我|給我|單|張|個)*$',
);

export const withoutPoliteness = (line: string): string => line.replace(polite, '');
/** Nothing more is said than "it", "please" and the like. */
export const saysNothingMore = (rest: string): boolean => filler.test(rest);
