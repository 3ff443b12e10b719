import type { Finding } from '../record/finding.ts';
import { foldWord, rule } from './folding.ts';
import { type Page, placeOf, written } from './page.ts';
import { overlaps, type Stretch } from './stretch.ts';
import { romanised, surnames } from './surnames.ts';

type Name = Stretch & { readonly script: 'name-en' | 'name-zh'; readonly value: string; readonly confidence: number };

/** Names of patients. A name with a doctor's title, or in the place of one, is nobody's we look for. */
export function readNames(page: Page): Finding[] {
  const names = [...latinNames(page), ...hanNames(page)].filter((each) => !isClinician(page, each));
  return names
    .filter(
      (each, index) =>
        !names.slice(0, index).some((other) => other.script === each.script && sameName(other.value, each.value)),
    )
    .map(({ script, value, confidence, from, to }) => ({
      type: 'identity',
      name: script,
      value,
      status: 'present',
      confidence,
      source: placeOf(page, from, to),
    }));
}

const plainName = (name: string): string[] =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\s]/gu, ' ')
    .split(/\s+/u)
    .filter((each) => each !== '')
    .sort();

/** Mr Chan is CHAN Siu Ming again; CHAN Siu Wai is somebody else. */
export function sameName(one: string, other: string): boolean {
  const [few, many] = [plainName(one), plainName(other)].sort((a, b) => a.length - b.length);
  if (few === undefined || many === undefined) return false;
  return few.every((each) => many.includes(each)) || foldWord(one) === foldWord(other);
}

const word = "[A-Z][A-Za-z'’-]*";
const givenNames = `${word}(?:[ -]${word}){0,3}`;
const latin: readonly (readonly [number, RegExp])[] = [
  // CHAN Siu Ming, CHAN, Siu Ming: as on the card, surname in capitals.
  [
    0.9,
    new RegExp(
      `(?<![A-Za-z])([A-Z]{2,}(?: [A-Z]{2,}){0,2},? (?:[A-Z][a-z]+(?: [A-Z][a-z]+|-[A-Za-z][a-z]+){0,3}))(?![A-Za-z])`,
      'gu',
    ),
  ],
  [
    0.9,
    new RegExp(
      `(?:\\b[Nn](?:ame|AME)|\\b[Pp]atient(?: name)?|\\b[Pp]t(?: name)?|姓名|病人姓名|英文姓名|病人)\\s{0,3}[:：]\\s{0,6}(${word},?(?:[ -]${word}){0,4})`,
      'gu',
    ),
  ],
  [0.85, new RegExp(`\\b(?:Mr|Mrs|Ms|Miss|Mdm|Madam|Master|MR|MRS|MS|MDM)\\.? (${givenNames})`, 'gu')],
  [
    0.8,
    new RegExp(
      `(?<![A-Za-z])([A-Z][a-z]+ [A-Z][a-z]+(?:[- ][A-Z]?[a-z]+)?)(?=[ ,(（]*(?:\\p{Script=Han}{2,4}|[A-Z]{1,2}\\d{6}|HKID|DOB|\\d{1,3}\\s?/?\\s?[MF]\\b|[MF]\\s?/\\s?\\d))`,
      'gu',
    ),
  ],
  [0.92, new RegExp(`(?:^|\\n)\\s*([A-Z][a-z]+(?: [A-Z][a-z]+){1,2})(?= is an? (?:\\d|very|pleasant))`, 'gu')],
];
const lowerLatin = rule(
  '(?<![a-z])((?:patient|pt|name)\\s?[:]?\\s?)?([a-z]{2,7} [a-z]{2,7}(?:[ -][a-z]{2,7})?)(?=[ ,(]*(?:\\p{Script=Han}{2,4}[ ,(]|[a-z]{1,2}\\d{6}\\s?\\(?[0-9a]))',
  'gu',
);

