import type { Severity, Tier } from './tables.ts';

const alertKinds = [
  'interaction',
  'allergy',
  'contradiction',
  'condition',
  'gene',
  'pregnancy',
  'age',
  'renal',
  'dose',
  'duplicate',
  'critical-result',
  'changed-result',
  'repeat-test',
] as const;
type AlertKind = (typeof alertKinds)[number];

/** A safety finding shown to a clinician. It warns; it never blocks care. */
export type Alert = {
  readonly tier: Tier;
  readonly kind: AlertKind;
  /** What it is about, by the names of the tables: the same for a brand, a Chinese name, a misspelling. */
  readonly subjects: readonly string[];
  readonly why: string;
  readonly do: string;
  readonly rule: string;
  readonly source: string;
  readonly version: string;
  /** Rules that say a lesser thing of the same cause. */
  readonly also?: readonly string[];
  /** The documents it rests on, where they are named. */
  readonly documents?: readonly string[];
  /** An existing result, offered instead of another test. */
  readonly existing?: {
    readonly test: string;
    readonly value: string;
    readonly at: string;
    readonly document?: string;
  };
};

const gravity: Readonly<Record<Tier, number>> = { stop: 0, caution: 1, note: 2 };
export const isGraver = (one: Tier, other: Tier): boolean => gravity[one] < gravity[other];

export const tierOf = (severity: Severity): Tier =>
  severity === 'contraindicated' ? 'stop' : severity === 'major' ? 'caution' : 'note';

/** One step down: what is a side effect, not an allergy; what is put on the skin. */
export const lowered = (tier: Tier): Tier | undefined =>
  tier === 'stop' ? 'caution' : tier === 'caution' ? 'note' : undefined;

const plain = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The gravest first, then by kind, then by name: the same list in the same order whatever order the medicines came in. */
export function inOrder(alerts: readonly Alert[]): Alert[] {
  return alerts.toSorted(
    (one, other) =>
      gravity[one.tier] - gravity[other.tier] ||
      alertKinds.indexOf(one.kind) - alertKinds.indexOf(other.kind) ||
      plain(one.subjects.join('\n'), other.subjects.join('\n')) ||
      plain(one.rule, other.rule),
  );
}

/** One alert per cause: of several on the same kind and subjects the gravest stays and names the others. */
export function folded(alerts: readonly Alert[]): Alert[] {
  const kept = new Map<string, Alert>();
  for (const alert of inOrder(alerts)) {
    const family = alert.kind === 'duplicate' || alert.kind === 'interaction' ? 'pair' : alert.kind;
    const key = [family, ...alert.subjects].join('\n');
    const before = kept.get(key);
    if (before === undefined) kept.set(key, alert);
    else kept.set(key, joined(before, alert));
  }
  return inOrder([...kept.values()]);
}

function joined(grave: Alert, lesser: Alert): Alert {
  const also = [...new Set([...(grave.also ?? []), lesser.rule, ...(lesser.also ?? [])])]
    .filter((rule) => rule !== grave.rule)
    .toSorted(plain);
  const documents = [...new Set([...(grave.documents ?? []), ...(lesser.documents ?? [])])].toSorted(plain);
  return {
    ...grave,
    ...(also.length === 0 ? {} : { also }),
    ...(documents.length === 0 ? {} : { documents }),
  };
}
