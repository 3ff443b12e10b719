import { type Alert, isGraver } from '../alert.ts';
import type { Medicine, SafetyCase } from '../case.ts';
import { type PairRule, pairKey, type Safety, type Tail } from '../compile.ts';
import type { Tier } from '../tables.ts';
import type { Unit } from '../units.ts';

/** What is taken; or was stopped, and still acts: the longest of its tails is meant. */
type Acting = { readonly medicine: Medicine; readonly tails?: readonly Tail[] };
type Found = {
  readonly rule: PairRule;
  readonly tier: Tier;
  readonly subjects: readonly string[];
  readonly note: string;
};

/**
 * Drugs with drugs: interactions and therapy given twice, each pair looked up once. A stopped drug with a long tail counts while it acts.
 * Parts of one product are meant together and are not held against each other.
 */
export function checkPairs(safety: Safety, { medicines }: SafetyCase): Alert[] {
  const acting = medicines.map((medicine) => actingOf(safety, medicine)).filter((each) => each !== undefined);
  const found: Found[] = [];
  for (let one = 0; one < acting.length; one += 1)
    for (let other = one + 1; other < acting.length; other += 1) {
      const [left, right] = [acting[one], acting[other]];
      // Two drugs that are both stopped do nothing to each other that can still be helped.
      if (left === undefined || right === undefined || (left.tails !== undefined && right.tails !== undefined))
        continue;
      collect(safety, left, right, found);
    }
  return [...found.filter(({ rule }) => rule.group === undefined).map(alertOf), ...groups(found)];
}

function actingOf(safety: Safety, medicine: Medicine): Acting | undefined {
  if (medicine.stopped === undefined) return { medicine };
  const { daysAgo } = medicine.stopped;
  const tails = medicine.product.units
    .flatMap(({ unit }) => safety.tails.get(unit.id) ?? [])
    .filter(({ days }) => daysAgo === undefined || daysAgo <= days);
  return tails.length > 0 ? { medicine, tails } : undefined;
}

/** Whether it acts on this unit: always while it is taken, afterwards as its tails say. */
const actsOn = ({ tails }: Acting, unit: Unit): boolean =>
  tails === undefined || tails.some(({ on }) => on === undefined || on.has(unit.id));

function collect(safety: Safety, left: Acting, right: Acting, found: Found[]): void {
  for (const one of left.medicine.product.units)
    for (const other of right.medicine.product.units)
      for (const rule of safety.pairs.get(pairKey(safety.width, one.unit.id, other.unit.id)) ?? []) {
        const tier = tierHere(rule, [left, right], [one.unit, other.unit]);
        if (tier === undefined || one.cause === other.cause) continue;
        if (!actsOn(left, other.unit) || !actsOn(right, one.unit)) continue;
        found.push({
          rule,
          tier,
          subjects: [one.cause.name, other.cause.name].toSorted(),
          note: tailNote(left) + tailNote(right),
        });
      }
}

const tailNote = ({ medicine, tails }: Acting): string => {
  if (tails === undefined) return '';
  const { daysAgo } = medicine.stopped ?? {};
  const when = daysAgo === undefined ? 'at a time nobody says' : `${daysAgo} days ago`;
  const days = Math.max(...tails.map((each) => each.days));
  return ` (${medicine.product.ingredients.join(' and ')} was stopped ${when} and acts for ${days} days)`;
};

function tierHere(rule: PairRule, acting: readonly Acting[], units: readonly Unit[]): Tier | undefined {
  if (
    rule.when === 'analgesic-dose' &&
    !acting.some(({ medicine }, at) => units[at]?.name === 'aspirin' && isPainkiller(medicine))
  )
    return undefined;
  if (!acting.some(({ medicine }) => medicine.topical)) return rule.tier;
  return rule.topical === 'yes' ? rule.tier : rule.topical === 'note' ? 'note' : undefined;
}

/** Aspirin as a painkiller: 300 mg and more; when the dose is not said it may be. "Aspirin 80" can only be 80 mg. */
export const isPainkiller = ({ dose, figure = 0 }: Medicine): boolean =>
  dose === undefined ? figure < 50 || figure >= 300 : dose >= 300;

const alertOf = ({ rule, tier, subjects, note }: Found): Alert => ({
  tier,
  kind: rule.kind,
  subjects,
  why: `${subjects.join(' with ')}: ${rule.why}${note}`,
  do: rule.do,
  rule: rule.id,
  source: rule.source,
  version: rule.version,
});

/** Rules of one group speak once, of all drugs they name together: three drugs that prolong QT are one alert, not three. */
function groups(found: readonly Found[]): Alert[] {
  const grouped = Map.groupBy(
    found.filter(({ rule }) => rule.group !== undefined),
    ({ rule }) => rule.group,
  );
  return [...grouped.values()].map((members) => {
    const gravest = members.reduce((one, other) =>
      isGraver(other.tier, one.tier) || (other.tier === one.tier && other.rule.id < one.rule.id) ? other : one,
    );
    const subjects = [...new Set(members.flatMap((each) => each.subjects))].toSorted();
    const also = [...new Set(members.map(({ rule }) => rule.id))].filter((id) => id !== gravest.rule.id).toSorted();
    const note = [...new Set(members.map((each) => each.note))].toSorted().join('');
    return { ...alertOf({ ...gravest, subjects, note }), ...(also.length === 0 ? {} : { also }) };
  });
}