const notNames = rule(
  '^(?:refer|referral|urgent|emergency|dear|please|thank|hospital|clinic|department|allerg(?:y|ies|ic)|medications?|diagnos(?:is|es)|history|date|hkid|sex|dob|age|bp|hr|ecg|ct|mri|tuen mun|tsuen wan|queen|prince|princess|united|north|kwong|pamela|yan chai|caritas|family|cardiology|nkda|stemi|nstemi|copd|female|male|with|from|ward|bed|chest|the|re|cc|attn|hi|hello|pmh|meds|sopd|sopc|gopd|gopc|mopd|mopc|opd|opc|icu|ccu|hdu|aed|ent|cxr|echo|usg|ogd|egd|eeg|emg|lab|labs|rft|lft|cbc|fbc|inr|ra|la|rx|dx|ix|imp|plan|soap|hpi|ros|cc|nil|tel|fax|wt|ht|bw|bmi|spo2|temp|fu|f/u|clinical|discharge|admission|medical|surgical|referral|laboratory|patient|report|summary|physiotherapy|outpatient|right|left|bilateral|etoh|hiv|motor|strength|lungs?|heart|neck|abdomen|skin|social|range)\\b|(?:,| )(?:wt|ht|bp|hr|rr|temp|spo2|bmi)$',
);

/** "HH, Cr" is a mark and a test: without a known surname, every part of a name has to be a word. */
const isShorthand = (name: string): boolean => {
  const parts = name.split(/[\s,]+/u);
  return !romanised.has(foldWord(parts[0] ?? '')) && parts.some((part) => part.length < 3);
};

function latinNames(page: Page): Name[] {
  const found: Name[] = [];
  for (const [nth, [sure, finder]] of latin.entries()) {
    for (const match of page.original.matchAll(finder)) {
      if (nth === 0 && isShorthand(match[1] ?? '')) continue;
      const name = (match[1] ?? '').replace(/\s+(?:HKID|DOB|ID|M|F|Sex|Age|Tel|BP|HR)$/u, '');
      const start = match.index + match[0].indexOf(match[1] ?? '');
      offer(page, found, { start, name, sure });
    }
  }
  for (const match of page.text.matchAll(lowerLatin)) {
    const name = match[2] ?? '';
    const first = name.split(' ')[0] ?? '';
    if (!romanised.has(first)) continue;
    const from = match.index + (match[1] ?? '').length;
    const at = { from, to: from + name.length };
    if (!found.some((each) => overlaps(each, at))) offerFolded(page, found, at, 0.75);
  }
  return found;
}

function offer(page: Page, found: Name[], { start, name, sure }: { start: number; name: string; sure: number }): void {
  const from = page.folded.starts.indexOf(start);
  const to = page.folded.ends.lastIndexOf(start + name.length) + 1;
  if (from === -1 || to <= from) return;
  offerFolded(page, found, { from, to }, romanised.has(foldWord(name.split(/[\s,]/u)[0] ?? '')) ? sure : sure - 0.12);
}

function offerFolded(page: Page, found: Name[], at: Stretch, confidence: number): void {
  const text = page.text.slice(at.from, at.to);
  const isKnownWord = page.hits.some((hit) => overlaps(hit, at) && hit.to - hit.from > 2);
  if (isKnownWord || notNames.test(text) || found.some((each) => overlaps(each, at))) return;
  found.push({ ...at, script: 'name-en', value: written(page, at.from, at.to).replace(/\s+/gu, ' '), confidence });
}

