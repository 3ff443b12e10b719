/** A date of birth with its precision. Old cards give only a year or a month. */
export type ReadDate = {
  readonly iso: string;
  readonly precision: 'day' | 'month' | 'year';
  /** True when day and month could be the other way round; read in the Hong Kong order, day first. */
  readonly ambiguous: boolean;
};

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNames = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';

const shapes: readonly (readonly [RegExp, (parts: readonly string[]) => ReadDate | undefined])[] = [
  [/^(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號]?$/u, ([y, m, d]) => day(y, m, d)],
  [/^(\d{4})\s?年\s?(\d{1,2})\s?月$/u, ([y, m]) => month(y, m)],
  [/^(\d{4})\s?年$/u, ([y]) => year(y)],
  [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/u, ([y, m, d]) => day(y, m, d)],
  [/^(\d{4})[-/.](\d{1,2})$/u, ([y, m]) => month(y, m)],
  [
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/u,
    ([d, m, y]) => (Number(m) > 12 ? day(y, d, m) : day(y, m, d, isEither(d, m))),
  ],
  [/^(\d{1,2})[-/.](\d{4})$/u, ([m, y]) => month(y, m)],
  [
    new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[-\\s./]*${monthNames},?[-\\s./]*(\\d{4})$`, 'u'),
    ([d, m, y]) => day(y, monthOf(m), d),
  ],
  [
    new RegExp(`^${monthNames}\\s*(\\d{1,2})(?:st|nd|rd|th)?,?\\s*(\\d{4})$`, 'u'),
    ([m, d, y]) => day(y, monthOf(m), d),
  ],
  [new RegExp(`^${monthNames}\\s*(\\d{4})$`, 'u'), ([m, y]) => month(y, monthOf(m))],
  [/^(\d{4})$/u, ([y]) => year(y)],
];

/** Reads a written date of birth. `undefined` when it is no date, lies after `now`, or more than 130 years before. */
export function parseBirthDate(written: string, now: Date): ReadDate | undefined {
  const date = readDate(written);
  return date !== undefined && isPossible(date, now) ? date : undefined;
}

/** Reads a written date of anything, future ones too. Day first; month first only where no month could be meant by the second number. */
export function readDate(written: string): ReadDate | undefined {
  const plain = chineseNumbers(written.normalize('NFKC').toLowerCase().trim());
  for (const [shape, read] of shapes) {
    const match = shape.exec(plain);
    if (match === null) continue;
    return read(match.slice(1));
  }
  return undefined;
}

const zhDigits = '〇一二三四五六七八九';
/** 一九六一年五月三日, 二〇二六年十二月二十三日: the year digit by digit, month and day as numbers. */
function chineseNumbers(words: string): string {
  if (!/[年月]/u.test(words)) return words;
  return words.replace(/[〇零○一二三四五六七八九十廿]+/gu, (number) => {
    if (!/[十廿]/u.test(number))
      return [...number].map((each) => (/[零○]/u.test(each) ? '0' : String(zhDigits.indexOf(each)))).join('');
    const [tens = '', ones = ''] = number.replace('廿', '二十').split('十');
    return String((tens === '' ? 1 : zhDigits.indexOf(tens)) * 10 + (ones === '' ? 0 : zhDigits.indexOf(ones)));
  });
}

const monthOf = (name: string | undefined): string => String(months.indexOf(name ?? '') + 1);
const two = (part: string | undefined): string => (part ?? '').padStart(2, '0');
const isEither = (d: string | undefined, m: string | undefined): boolean =>
  Number(d) <= 12 && Number(m) <= 12 && Number(d) !== Number(m);

function day(
  y: string | undefined,
  m: string | undefined,
  d: string | undefined,
  ambiguous = false,
): ReadDate | undefined {
  const iso = `${y}-${two(m)}-${two(d)}`;
  const at = new Date(`${iso}T00:00:00Z`);
  // Date rolls 31 April over to 1 May; a date that comes back changed never was one.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== iso) return undefined;
  return { iso, precision: 'day', ambiguous };
}

const month = (y: string | undefined, m: string | undefined): ReadDate | undefined =>
  Number(m) >= 1 && Number(m) <= 12 ? { iso: `${y}-${two(m)}`, precision: 'month', ambiguous: false } : undefined;

const year = (y: string | undefined): ReadDate | undefined =>
  y === undefined ? undefined : { iso: y, precision: 'year', ambiguous: false };

const hongKongDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Hong_Kong',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

function isPossible({ iso }: ReadDate, now: Date): boolean {
  const today = hongKongDay.format(now);
  return iso <= today.slice(0, iso.length) && Number(iso.slice(0, 4)) >= Number(today.slice(0, 4)) - 130;
}
