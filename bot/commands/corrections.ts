import { foldWord, rule } from '#src/domain/reading/folding.ts';
import type { CorrectableField } from './command.ts';

const fields: readonly (readonly [CorrectableField, string])[] = [
  ['hkid', 'hkid|hkic|id(?: card| number)?|identity(?: card)?|身份證(?:號碼)?|身分證(?:號碼)?'],
  ['birth', 'dob|d\\.o\\.b\\.?|date of birth|birth ?date|birthday|birth|出生日期|生日|出生'],
  ['name', '(?:english |chinese |patient )?name|(?:中文|英文|病人)?姓名|名字|名'],
  ['sex', 'sex|gender|性別'],
  ['phone', 'phone(?: number)?|tel(?:ephone)?|mobile|contact|電話(?:號碼)?|手機|聯絡電話'],
  ['urgency', 'urgency|priority|緊急程度|優先(?:次序)?|急度'],
  ['reason', 'reason(?: for referral)?|complaint|轉介原因|原因|主訴'],
  ['to', 'to|receiver|recipient|destination|hospital|接收(?:方|機構)?|轉往|收件'],
  ['allergies', '(?:drug )?allerg(?:y|ies)|(?:藥物)?過敏(?:史)?'],
  ['medications', 'medications?|meds|medicines?|drugs?|drug list|藥物|用藥'],
  ['consent', 'consent|同意(?:書)?'],
];
const shapes = fields.map(
  ([field, words]) =>
    [
      field,
      rule(
        `^\\s*(?:the |his |her |patient's |病人)?(?:${words})(?![a-z])\\s*(?:is|was|should be|to|as|=|:|為|是|改為|應為|,|-)*\\s*`,
      ),
    ] as const,
);

const choices: Partial<Record<CorrectableField, readonly (readonly [string, RegExp])[]>> = {
  sex: [
    ['female', rule('^(?:f|female|woman|女(?:性)?)$')],
    ['male', rule('^(?:m|male|man|男(?:性)?)$')],
    ['other', rule('^(?:other|其他)$')],
  ],
  urgency: [
    ['semi-urgent', rule('^(?:semi-?\\s?urgent|p2|半緊急|次緊急)$')],
    ['emergency', rule('^(?:emergency|p0|危急|緊急情況|特急)$')],
    ['urgent', rule('^(?:urgent|p1|緊急|急)$')],
    ['routine', rule('^(?:routine|non-?\\s?urgent|p3|例行|常規|非緊急)$')],
    ['advice', rule('^(?:advice(?: only)?|意見|只需意見)$')],
  ],
  allergies: [
    ['none', rule('^(?:none|nil|no|nkda|no known(?: drug)?(?: allerg(?:y|ies))?|無|沒有)$')],
    ['unknown', rule('^(?:unknown|not known|unsure|不詳|未知|不清楚)$')],
  ],
  medications: [
    ['none', rule('^(?:none|nil|no|無|沒有)$')],
    ['unknown', rule('^(?:unknown|not known|unsure|不詳|未知|不清楚)$')],
  ],
  consent: [
    ['refused', rule('^(?:no|refused|not given|declined|不同意|拒絕|否)$')],
    ['signed-form', rule('^(?:signed|written|signed form|form|書面|已簽|簽署)$')],
    ['spoken', rule('^(?:yes|given|verbal|oral|spoken|口頭|同意|已同意|是)$')],
  ],
};

/** "change to warfarin" and "update medications with …" are notes unless a colon or "is" makes them a correction. */
const needsMark = new Set<CorrectableField>(['to', 'reason', 'allergies', 'medications', 'name']);
const isChoice = (field: CorrectableField, folded: string): boolean =>
  choices[field]?.some(([, words]) => words.test(folded.trim())) ?? false;

/** "correct dob: 1/4/1967": the field and its new value. Choices come back as their key, other values as written. */
export function readCorrection(
  rest: string,
  tail: (length: number) => string,
): { field: CorrectableField; value: string } | undefined {
  for (const [field, shape] of shapes) {
    const match = shape.exec(rest);
    if (match === null) continue;
    if (
      needsMark.has(field) &&
      !/[:=]|为|是|\b(?:is|was|should be)\b/u.test(match[0]) &&
      !isChoice(field, rest.slice(match[0].length))
    )
      continue;
    const value = tail(rest.length - match[0].length)
      .replace(/[。.!！]+$/u, '')
      .trim();
    if (value === '' || value.length > 300) return undefined;
    const folded = foldWord(value);
    const choice = choices[field]?.find(([, words]) => words.test(folded))?.[0];
    if (choice === undefined && (field === 'sex' || field === 'urgency' || field === 'consent')) return undefined;
    return { field, value: choice ?? value };
  }
  return undefined;
}
