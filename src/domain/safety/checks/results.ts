import type { Alert } from '../alert.ts';
import type { KnownResult, SafetyCase } from '../case.ts';
import type { Safety } from '../compile.ts';

const day = 86_400_000;
/** A critical value of last year was dealt with, or not, last year. */
const freshDays = 30;

/** Results past their critical limits, results that lie too far from the one before, and tests asked for again too soon. */
export function checkResults(safety: Safety, facts: SafetyCase): Alert[] {
  const byTest = Map.groupBy(facts.results, ({ test }) => test);
  for (const results of byTest.values()) results.sort((one, other) => timeOf(one) - timeOf(other));
  return [...critical(safety, facts, byTest), ...changed(safety, facts, byTest), ...again(safety, facts, byTest)];
}

type ByTest = ReadonlyMap<string, readonly KnownResult[]>;

/** Undated counts as the newest: nobody says that it is old. */
const timeOf = ({ at }: KnownResult): number => at?.getTime() ?? Number.MAX_SAFE_INTEGER;
const isFresh = (result: KnownResult, now: Date): boolean =>
  result.at === undefined || now.getTime() - result.at.getTime() <= freshDays * day;
const dateOf = ({ at }: KnownResult): string => at?.toISOString().slice(0, 10) ?? 'undated';
const valueOf = ({ value, words, unit }: KnownResult): string =>
  [value === undefined ? words : String(Math.round(value * 1000) / 1000), unit]
    .filter((each) => each !== undefined)
    .join(' ');

function critical(safety: Safety, { now }: SafetyCase, byTest: ByTest): Alert[] {
  return safety.tables.critical.flatMap((row) =>
    row.test.flatMap((test) => {
      const latest = byTest.get(test)?.at(-1);
      if (latest === undefined || !isFresh(latest, now)) return [];
      const { value, words } = latest;
      const isLow = value !== undefined && row.low !== undefined && value < row.low;
      const isHigh = value !== undefined && row.high !== undefined && value > row.high;
      const isSaid =
        words !== undefined &&
        row.words.some((each) => words.toLowerCase().includes(each)) &&
        !/^no\b|negative|not /iu.test(words);
      if (!isLow && !isHigh && !isSaid) return [];
      const limit = isLow ? `below ${row.low}` : isHigh ? `above ${row.high}` : 'critical';
      return [
        alertOf(
          'critical-result',
          row,
          [test],
          `${test} ${valueOf(latest)} (${dateOf(latest)}): ${limit}`,
          'stop',
          latest,
        ),
      ];
    }),
  );
}

function changed(safety: Safety, { now }: SafetyCase, byTest: ByTest): Alert[] {
  return safety.tables.changes.flatMap((row) =>
    row.test.flatMap((test) => {
      const dated = (byTest.get(test) ?? []).filter((each) => each.at !== undefined && each.value !== undefined);
      const latest = dated.at(-1);
      if (latest?.at === undefined || latest.value === undefined || !isFresh(latest, now)) return [];
      const { at, value } = latest;
      const before = dated.find(
        (each) =>
          each !== latest && at.getTime() - timeOf(each) <= row.days * day && isFar(row, each.value ?? 0, value),
      );
      if (before === undefined) return [];
      const why = `${test} ${valueOf(before)} (${dateOf(before)}), now ${valueOf(latest)} (${dateOf(latest)}): ${row.mechanism}`;
      return [alertOf('changed-result', row, [test], why, 'caution', latest)];
    }),
  );
}

function isFar(row: Safety['tables']['changes'][number], before: number, now: number): boolean {
  switch (row.how) {
    case 'times':
      return before > 0 && now >= before * row.amount;
    case 'rise':
      return now - before >= row.amount;
    case 'fall':
      return before - now >= row.amount;
  }
}

/** The duplicate-test saver: the result there is, offered instead of another needle. */
function again(safety: Safety, { now, orders }: SafetyCase, byTest: ByTest): Alert[] {
  return [...new Set(orders)].flatMap((test) => {
    const row = safety.tables.retest.find((each) => each.test.includes(test));
    const latest = byTest.get(test)?.findLast((each) => each.at !== undefined);
    if (row === undefined || latest?.at === undefined) return [];
    const age = (now.getTime() - latest.at.getTime()) / day;
    if (age >= row.days) return [];
    const when = age < 1 ? `${Math.max(0, Math.round(age * 24))} hours ago` : `${Math.floor(age)} days ago`;
    const why = `${test} was done ${when}: ${valueOf(latest)}; not worth repeating within ${intervalOf(row.days)}`;
    return [
      {
        ...alertOf('repeat-test', row, [test], why, 'note', latest),
        existing: {
          test,
          value: valueOf(latest),
          at: latest.at.toISOString(),
          ...(latest.document === undefined ? {} : { document: latest.document }),
        },
      },
    ];
  });
}

const intervalOf = (days: number): string =>
  days > 30_000 ? 'a lifetime' : days < 1 ? `${Math.round(days * 24)} hours` : days === 1 ? '24 hours' : `${days} days`;

type Row = { readonly id: string; readonly do: string; readonly source: string; readonly version: string };

const alertOf = (
  kind: Alert['kind'],
  row: Row,
  subjects: readonly string[],
  why: string,
  tier: Alert['tier'],
  result: KnownResult,
): Alert => ({
  tier,
  kind,
  subjects,
  why,
  do: row.do,
  rule: row.id,
  source: row.source,
  version: row.version,
  ...(result.document === undefined ? {} : { documents: [result.document] }),
});
