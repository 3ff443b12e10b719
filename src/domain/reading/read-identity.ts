// Longer than most files: six small readers of one kind, each a table of shapes and a loop.
import { parseBirthDate } from '../identity/birth-date.ts';
import { formatHkid, parseHkid } from '../identity/hkid.ts';
import { parsePhone } from '../identity/phone.ts';
import type { Finding, IdentityField } from '../record/finding.ts';
import { isOfFamily } from './cues.ts';
import { rule } from './folding.ts';
import { type Page, placeOf, written } from './page.ts';
import { readNames } from './read-names.ts';
import type { Stretch } from './stretch.ts';

/** Who the note is about: numbers, names, date of birth, sex, telephone. */
export function readIdentity(page: Page, now: Date): Finding[] {
  const numbers = [...hkids(page), ...otherNumbers(page)];
  return [...numbers, ...births(page, now), ...sexes(page), ...phones(page, numbers), ...readNames(page)];
}

export function identity(
  page: Page,
  name: IdentityField,
  value: string,
  at: Stretch,
  confidence: number,
  valid?: boolean,
): Finding {
  return {
    type: 'identity',
    name,
    value,
    status: 'present',
    confidence,
    source: placeOf(page, at.from, at.to),
    ...(valid === undefined ? {} : { valid }),
  };
}

// The digits may hold a letter by mistake: such a number is kept as written and marked wrong, never mended.
const hkidShape = rule(
  '(?<![a-z0-9])([a-z]{1,3}\\s?-?[0-9oil]{5,7}\\s?-?\\s?\\(\\s?[0-9a-z]\\s?\\)|[a-z]{1,2}\\s?\\d{6}\\s?-?[0-9a](?![a-z0-9(])|[a-z]{1,2}\\s\\d{6}\\s[0-9a](?![a-z0-9(.]))',
  'gu',
);
const hkidCue = rule(
  '(?:hkid|hkic|\\bid(?:\\s?card)?(?:\\s?(?:no|number|#))?|identity(?: card)?(?: no| number)?|身份證(?:號碼|明文件)?|身分證(?:號碼)?|證件號碼)\\s?(?:no\\.?|number)?\\s?[:#.]?\\s?$',
);
const hkidByCue = rule(
  '(?:hkid|hkic|身份證(?:號碼)?|身分證(?:號碼)?)\\s?(?:no\\.?|number)?\\s?[:#]?\\s?([a-z0-9][a-z0-9 ()-]{5,11}[a-z0-9)])',
  'gu',
);

function hkids(page: Page): Finding[] {
  const found: Finding[] = [];
  const add = (from: number, to: number, isCued: boolean) => {
    if (found.some((each) => each.source.span !== undefined && spansMeet(page, each, { from, to }))) return;
    const text = page.text.slice(from, to);
    const hkid = parseHkid(text);
    if (hkid?.isValid === true)
      found.push(
        identity(page, 'hkid', formatHkid(hkid), { from, to }, isCued || text.includes('(') ? 0.98 : 0.85, true),
      );
    else if (isCued || text.includes('(')) {
      const value =
        hkid === undefined
          ? written(page, from, to).normalize('NFKC').toUpperCase().replace(/\s/gu, '')
          : formatHkid(hkid);
      found.push(identity(page, 'hkid', value, { from, to }, 0.3, false));
    }
  };
  for (const match of page.text.matchAll(hkidShape))
    add(match.index, match.index + match[0].length, hkidCue.test(page.text.slice(0, match.index)));
  for (const match of page.text.matchAll(hkidByCue)) {
    const text = match[1]?.trim() ?? '';
    const from = match.index + match[0].length - (match[1] ?? '').length;
    if ((text.match(/\d/gu)?.length ?? 0) >= 5) add(from, from + text.length, true);
  }
  return found;
}

const spansMeet = (page: Page, each: Finding, at: Stretch): boolean => {
  const [from, to] = placeOf(page, at.from, at.to).span ?? [0, 0];
  const [start, end] = each.source.span ?? [0, 0];
  return from < end && start < to;
};

