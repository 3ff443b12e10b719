import { rule } from './folding.ts';
import type { Stretch } from './stretch.ts';

export type SectionName =
  | 'allergies'
  | 'medications'
  | 'past'
  | 'family'
  | 'results'
  | 'vitals'
  | 'complaint'
  | 'question'
  | 'plan'
  | 'impression'
  | 'social'
  | 'other';

/** A heading and what stands under it. */
export type Section = { readonly name: SectionName; readonly heading: Stretch; readonly body: Stretch };

const headings: readonly (readonly [SectionName, string])[] = [
  [
    'allergies',
    'allerg(?:y|ies)(?: history| status)?|known allerg(?:y|ies)|drug allerg(?:y|ies)|adrs?|adverse (?:drug )?reactions?|(?:drug )?intolerances?|allerg(?:y|ies)[ /&]+(?:and )?(?:adverse (?:drug )?reactions?|adrs?|intolerances?|alerts?)|藥物過敏(?:史|紀錄|記錄)?|過敏(?:史|紀錄|記錄|情況|藥物)?|食物過敏',
  ],
  [
    'medications',
    '(?:current |regular |usual |home |present |discharge |admission |active |ongoing |chronic |long[- ]term |outpatient |prescribed |prescription |oral |new |continu(?:ing|ed) |discontinued |stopped |ceased |previous |past |held )*(?:medications?|meds|medicines?|drugs?|drug history|drug list|rx|dhx?|medication (?:list|history|record|summary))(?: (?:on|at|upon|prior to) (?:discharge|admission)| (?:stopped|discontinued|ceased|held|on hold)| list)?|(?:discharge|take[- ]home|to take out) (?:drugs?|prescriptions?)|tto|(?:已停|停用|停服)(?:的)?(?:藥物|用藥)|出院(?:用藥|藥物|帶藥)|(?:現時|目前|正服|現服|長期|日常)?(?:用藥|藥物|服藥)(?:史|紀錄|記錄|清單)?|現服藥物|服用藥物|處方',
  ],
  [
    'past',
    'past (?:medical |health )?(?:history|hx)|pmhx?|pmh|phx?|past hx|medical history|background|comorbid(?:ity|ities)|problems?(?: list)?|過往病史|既往(?:病)?史|病史|過去病史|慢性病|舊病',
  ],
  [
    'family',
    'family(?:(?: and| &|/|,) ?social)?(?: medical| health)? (?:history|hx)|fhx?|f/h|fam hx|家族(?:病)?史|家庭病史',
  ],
  [
    'results',
    'results?|investigations?|ix|labs?|bloods?|lab results?|blood tests?|化驗(?:結果|報告)?|檢驗(?:結果|報告)?|抽血(?:結果)?|血液(?:報告|檢查)|檢查結果|檢查',
  ],
  [
    'vitals',
    'vitals?(?: signs?)?|obs|observations|o/e|on examination|physical exam(?:ination)?|p/e|pe|examination|生命(?:徵|體)象|生命體徵|體格檢查|身體檢查',
  ],
  [
    'complaint',
    'chief complaints?|presenting complaints?|complaints?|c/o|cc|reason(?: for referral)?|referral reason|hpi|history of present(?:ing)? illness|history|hx|situation|s|主訴|轉介原因|求診原因|原因|現病史|情況',
  ],
  ['question', 'questions?|request|ask|問題|查詢|請求|要求'],
  ['plan', 'plan|assessment and plan|a/p|recommendations?|management|mx|計劃|處理|建議|治療(?:計劃|方案)?'],
  ['impression', 'impression|imp|diagnos[ie]s|dx|ddx|assessment|診斷|初步診斷|印象|評估'],
  ['social', 'social (?:history|hx)|shx?|社交史|個人史|社會史'],
  [
    'other',
    'name|patient|pt|sex|dob|hkid|id|tel|phone|contact|to|from|urgency|priority|consent|review of systems|ros|patient agreements|姓名|病人|性別|出生日期|身份證(?:號碼|明文件)?|電話|聯絡電話|致|由|緊急程度|優先|同意書?',
  ],
];

const atLine = '(?<=^|\\n|[.;。!]\\s?|\\)\\s)[ \\t•*#>\\-\\[]*';

const finders = headings.map(([name, words]) => ({
  name,
  // A heading is followed by a colon, or stands alone on its line.
  finder: rule(`${atLine}(?:\\d+[.)]\\s*)?((?:${words})\\]?(?:\\s*[:：]|(?=\\s*(?:\\n|$))))`, 'gu'),
  // Inside a running line only a word with a colon is a heading.
  running: rule(`(?<![a-z0-9\\p{Script=Han}])((?:${words})\\s*[:：])`, 'gu'),
}));

/** Headings in the order of the text; each body runs to the next heading, an empty line, or the end of its line when it began there. */
export function sectionsOf(text: string): Section[] {
  const found = new Map<number, { name: SectionName; heading: Stretch; onLine: boolean }>();
  for (const { name, finder, running } of finders) {
    for (const [pattern, onLine] of [
      [finder, true],
      [running, false],
    ] as const) {
      for (const match of text.matchAll(pattern)) {
        const words = match[1] ?? '';
        const from = match.index + match[0].length - words.length;
        const before = found.get(from);
        if (before !== undefined && before.heading.to - before.heading.from >= words.length) continue;
        found.set(from, { name, heading: { from, to: from + words.length }, onLine });
      }
    }
  }
  const sorted = [...found.values()].sort((one, other) => one.heading.from - other.heading.from);
  const apart = sorted.filter(
    (each, index) => index === 0 || each.heading.from >= (sorted[index - 1]?.heading.to ?? 0),
  );
  return apart.map((each, index) => ({
    name: each.name,
    heading: each.heading,
    body: {
      from: each.heading.to,
      to: endOfBody(text, each, apart[index + 1]?.heading.from ?? text.length),
    },
  }));
}

/** In the middle of a Chinese line a blank between two words ends what stands under a heading. */
const stopInLine = /[。;]|\.(?=\s|$)|(?<=[\p{Script=Han})])\s(?=\p{Script=Han})/u;
const stopOfRunning = /。|\.(?=\s|$)/u;

function endOfBody(text: string, { heading, onLine }: { heading: Stretch; onLine: boolean }, next: number): number {
  const from = heading.to;
  const body = text.slice(from, next);
  const line = body.indexOf('\n');
  const firstLine = line === -1 ? body : body.slice(0, line);
  if (firstLine.trim() === '') {
    // The heading stands alone: everything until an empty line that follows some words.
    const gap = /\S[^\n]*\n\s*\n/u.exec(body);
    return gap === null ? next : from + gap.index + gap[0].length;
  }
  const stop = (onLine ? stopOfRunning : stopInLine).exec(firstLine);
  const rest = stop === null ? '' : firstLine.slice(stop.index + 1);
  if (stop !== null && rest.trim() !== '') return from + stop.index + 1;
  return from + firstLine.length + continued(line === -1 ? '' : body.slice(line));
}

/** Lines that go on with a list: a bullet or an indent. */
function continued(rest: string): number {
  const list = /^(?:\n[ \t]*[-•*·][^\n]*)+/u.exec(rest);
  return list === null ? 0 : list[0].length;
}

export const sectionAt = (sections: readonly Section[], at: number): Section | undefined =>
  sections.find((section) => at >= section.heading.from && at < section.body.to);
