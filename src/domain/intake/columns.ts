import { rule } from '../reading/folding.ts';

export type Role =
  | 'test'
  | 'value'
  | 'unit'
  | 'range'
  | 'low'
  | 'high'
  | 'flag'
  | 'date'
  | 'code'
  | 'drug'
  | 'dose'
  | 'strength'
  | 'end-date'
  | 'route'
  | 'frequency'
  | 'duration'
  | 'allergen'
  | 'reaction'
  | 'severity'
  | 'problem'
  | 'procedure'
  | 'status'
  | 'patient'
  | 'patient-id'
  | 'birth-date'
  | 'sex'
  | 'remark';

/** What a column is, by its heading in English or Chinese. The first that fits counts, so the narrower words come first. */
const headings: readonly (readonly [Role, RegExp])[] = (
  [
    [
      'patient',
      "(?:patient|病人|患者)(?:'s)?\\s?(?:name|姓名)?|name of patient|姓名|(?:full|english|chinese) name|中文姓名|英文姓名",
    ],
    [
      'patient-id',
      'hkid(?: no\\.?| number)?|mrn|(?:patient|case|hospital|record)\\s?(?:id|no\\.?|number|#)|身份證(?:號碼)?|身分證(?:字號|號碼)?|病歷(?:號碼?|編號)|病人編號',
    ],
    ['birth-date', 'd\\.?o\\.?b\\.?|date of birth|birth ?date|出生(?:日期|年月日)|生日'],
    ['sex', 'sex|gender|性別'],
    [
      'range',
      '(?:reference|ref\\.?|normal|biological ref(?:erence)?\\.?|expected)\\s?(?:range|interval|value|values|limits|int\\.?)?s?(?:\\s?/\\s?units?)?|range|參考(?:範圍|值|區間|數值)?|正常(?:值|範圍)|生物參考區間',
    ],
    ['low', '(?:ref(?:erence)?\\.? |normal )?low(?:er)?(?: limit)?|lln|下限'],
    ['high', '(?:ref(?:erence)?\\.? |normal )?(?:high|upper)(?: limit)?|uln|上限'],
    ['unit', 'units?(?: of measure)?|uom|單位'],
    ['flag', 'flags?|abn(?:ormal)?(?: flag)?|h/l|interpretation|alert|標記|提示|異常|高低|狀態標記'],
    [
      'value',
      '(?:test |observed |current |lab |your )?(?:results?|values?|readings?|findings?)(?: value)?|結果|數值|檢驗結果|化驗結果|測定值|測量值|檢查結果|讀數',
    ],
    [
      'date',
      '(?:collection|collected|sample|specimen|result|test|report|start|onset|order|effective|performed)?\\s?(?:date|time|date/time|date & time|datetime|on)(?:\\s?(?:started|of onset|collected|identified|recorded|performed))?|started|onset|日期|(?:採樣|抽血|檢驗|報告|開始)(?:日期|時間)|時間',
    ],
    ['end-date', '(?:stop(?:ped)?|end(?:ed)?|discontinued|expiry)(?: ?(?:date|on))?|until|停藥日期|結束日期|停用日期'],
    ['strength', '(?:drug )?strength|強度|規格|含量'],
    ['dose', 'dose|dosage|dose/strength|amount|劑量|份量|用量|每次劑量'],
    ['route', 'route(?: of administration)?|途徑|給藥途徑|服法|給藥方式'],
    [
      'frequency',
      'freq(?:uency)?|directions?|sig|instructions?(?: for use)?|schedule|how to take|dosing(?: instructions)?|頻率|次數|用法(?:用量)?|服用方法|服用次數',
    ],
    ['duration', 'duration|days|days supply|course|日數|療程|天數'],
    [
      'drug',
      '(?:current |discharge |home |regular )?(?:medications?|drugs?|medicines?|prescriptions?|generic)(?:\\s?(?:names?|list|description))?|brand(?: name)?|(?:藥物|藥品|用藥)(?:名稱|清單)?|藥名',
    ],
    [
      'allergen',
      '(?:drug |food |known )?allerg(?:y|ies|ens?)(?:\\s?/?\\s?(?:substance|agent|intolerance))?|substances?|causative agent|agent|過敏(?:原|藥物|源|史|項目)?|藥物過敏|致敏原',
    ],
    ['reaction', '(?:adverse |allergic )?reactions?(?: type)?|manifestations?|symptoms?|反應|過敏反應|症狀'],
    ['severity', 'severity|criticality|嚴重(?:程度|性)'],
    [
      'problem',
      '(?:active |principal |secondary )?(?:problems?|diagnos[ie]s|conditions?)(?: name| list| description)?|診斷|疾病|問題|病症|病名',
    ],
    ['procedure', 'procedures?(?: name)?|operations?|surger(?:y|ies)|手術|程序'],
    ['code', '(?:loinc|icd(?:-?10)?|atc|test|item)?\\s?codes?|loinc|icd-?10|代碼|編碼|項目代碼'],
    ['status', 'status|state|active|狀態|狀況'],
    [
      'test',
      '(?:lab(?:oratory)? )?(?:tests?|investigations?|analytes?|parameters?|items?|components?|examinations?|assays?|measurements?|vitals?(?: signs?)?)(?:\\s?(?:names?|description|performed))?|(?:檢驗|化驗|檢查|測試|檢測|血液)?(?:項目|名稱)|檢驗|化驗|項目名稱|測試',
    ],
    [
      'remark',
      'remarks?|comments?|notes?|備註|註|monitored by|indications?|適應症|method(?:ology)?|specimen|標本|樣本',
    ],
  ] as const
).map(([role, words]) => [role, rule(`^(?:${words})$`)]);

/** The role of a heading, blanks, colons and a unit in brackets aside. Nothing when it is no heading we know. */
export function roleOf(folded: string): Role | undefined {
  const plain = folded
    .replace(/\s*[([][^)\]]*[)\]]\s*$/u, '')
    .replace(/[:：*#]+$/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (plain === '' || plain.length > 40) return undefined;
  return headings.find(([, words]) => words.test(plain))?.[0] ?? bilingual(plain);
}

/** "Result 結果", "Test / 項目": a heading said twice. */
function bilingual(plain: string): Role | undefined {
  const match =
    /^([a-z .]+?)[\s/]*(\p{Script=Han}+)$/u.exec(plain) ?? /^(\p{Script=Han}+)[\s/]*([a-z .]+)$/u.exec(plain);
  if (match === null) return undefined;
  return [match[1], match[2]]
    .map((each) => headings.find(([, words]) => words.test((each ?? '').trim()))?.[0])
    .find((each) => each !== undefined);
}
