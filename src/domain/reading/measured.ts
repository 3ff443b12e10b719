import { rule } from './folding.ts';

/** A value as it is written behind the name of a test. Offsets are from where the reading began. */
export type Measured = {
  readonly value: string;
  readonly unit?: string;
  readonly range?: string;
  readonly flag?: 'low' | 'high' | 'critical-low' | 'critical-high' | 'normal' | 'abnormal';
  readonly pending?: boolean;
  readonly to: number;
};

const unitWords =
  '(?:10\\^?\\*?\\d{1,2}\\s?/\\s?l|x\\s?10\\^?\\d{1,2}\\s?/\\s?l|ml/min(?:/1\\.73\\s?m\\^?2)?|[mupn]?mol/l|[munp]?g/(?:dl|ml|l|mmol|g)(?:\\s?feu)?|mg/mmol|[mu]?i?u/(?:ml|l)|mu/l|meq/l|kpa|mmhg|mm/h(?:r)?|fl|pg|u/l|iu/l|/ul|g/l|seconds?|secs?|s(?![a-z])|%|k(?=\\s|,|$)|bpm|/min|kg(?:/m\\^?2)?|cm|m(?![a-z])|°?\\s?c(?![a-z])|度|℃|次/分|公斤|厘米)(?![a-z])';
const unitAt = rule(`^\\s?(${unitWords})`);
const joiner =
  '^\\s?(?:\\([a-z0-9 .]{1,12}\\)\\s?)?(?:(?:[:=~@]|is\\b|was\\b|of\\b|levels?\\b|result\\b|on ra\\b|at\\b|now\\b|today\\b|為|是|約|->|\\s-\\s|[,]?\\s?(?:slightly |mildly |markedly |significantly )?(?:raised|elevated|high|low|normal) at\\b)\\s?)*';
const numberAt = rule(
  `${joiner}((?:[<>≤≥]=?\\s?)?1:\\d{1,5}(?![:\\d])|(?:[<>≤≥]=?\\s?)?-?\\d+(?:\\.\\d+|,\\d{1,2}(?![\\d,.]))?(?:,\\d{3})*(?:\\+{1,4}(?![\\d\\w]))?)(?!(?:\\s?(?:-|to|or)\\s?\\d+)?\\s?times?\\b)(?![\\d/]*\\s?(?:y/?o|yo\\b|years? old|歲|/7\\b|/52\\b|/12\\b))`,
);
const wordAt = rule(
  `${joiner}(positive|negative|pos\\b|neg\\b|\\+ve|-ve|reactive|non-reactive|detected|not detected|normal|nad|unremarkable|elevated|raised|high|low|abnormal|borderline|deficient|no growth|陽性|陰性|正常|偏高|偏低|升高|異常|缺乏)(?![a-z])`,
);
const pendingAt = rule(
  `^\\s?(?:[:=-]|is\\b|are\\b|result\\b|results\\b|結果|報告)*\\s?(?:still )?(?:pending|awaited|awaiting|to follow|tbc|sent|taken|not (?:yet )?(?:back|available)|p/a|待(?:報告|結果|覆|查|出)|未有結果|未出|結果未出|等報告|送檢)`,
);

const flagAt = rule(
  '^\\s?\\(?\\s?(hh|ll|h\\*|l\\*|h(?![a-z0-9])|l(?![a-z0-9/])|high\\b|low\\b|critical(?:ly)? (?:high|low)\\b|\\*{1,2}|↑+|↓+|raised\\b|elevated\\b|abnormal\\b|normal\\b|偏高|偏低|升高|降低|過高|過低|正常|異常|危急)\\s?\\)?',
);
const rangeAt = rule(
  '^\\s?[([]\\s?(?:ref(?:erence)?(?: range)?[: ]?\\s?|nr[: ]?\\s?|參考(?:值|範圍)?[: ]?\\s?)?([<>≤≥]?\\s?\\d+(?:\\.\\d+)?\\s?(?:-|to|~)\\s?\\d+(?:\\.\\d+)?|[<>≤≥]\\s?\\d+(?:\\.\\d+)?)[^)\\]]{0,12}[)\\]]',
);

