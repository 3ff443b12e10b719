/** Milliseconds of a date as exact as it is known: `2019` is its first day. Not a date: nothing. */
export function timeOf(at: string | undefined): number | undefined {
  if (at === undefined) return undefined;
  const time = Date.parse(at);
  return Number.isNaN(time) ? undefined : time;
}

export const byTime = <T extends { readonly at?: string | undefined }>(one: T, other: T): number =>
  (timeOf(one.at) ?? 0) - (timeOf(other.at) ?? 0);

export function earliest(all: readonly (string | undefined)[]): string | undefined {
  return all.reduce((best, each) => ((timeOf(each) ?? Infinity) < (timeOf(best) ?? Infinity) ? each : best), undefined);
}

export function latest(all: readonly (string | undefined)[]): string | undefined {
  return all.reduce(
    (best, each) => ((timeOf(each) ?? -Infinity) > (timeOf(best) ?? -Infinity) ? each : best),
    undefined,
  );
}

export const yearsBetween = (from: number, to: number): number => Math.max(0, (to - from) / (365.25 * 86_400_000));
