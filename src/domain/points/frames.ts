export type Language = 'en' | 'zh-hant' | 'zh-hans';

/** The words between quoted words. They say nothing of a patient by themselves. */
export type Frames = {
  readonly allergies: (list: string) => string;
  readonly beside: (quote: string) => string;
  readonly yetTakes: (list: string) => string;
  readonly takes: (list: string) => string;
  readonly stopped: (list: string) => string;
  readonly since: (day: string) => string;
  readonly recorded: (day: string) => string;
  readonly over: (state: string, day: string | undefined) => string;
  readonly until: (day: string) => string;
  readonly noneTaken: (quote: string) => string;
  readonly unconfirmed: string;
  readonly changed: (from: string, to: string) => string;
  readonly before: (value: string) => string;
  readonly waiting: string;
  readonly family: (list: string) => string;
  readonly plan: (list: string) => string;
  readonly flag: (list: string) => string;
  readonly done: (list: string) => string;
  readonly vaccines: (list: string) => string;
  readonly highRisk: string;
  readonly severe: string;
  readonly comma: string;
  readonly and: string;
  readonly next: string;
  readonly end: string;
  readonly brackets: (inside: string) => string;
};

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const en: Frames = {
  allergies: (list) => `Allergies: ${list}`,
  beside: (quote) => `but “${quote}” is recorded too`,
  yetTakes: (list) => `yet takes ${list}`,
  until: (day) => `until ${day}`,
  noneTaken: (quote) => `Medicines: “${quote}”`,
  takes: (list) => `takes ${list}`,
  stopped: (list) => `stopped: ${list}`,
  since: (day) => `since ${day}`,
  recorded: (day) => `recorded ${day}`,
  over: (state, day) => `${state === 'remission' ? 'in remission' : state}${day === undefined ? '' : ` ${day}`}`,
  unconfirmed: 'unconfirmed',
  changed: (from, to) => `changed from ${from} to ${to}`,
  before: (value) => `before that ${value}`,
  waiting: 'result awaited',
  family: (list) => `family history: ${list}`,
  plan: (list) => `planned: ${list}`,
  flag: (list) => `flagged: ${list}`,
  done: (list) => list,
  vaccines: (list) => `vaccines: ${list}`,
  highRisk: 'high criticality',
  severe: 'severe',
  comma: ', ',
  and: ' and ',
  next: '; ',
  end: '.',
  brackets: (inside) => ` (${inside})`,
};

const hant: Frames = {
  allergies: (list) => `過敏：${list}`,
  beside: (quote) => `但另有記錄「${quote}」`,
  yetTakes: (list) => `卻正服用${list}`,
  until: (day) => `至 ${day}`,
  noneTaken: (quote) => `藥物：「${quote}」`,
  takes: (list) => `正服用${list}`,
  stopped: (list) => `已停用：${list}`,
  since: (day) => `自 ${day}`,
  recorded: (day) => `記錄於 ${day}`,
  over: (state, day) =>
    `${day === undefined ? '' : `${day} `}${state === 'remission' ? '緩解' : state === 'inactive' ? '非活躍' : '已痊癒'}`,
  unconfirmed: '未確定',
  changed: (from, to) => `由 ${from} 改為 ${to}`,
  before: (value) => `之前 ${value}`,
  waiting: '等候結果',
  family: (list) => `家族病史：${list}`,
  plan: (list) => `計劃：${list}`,
  flag: (list) => `警示：${list}`,
  done: (list) => list,
  vaccines: (list) => `疫苗：${list}`,
  highRisk: '高危',
  severe: '嚴重',
  comma: '、',
  and: '及',
  next: '；',
  end: '。',
  brackets: (inside) => `（${inside}）`,
};

const hans: Frames = {
  ...hant,
  allergies: (list) => `过敏：${list}`,
  beside: (quote) => `但另有记录“${quote}”`,
  yetTakes: (list) => `却正服用${list}`,
  noneTaken: (quote) => `药物：“${quote}”`,
  recorded: (day) => `记录于 ${day}`,
  over: (state, day) =>
    `${day === undefined ? '' : `${day} `}${state === 'remission' ? '缓解' : state === 'inactive' ? '非活跃' : '已痊愈'}`,
  unconfirmed: '未确定',
  changed: (from, to) => `由 ${from} 改为 ${to}`,
  waiting: '等候结果',
  family: (list) => `家族病史：${list}`,
  plan: (list) => `计划：${list}`,
  stopped: (list) => `已停用：${list}`,
  flag: (list) => `警示：${list}`,
  highRisk: '高危',
  severe: '严重',
};

export const framesOf = (language: Language): Frames => (language === 'en' ? en : language === 'zh-hant' ? hant : hans);

/** The first letter of a sentence; Chinese has none. */
export const begin = (text: string): string =>
  /^(?:takes|stopped:|family history|planned:|flagged:|vaccines:)/u.test(text) ? upper(text) : text;
