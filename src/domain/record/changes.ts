import { stopMedicine, weightOfMedicine } from '../points/weights.ts';
import { strengthOf } from './medicines.ts';
import type { AllergyEntry, Measured, MedicineEntry, PatientRecord, ProblemEntry, Series } from './record.ts';

type ChangeKind = 'medicine' | 'allergy' | 'problem' | 'result';

/** One thing that is otherwise than it was. `stop`: whoever treats the patient must hear of it now, day or night. */
export type Change = {
  readonly kind: ChangeKind;
  readonly how: 'started' | 'stopped' | 'changed' | 'added' | 'removed' | 'resolved' | 'critical';
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  readonly level: 'stop' | 'soon' | 'routine';
  /** Where the new value was said. */
  readonly reference: string;
};

/** What is otherwise in `after` than in `before`: medicines, allergies, diagnoses, and values that endanger. Two equal records differ in nothing. */
export function changesBetween(before: PatientRecord, after: PatientRecord): readonly Change[] {
  const changes = [
    ...pairs(before.medicines, after.medicines).flatMap(([was, is]) => medicineChange(was, is) ?? []),
    ...pairs(before.allergies, after.allergies).flatMap(([was, is]) => allergyChange(was, is) ?? []),
    ...pairs(before.problems, after.problems).flatMap(([was, is]) => problemChange(was, is) ?? []),
    ...pairs(before.series, after.series).flatMap(([was, is]) => newDangers(was, is)),
  ];
  return changes.sort((one, other) => rank[one.level] - rank[other.level] || one.name.localeCompare(other.name));
}

const rank = { stop: 0, soon: 1, routine: 2 } as const;

const pairs = <T extends { readonly key: string }>(
  before: readonly T[],
  after: readonly T[],
): readonly (readonly [T | undefined, T])[] => {
  const known = new Map(before.map((each) => [each.key, each]));
  return after.map((each) => [known.get(each.key), each]);
};

const referenceOf = ({
  mentions,
}: {
  readonly mentions: readonly { readonly source: { readonly reference: string } }[];
}): string => mentions.at(-1)?.source.reference ?? '';

const describe = (entry: MedicineEntry): string => {
  const last =
    entry.mentions.findLast(({ finding }) => finding.status === 'present' && finding.course !== 'stopped') ??
    entry.mentions.at(-1);
  const strength = last && strengthOf(last.finding);
  return [entry.name, strength && !entry.name.includes(strength) ? strength : undefined, entry.frequency]
    .filter((part) => part !== undefined)
    .join(' ');
};

function medicineChange(was: MedicineEntry | undefined, is: MedicineEntry): Change | undefined {
  if (was && was.mentions.length === is.mentions.length) return undefined;
  const level = weightOfMedicine(is.classes) >= stopMedicine ? 'stop' : 'soon';
  const common = { kind: 'medicine', name: is.name, level, reference: referenceOf(is) } as const;
  const [wasTaken, isTaken] = [was?.course === 'current', is.course === 'current'];
  if (!wasTaken && isTaken) return { ...common, how: 'started', after: describe(is) };
  if (was && wasTaken && !isTaken) return { ...common, how: 'stopped', before: describe(was) };
  if (!was && is.course === 'stopped') return { ...common, how: 'stopped', before: is.name };
  if (!was || !wasTaken) return undefined;
  const [from, to] = [describe(was), describe(is)];
  return from.toLowerCase() === to.toLowerCase() || onlyVaguer(was, is)
    ? undefined
    : { ...common, how: 'changed', before: from, after: to };
}

/** Named again without its dose, a medicine has not changed. */
function onlyVaguer(was: MedicineEntry, is: MedicineEntry): boolean {
  const last = is.mentions.at(-1)?.finding;
  return (
    last !== undefined &&
    strengthOf(last) === undefined &&
    (last.frequency === undefined || last.frequency === was.frequency) &&
    last.course !== 'changed'
  );
}

function allergyChange(was: AllergyEntry | undefined, is: AllergyEntry): Change | undefined {
  const common = { kind: 'allergy', name: is.name, level: 'stop', reference: referenceOf(is) } as const;
  const said = (entry: AllergyEntry) => [entry.name, ...entry.reactions].join(', ');
  if (was?.says !== 'present' && is.says === 'present') return { ...common, how: 'added', after: said(is) };
  if (was?.says === 'present' && is.says !== 'present') return { ...common, how: 'removed', before: said(was) };
  if (was?.says === 'present' && said(was) !== said(is))
    return { ...common, how: 'changed', before: said(was), after: said(is) };
  return undefined;
}

function problemChange(was: ProblemEntry | undefined, is: ProblemEntry): Change | undefined {
  if (is.whose === 'family') return undefined;
  const common = { kind: 'problem', name: is.name, level: 'routine', reference: referenceOf(is) } as const;
  if (was?.course !== 'active' && is.course === 'active') return { ...common, how: 'added', after: is.name };
  if (was?.course === 'active' && is.course === 'refuted') return { ...common, how: 'removed', before: was.name };
  if (was?.course === 'active' && is.course !== 'active') return { ...common, how: 'resolved', before: was.name };
  return undefined;
}

const isDanger = ({ flag }: Measured): boolean => flag === 'critical-high' || flag === 'critical-low';
const told = ({ value, unit }: Measured): string => (unit ? `${value} ${unit}` : value);

function newDangers(was: Series | undefined, is: Series): readonly Change[] {
  const known = new Set(was?.values.map(({ at, value }) => `${at} ${value}`));
  const before = was?.values.at(-1);
  return is.values
    .filter((one) => isDanger(one) && !known.has(`${one.at} ${one.value}`))
    .map((one) => ({
      kind: 'result',
      how: 'critical',
      name: is.name,
      level: 'stop',
      reference: one.mention.source.reference,
      after: told(one),
      ...(before ? { before: told(before) } : {}),
    }));
}
