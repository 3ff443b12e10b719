/** Below this a count could point to a person, and is said as "fewer than 5". */
export const fewBelow = 5;

/** A count as it may be shown: exact, too small to say, or only about, because a part of it is too small to say. */
export type Cell =
  | { readonly is: 'exact'; readonly n: number }
  | { readonly is: 'few' }
  | { readonly is: 'about'; readonly n: number };

/** None is none; one to four are few. */
export const cellOf = (n: number): Cell => (n === 0 || n >= fewBelow ? { is: 'exact', n } : { is: 'few' });

/**
 * The sum of parts that are shown beside it. Where some are few it is told from the others alone (each of the few taken for two and a half), so that no part can
 * be had by taking the others away.
 */
export function sumOf(parts: readonly number[]): Cell {
  const few = parts.filter((one) => cellOf(one).is === 'few').length;
  const said = parts.filter((one) => cellOf(one).is === 'exact').reduce((sum, one) => sum + one, 0);
  if (few === 0) return { is: 'exact', n: said };
  return said === 0 && few === 1 ? { is: 'few' } : { is: 'about', n: said + Math.round(few * 2.5) };
}

/** A share in whole per cent; undefined where what it is a share of, or what has it, or what has it not, is few. */
export function shareOf(some: number, all: number): number | undefined {
  if (all === 0 || [some, all, all - some].some((n) => cellOf(n).is === 'few')) return undefined;
  return Math.round((100 * some) / all);
}

/** Middle and ninetieth of a hundred, in seconds, by the nearest rank; undefined for fewer than five. */
export function spanOf(seconds: readonly number[]): { readonly median: number; readonly p90: number } | undefined {
  if (seconds.length < fewBelow) return undefined;
  const sorted = seconds.toSorted((one, other) => one - other);
  const rank = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return { median: rank(0.5), p90: rank(0.9) };
}