const others: readonly (readonly [IdentityField, RegExp])[] = [
  ['passport', rule('(?:passport|護照)\\s?(?:no\\.?|number|號碼)?\\s?[:#]?\\s?([a-z]{0,2}\\d{6,9})(?!\\d)', 'gu')],
  [
    'ehealth-number',
    rule('(?:ehealth|ehr|醫健通)\\s?(?:no\\.?|number|號碼|編號)?\\s?[:#]?\\s?(\\d{8,12})(?!\\d)', 'gu'),
  ],
  [
    'case-number',
    rule(
      '(?:case\\s?(?:no\\.?|number|#)|檔案編號|個案編號|病歷號碼?)\\s?[:#]?\\s?([a-z]{1,4}\\d{5,11}(?:\\([0-9a-z]\\))?)',
      'gu',
    ),
  ],
  // What a house calls its own number of a patient: MRN, patient ID, 病歷號碼.
  [
    'record-number',
    rule(
      '(?:(?<![a-z])(?:mrn|urn|(?:patient|medical record|record|hospital|unit)\\s?(?:id|no\\.?|number|#)|pt\\.? (?:id|no\\.?))|病歷(?:號碼?|編號)|病人編號|檔案號碼|身分證(?:字號|號碼?)|身份證字號)\\s{0,3}[:#.]?\\s{0,3}((?=[a-z0-9-]*\\d)[a-z0-9][a-z0-9-]{2,17}(?![a-z0-9(/.]*\\())',
      'gu',
    ),
  ],
  ['case-number', rule('(?<![a-z0-9])(hn\\d{8,11}(?:\\([0-9a-z]\\))?)', 'gu')],
];

function otherNumbers(page: Page): Finding[] {
  const found: Finding[] = [];
  for (const [name, finder] of others) {
    for (const match of page.text.matchAll(finder)) {
      const value = match[1] ?? '';
      const from = match.index + match[0].length - value.length;
      if (!found.some((each) => each.type === 'identity' && each.value === value.toUpperCase()))
        found.push(identity(page, name, value.toUpperCase(), { from, to: from + value.length }, 0.9));
    }
  }
  return found;
}

const monthWord = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const zhNumber = '[〇零○一二三四五六七八九十廿]';
const date = `(?:${zhNumber}{4}年${zhNumber}{1,2}月${zhNumber}{1,3}[日號]|\\d{4}\\s?年(?:\\s?\\d{1,2}\\s?月(?:\\s?\\d{1,2}\\s?[日號])?)?|\\d{4}[-/.]\\d{1,2}(?:[-/.]\\d{1,2})?|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{4}|\\d{1,2}(?:st|nd|rd|th)?[-\\s]?${monthWord}\\.?,?[-\\s]?\\d{4}|${monthWord} \\d{1,2},? \\d{4}|${monthWord} \\d{4})`;
const birthShapes: readonly (readonly [number, RegExp])[] = [
  [
    0.95,
    rule(
      `(?:d\\.?o\\.?b\\.?|date of birth|birth ?date|born(?: on| in)?|birthday|出生(?:日期|年份|年月日)?|生日|出生於)\\s?[:=-]?\\s?(${date}|(?:19|20)\\d{2})(?!\\d)`,
      'gu',
    ),
  ],
  [0.95, rule(`(${date}|\\d{4}年?)\\s?(?:出生|生(?![\\p{Script=Han}]))`, 'gu')],
  [
    0.85,
    rule(`(?:(?<![a-z])(?:m|f|male|female)|男|女|\\)[,\\s]*(?:m|f)?|先生|女士)\\s?[,/]?\\s?(${date})(?!\\d)`, 'gu'),
  ],
];

function births(page: Page, now: Date): Finding[] {
  const found: Finding[] = [];
  for (const [sure, finder] of birthShapes) {
    for (const match of page.text.matchAll(finder)) {
      const text = match[1] ?? '';
      const from = match.index + match[0].indexOf(text);
      const at = { from, to: from + text.length };
      if (isOfFamily(page, at) || found.some((each) => spansMeet(page, each, at))) continue;
      const read = parseBirthDate(text, now);
      if (read === undefined) {
        if (sure > 0.9) found.push(identity(page, 'birth-date', written(page, at.from, at.to), at, 0.3, false));
      } else found.push(identity(page, 'birth-date', read.iso, at, read.ambiguous ? Math.min(sure, 0.85) : sure, true));
    }
  }
  return found;
}