const flags: readonly (readonly [NonNullable<Measured['flag']>, RegExp])[] = [
  ['critical-high', rule('^(?:hh|critical(?:ly)? high|h\\*)$')],
  ['critical-low', rule('^(?:ll|critical(?:ly)? low|l\\*)$')],
  ['high', rule('^(?:h|high|↑+|raised|elevated|偏高|升高|過高)$')],
  ['low', rule('^(?:l|low|↓+|偏低|降低|過低|deficient|缺乏)$')],
  ['normal', rule('^(?:normal|正常|nad|unremarkable)$')],
  ['abnormal', rule('^(?:\\*+|abnormal|異常|危急|borderline)$')],
];

export const flagFor = (word: string): Measured['flag'] => flags.find(([, words]) => words.test(word.trim()))?.[0];

/** `5,9` is written where a comma divides the decimals; `26,000` is not. */
export const withPoint = (figure: string): string => figure.replace(/(?<=\d),(?=\d{1,2}(?!\d))/gu, '.');

const saidInFront = /(raised|elevated|high|low|normal) at\b/u;

/** Reads a number with unit, flag and range, or a word such as "positive" or "pending". */
export function readMeasured(text: string): Measured | undefined {
  const pending = pendingAt.exec(text);
  if (pending !== null) return { value: '', pending: true, to: pending[0].length };
  const number = numberAt.exec(text);
  if (number !== null) {
    const read = withTail(text, withPoint(number[1]?.replace(/\s/gu, '') ?? ''), number[0].length);
    const said = flagFor(saidInFront.exec(number[0])?.[1] ?? '');
    return said === undefined || read.flag !== undefined ? read : { ...read, flag: said };
  }
  const word = wordAt.exec(text);
  if (word === null) return undefined;
  const flag = flagFor(word[1] ?? '');
  return { value: word[1] ?? '', to: word[0].length, ...(flag === undefined ? {} : { flag }) };
}

export function withTail(text: string, value: string, from: number): Measured {
  let to = from;
  const step = (pattern: RegExp): string | undefined => {
    const match = pattern.exec(text.slice(to));
    if (match === null) return undefined;
    to += match[0].length;
    return match[1];
  };
  let flag = step(flagAt);
  const unit = step(unitAt);
  flag ??= step(flagAt);
  const range = step(rangeAt);
  flag ??= step(flagAt);
  const read = flag === undefined ? undefined : flagFor(flag);
  return {
    value,
    to: from + text.slice(from, to).trimEnd().length,
    ...(unit === undefined ? {} : { unit: plainUnit(unit) }),
    ...(range === undefined ? {} : { range: range.replace(/\s/gu, '') }),
    ...(read === undefined ? {} : { flag: read }),
  };
}

const units: Readonly<Record<string, string>> = {
  'mmol/l': 'mmol/L',
  'umol/l': 'umol/L',
  'pmol/l': 'pmol/L',
  'nmol/l': 'nmol/L',
  'mol/l': 'mol/L',
  'g/dl': 'g/dL',
  'mg/dl': 'mg/dL',
  'ug/dl': 'ug/dL',
  'ng/dl': 'ng/dL',
  'ng/l': 'ng/L',
  'ng/ml': 'ng/mL',
  'pg/ml': 'pg/mL',
  'ug/l': 'ug/L',
  'ug/ml': 'ug/mL',
  'ug/ml feu': 'ug/mL FEU',
  'mg/l': 'mg/L',
  'g/l': 'g/L',
  'u/l': 'U/L',
  'iu/l': 'IU/L',
  'miu/l': 'mIU/L',
  'mu/l': 'mU/L',
  'iu/ml': 'IU/mL',
  'miu/ml': 'mIU/mL',
  'u/ml': 'U/mL',
  'meq/l': 'mEq/L',
  kpa: 'kPa',
  mmhg: 'mmHg',
  fl: 'fL',
  '/ul': '/uL',
  'ml/min': 'mL/min',
  'ml/min/1.73m2': 'mL/min/1.73m2',
  bpm: '/min',
  '次/分': '/min',
  度: 'Cel',
  c: 'Cel',
  '°c': 'Cel',
  公斤: 'kg',
  厘米: 'cm',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  'kg/m^2': 'kg/m2',
};
export const plainUnit = (unit: string): string =>
  units[unit.replace(/\s(?!feu)/gu, '')] ?? unit.replace(/\s/gu, '').replace(/\/l$/u, '/L').replace(/^x/u, '');
