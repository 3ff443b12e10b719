import type { FindingOf, Mention } from './record.ts';

/** Kinds of sources that are themselves the order: the day of one is a day from which the medicine was meant to be taken. */
export const orders: ReadonlySet<string> = new Set(['MedicationRequest', 'MedicationDispense']);

/**
 * Since when a medicine is taken, where this source says so: a day of beginning, an order, "started today". The day of a letter that only names the medicine
 * is none: one taken for ten years would look new.
 */
export const beganAt = ({ finding, source, at }: Mention<FindingOf<'medication'>>): string | undefined =>
  finding.began ?? (finding.course === 'started' || orders.has(source.kind) ? at : undefined);
