import { en, type ParsedResult, zh } from 'chrono-node';
import type { When } from './command.ts';

const hongKong = 480;
const day = 86_400_000;

/** Reads a day and an hour in Hong Kong time, in English (day before month) or Chinese. What could be two times is said to be unclear. */
export function readWhen(words: string, now: Date): When {
  const plain = words.normalize('NFKC').trim();
  const found = best(plain, now);
  if (found === undefined) return { unclear: 'nothing-said', words: '' };
  const { start } = found;
  const text = plain.includes(found.text) ? found.text : plain;
  const saysDay = start.isCertain('day') || start.isCertain('weekday');
  if (!saysDay) return { unclear: 'no-day', words: text };
  if (!start.isCertain('hour')) return { unclear: 'no-hour', words: text };
  // No clinic books three o'clock at night; "5/12 3:00" may be either.
  if ((start.get('hour') ?? 0) < 7 && !start.isCertain('meridiem'))
    return { unclear: 'which-half-of-day', words: text };
  const at = start.date();
  // "5/11" said on 23 November is more likely a slip than a visit next year.
  if (start.isCertain('month') && !start.isCertain('year') && at.getTime() - now.getTime() > 300 * day)
    return { unclear: 'which-year', words: text };
  return { at, words: text };
}

function best(words: string, now: Date): ParsedResult | undefined {
  const reference = { instant: now, timezone: hongKong };
  const readers = /\p{Script=Han}/u.test(words) ? [zh.hant, zh.hans, en.GB] : [en.GB];
  const found = readers.flatMap((reader) => reader.parse(withPlainDate(words), reference, { forwardDate: true }));
  const saying = ({ start }: ParsedResult): number =>
    Number(start.isCertain('hour')) * 2 +
    Number(start.isCertain('day') || start.isCertain('weekday')) * 2 +
    Number(start.isCertain('meridiem'));
  return found.sort((one, other) => saying(other) - saying(one) || other.text.length - one.text.length)[0];
}

/** Chinese readers know 12月5日 and not 5/12; in Hong Kong that is the fifth of December. */
const withPlainDate = (words: string): string =>
  /\p{Script=Han}/u.test(words)
    ? words.replace(
        /(?<!\d)(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?(?!\d)/gu,
        (_whole, d: string, m: string, y?: string) => `${y === undefined ? '' : `${y}年`}${m}月${d}日`,
      )
    : words;
