import type { SafetyTables, Severity } from './tables.ts';

/** What an institution says of the rules: some are silent until a day, some are graver or lesser, some are its own. */
export type RuleChanges = {
  readonly version: string;
  readonly silence: readonly { readonly rule: string; readonly until: string }[];
  readonly regrade: readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly until?: string | undefined;
  }[];
  readonly add: readonly {
    readonly id: string;
    readonly left: readonly string[];
    readonly right: readonly string[];
    readonly severity: Severity;
    readonly mechanism: string;
    readonly do: string;
    readonly source: string;
  }[];
};

/** The tables as they speak in this institution on this day. The last day of a silence is still silent. A rule of the red list stays whatever is said. */
export function withChanges(tables: SafetyTables, changes: RuleChanges, today: string): SafetyTables {
  const silent = new Set(changes.silence.filter(({ until }) => today <= until).map(({ rule }) => rule));
  const grades = new Map(
    changes.regrade
      .filter(({ until }) => until === undefined || today <= until)
      .map(({ rule, severity }) => [rule, severity]),
  );
  const speaking = <Row extends { readonly id: string; readonly red?: boolean }>(rows: readonly Row[]): Row[] =>
    rows.filter((row) => row.red === true || !silent.has(row.id));
  const graded = <Row extends { readonly id: string; readonly severity: Severity; readonly red?: boolean }>(
    rows: readonly Row[],
  ): Row[] =>
    speaking(rows).map((row) => {
      const severity = grades.get(row.id);
      return severity === undefined ? row : { ...row, severity };
    });
  const own = changes.add.map((row) => ({ ...row, except: [], red: false, version: changes.version }));
  return {
    ...tables,
    interactions: [...graded(tables.interactions), ...own],
    duplicates: graded(tables.duplicates),
    allergies: speaking(tables.allergies),
    conditions: graded(tables.conditions),
    genes: graded(tables.genes),
    renal: graded(tables.renal),
    pregnancy: graded(tables.pregnancy),
    ages: graded(tables.ages),
    doses: graded(tables.doses),
    retest: speaking(tables.retest),
    critical: speaking(tables.critical),
    changes: speaking(tables.changes),
  };
}
