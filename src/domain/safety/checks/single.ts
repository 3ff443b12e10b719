import { type Alert, lowered, tierOf } from '../alert.ts';
import type { KnownProblem, Medicine, SafetyCase } from '../case.ts';
import type { Safety } from '../compile.ts';
import type { ConditionRow, RenalRow, Severity, Tier } from '../tables.ts';
import type { Unit } from '../units.ts';
import { isPainkiller } from './pairs.ts';

/** A rule that asks for something only the case can say. */
type Row = {
  readonly id: string;
  readonly severity: Severity;
  readonly mechanism: string;
  readonly do: string;
  readonly source: string;
  readonly version: string;
};

const taken = ({ medicines }: SafetyCase): Medicine[] => medicines.filter((each) => each.stopped === undefined);

const alertOf = (kind: Alert['kind'], row: Row, subjects: readonly string[], why: string, tier: Tier): Alert => ({
  tier,
  kind,
  subjects,
  why,
  do: row.do,
  rule: row.id,
  source: row.source,
  version: row.version,
});

/** Rows for the units of a medicine, each with the name it is told under. */
function* rowsFor<R>(
  rows: ReadonlyMap<number, readonly R[]>,
  medicine: Medicine,
): Generator<{ readonly row: R; readonly cause: Unit }> {
  for (const { unit, cause } of medicine.product.units) for (const row of rows.get(unit.id) ?? []) yield { row, cause };
}

/** Drugs that a problem of the patient speaks against. */
export function checkConditions(safety: Safety, facts: SafetyCase): Alert[] {
  const alerts: Alert[] = [];
  for (const medicine of taken(facts))
    for (const { row, cause } of rowsFor(safety.conditions, medicine)) {
      const tier = tierHere(medicine, row);
      const problem = facts.problems.find((each) => isOf(each, row.problem));
      if (tier === undefined || problem === undefined) continue;
      alerts.push(
        alertOf(
          'condition',
          row,
          [cause.name, problem.name],
          `${cause.name} in ${problem.name}: ${row.mechanism}`,
          tier,
        ),
      );
    }
  return alerts;
}

const tierHere = ({ topical }: Medicine, row: ConditionRow): Tier | undefined =>
  !topical || row.topical === 'yes' ? tierOf(row.severity) : row.topical;

const isOf = ({ icd10 }: KnownProblem, codes: readonly string[]): boolean =>
  codes.some((code) => icd10.startsWith(code));

/** Drugs that a gene or an enzyme speaks against. */
export function checkGenes(safety: Safety, facts: SafetyCase): Alert[] {
  const affected = new Set(facts.markers.filter((each) => each.state === 'affected').map((each) => each.marker));
  if (affected.size === 0) return [];
  const alerts: Alert[] = [];
  for (const medicine of taken(facts))
    for (const { row, cause } of rowsFor(safety.genes, medicine)) {
      if (!affected.has(row.marker) || medicine.topical || (row.when === 'analgesic-dose' && !isPainkiller(medicine)))
        continue;
      const state = row.marker === 'G6PD' ? 'G6PD deficiency' : row.marker;
      alerts.push(
        alertOf(
          'gene',
          row,
          [cause.name, row.marker],
          `${cause.name} with ${state}: ${row.mechanism}`,
          tierOf(row.severity),
        ),
      );
    }
  return alerts;
}

/** Doses and drugs for the kidney as it works. Of several thresholds for one drug the lowest that holds counts. */
export function checkKidney(safety: Safety, facts: SafetyCase): Alert[] {
  const { egfr } = facts;
  if (egfr === undefined) return [];
  const alerts: Alert[] = [];
  for (const medicine of taken(facts).filter((each) => !each.topical)) {
    const strictest = new Map<string, RenalRow>();
    for (const { row, cause } of rowsFor(safety.renal, medicine)) {
      const before = strictest.get(cause.name);
      if (egfr.value < row.below && (before === undefined || row.below < before.below)) strictest.set(cause.name, row);
    }
    for (const [name, row] of strictest)
      alerts.push(
        alertOf(
          'renal',
          row,
          [name],
          `${name} at eGFR ${egfr.value} (${egfr.how}), below ${row.below}: ${row.mechanism}`,
          tierOf(row.severity),
        ),
      );
  }
  return alerts;
}

export function checkPregnancy(safety: Safety, facts: SafetyCase): Alert[] {
  if (facts.pregnant !== true) return [];
  const alerts: Alert[] = [];
  for (const medicine of taken(facts))
    for (const { row, cause } of rowsFor(safety.pregnancy, medicine)) {
      const tier =
        medicine.topical && !cause.classes.has('retinoid')
          ? lowered(lowered(tierOf(row.severity)) ?? 'note')
          : tierOf(row.severity);
      if (tier !== undefined)
        alerts.push(alertOf('pregnancy', row, [cause.name], `${cause.name} in pregnancy: ${row.mechanism}`, tier));
    }
  return alerts;
}

export function checkAge(safety: Safety, facts: SafetyCase): Alert[] {
  const { age } = facts;
  if (age === undefined) return [];
  const alerts: Alert[] = [];
  for (const medicine of taken(facts).filter((each) => !each.topical))
    for (const { row, cause } of rowsFor(safety.ages, medicine))
      if (age >= row.from && age < row.under)
        alerts.push(
          alertOf(
            'age',
            row,
            [cause.name],
            `${cause.name} at the age of ${age}: ${row.mechanism}`,
            tierOf(row.severity),
          ),
        );
  return alerts;
}