const hanCued = rule(
  '(?:病人姓名|中文姓名|姓名|病人|患者|name)\\s?[:：]?\\s?(\\p{Script=Han}{2,4})(?!\\p{Script=Han})',
  'gu',
);
const hanTitled = rule('(?<!\\p{Script=Han})(\\p{Script=Han}{1,4})(?=先生|女士|太太|小姐|婆婆|伯伯)', 'gu');
const hanAlone = rule('(?<!\\p{Script=Han})(\\p{Script=Han}{2,4})(?!\\p{Script=Han})', 'gu');
const hanSuffixed = rule(
  '(?<=^|[\\s,:()\\n診科院所])(\\p{Script=Han}{2,4}?)(?=[,\\s]*(?:男|女)(?:性|士)?[,\\s\\d身出1-9(]|[,\\s]*(?:hkid|身份證|身分證)|\\s?\\(?[a-z]{1,2}\\d{6}|\\s?\\d{1,3}歲)',
  'gu',
);
const stop = rule(
  '單位|名稱|代碼|劑量|途徑|用法|服法|備註|序號|處置|主治|參考|範圍|項目|檢驗|數值|日期|時間|類別|醫|院|科|診|所|痛|病|症|炎|癌|藥|敏|轉|請|跟|緊|急|手術|檢|查|血|壓|心|服|每|日|月|年|歲|男|女|性|出生|無|沒|有|已|正|不|同意|姑娘|護士|主訴|姓名|懷疑|可能|報告|結果|陽|陰|中心|尿|熱|燒|咳|暈|腫|過去|長期|現|家族|聯絡|電話|覆診|荃灣|屯門|元朗|沙田|大埔|旺角|觀塘|急症|謝謝|多謝|此致|敬上',
);

function hanNames(page: Page): Name[] {
  const found: Name[] = [];
  const add = (from: number, text: string, confidence: number, needsSurname: boolean) => {
    const at = { from, to: from + text.length };
    const isKnown = page.hits.some((hit) => overlaps(hit, at) && hit.to - hit.from > 1);
    const hasSurname = surnames.has([...text][0] ?? '') || surnames.has([...text].slice(0, 2).join(''));
    if (isKnown || found.some((each) => overlaps(each, at)) || stop.test(text) || (needsSurname && !hasSurname)) return;
    if (page.sections.some(({ heading }) => overlaps(heading, at) && heading.to >= at.to)) return;
    found.push({
      ...at,
      script: 'name-zh',
      value: written(page, at.from, at.to),
      confidence: hasSurname ? confidence : confidence - 0.15,
    });
  };
  for (const match of page.text.matchAll(hanCued))
    add(match.index + match[0].length - (match[1] ?? '').length, match[1] ?? '', 0.9, false);
  for (const match of page.text.matchAll(hanTitled))
    add(match.index, match[1] ?? '', [...(match[1] ?? '')].length > 1 ? 0.85 : 0.6, true);
  for (const match of page.text.matchAll(hanSuffixed)) add(match.index, match[1] ?? '', 0.9, true);
  for (const match of page.text.matchAll(hanAlone)) add(match.index, match[1] ?? '', 0.8, true);
  return found.map((each) => (followsLatin(page, each) ? { ...each, confidence: 0.9 } : each));
}

const latinBefore = /[A-Z]{2,}[ ,]+[A-Z][a-z]+(?:[ -][A-Za-z]+)*[ (（,]*$/u;
const followsLatin = (page: Page, { from }: Stretch): boolean =>
  latinBefore.test(page.original.slice(0, page.folded.starts[from] ?? 0));

const title = rule(
  '(?:\\bdr\\.?|\\bprof\\.?|\\bdoctor|\\bnurse|\\bsister|\\bconsultant|醫生|護士|from|cc|attn|regards,?|thanks,?|signed(?: by)?|轉介醫生|由)\\s?[:：]?\\s*$',
);
const titleAfter = rule(
  '^\\s*(?:\\p{Script=Han}{0,4}\\s?)?(?:醫生|醫師|姑娘|護士|教授|主任|\\(?(?:md|mbbs|consultant|rn|mo|smo|ac)\\b)',
);

const isClinician = (page: Page, { from, to }: Stretch): boolean =>
  title.test(page.text.slice(Math.max(0, from - 24), from)) || titleAfter.test(page.text.slice(to, to + 16));