const sexShapes: readonly (readonly ['male' | 'female', number, RegExp])[] = [
  ['male', 0.95, rule('(?:sex|gender|性別)\\s?[:=]?\\s?(male|man|m|男)(?![a-z])', 'gu')],
  ['female', 0.95, rule('(?:sex|gender|性別)\\s?[:=]?\\s?(female|woman|f|女)(?![a-z])', 'gu')],
  [
    'male',
    0.9,
    rule(
      '(?<![a-z0-9.])(?:\\d{1,3}\\s?(?:y/?o?|yo|yrs?|years?(?:[- ]old)?|歲)?\\s?/?\\s?(?:chinese )?(m|male|man|gentleman|boy|男(?:士|性|子|童|病人)?)(?![a-z]|\\p{Script=Han}朋)|m\\s?/\\s?\\d{1,3}(?!\\d|/))',
      'gu',
    ),
  ],
  [
    'female',
    0.9,
    rule(
      '(?<![a-z0-9.])(?:\\d{1,3}\\s?(?:y/?o?|yo|yrs?|years?(?:[- ]old)?|歲)?[- ]?\\s?/?\\s?(?:chinese )?(f|female|woman|lady|girl|女(?:士|性|子|童|病人)?)(?![a-z]|\\p{Script=Han}朋)|f\\s?/\\s?\\d{1,3}(?!\\d|/))',
      'gu',
    ),
  ],
  [
    'male',
    0.85,
    rule(
      '(?<![a-z])(male|gentleman)(?![a-z])|(?<!\\p{Script=Han})(男(?:性|士)?)(?![\\p{Script=Han}])|\\b(mr)\\.?\\s(?=[a-z])|(?:\\)|,|^)\\s?(m)(?=\\s?(?:[,/]|\\d{1,2}[-/]|\\d{2,3}\\b|dob|$))|(先生)',
      'gu',
    ),
  ],
  [
    'female',
    0.85,
    rule(
      '(?<![a-z])(female|lady)(?![a-z])|(?<!\\p{Script=Han})(女(?:性|士)?)(?![\\p{Script=Han}])|\\b(mrs|ms|miss|mdm|madam)\\.?\\s(?=[a-z])|(?:\\)|,|^)\\s?(f)(?=\\s?(?:[,/]|\\d{1,2}[-/]|\\d{2,3}\\b|dob|$))|(女士|太太|小姐|婆婆)',
      'gu',
    ),
  ],
];

/** One sex, from its plainest statement. Two different statements make it unsure. */
function sexes(page: Page): Finding[] {
  const found = sexShapes
    .flatMap(([value, sure, finder]) =>
      [...page.text.matchAll(finder)].map((match) => ({ value, sure, ...placed(match) })),
    )
    .filter((each) => !isOfFamily(page, { from: each.to }) && !isOfFamily(page, each));
  const best = found.reduce<(typeof found)[number] | undefined>(
    (one, other) => (one === undefined || other.sure > one.sure ? other : one),
    undefined,
  );
  if (best === undefined) return [];
  const isDisputed = found.some((each) => each.value !== best.value && each.sure >= best.sure);
  return [identity(page, 'sex', best.value, best, isDisputed ? 0.5 : best.sure)];
}

/** The word itself when a shape names it, else all that the shape matched. */
function placed(match: RegExpExecArray): Stretch {
  const word = match.slice(1).find((each) => each !== undefined && each.length > 1) ?? match[0];
  const whole = /^\)?[\s,]+/u.exec(match[0])?.[0].length ?? 0;
  const from = word === match[0] ? match.index + whole : match.index + match[0].lastIndexOf(word);
  return { from, to: word === match[0] ? match.index + match[0].length : from + word.length };
}

const phoneShapes: readonly (readonly [number, RegExp])[] = [
  [
    0.95,
    rule(
      '(?:tel(?:ephone)?|phone|mobile|contact(?: no| number)?|mob|cell|ph|電話(?:號碼)?|手機|聯絡(?:電話)?|手提(?:電話)?)\\.?\\s?(?:no\\.?|number)?\\s?[:#]?\\s?(\\+?\\d[\\d -]{6,16}\\d)',
      'gu',
    ),
  ],
  [0.95, rule('(?<![\\d+])((?:\\+|00)85[23]\\s?\\d{4}\\s?-?\\d{4}|\\+86\\s?1\\d{2}\\s?\\d{4}\\s?\\d{4})(?!\\d)', 'gu')],
  [0.7, rule('(?<![\\d/.-])([5-79]\\d{3}[ -]?\\d{4})(?![\\d/.-]|\\s?(?:mg|ml|/))', 'gu')],
];

function phones(page: Page, numbers: readonly Finding[]): Finding[] {
  const found: Finding[] = [];
  for (const [sure, finder] of phoneShapes) {
    for (const match of page.text.matchAll(finder)) {
      const text = match[1] ?? '';
      const from = match.index + match[0].length - text.length;
      const at = { from, to: from + text.length };
      const value = parsePhone(text);
      if (value === undefined || [...numbers, ...found].some((each) => spansMeet(page, each, at))) continue;
      found.push(identity(page, 'phone', value, at, sure));
    }
  }
  return found;
}
