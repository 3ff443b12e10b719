import type { Naming } from '../record/naming.ts';
import type { PatientRecord } from '../record/record.ts';
import { latest, timeOf } from '../record/times.ts';
import type { Fact } from './fact.ts';
import { allergyFacts } from './facts/allergies.ts';
import { deedFacts } from './facts/deeds.ts';
import { medicineFacts } from './facts/medicines.ts';
import { problemFacts } from './facts/problems.ts';
import { resultFacts } from './facts/results.ts';

/** Everything of a record that could be said, weighed as of a moment (milliseconds). */
export function factsOf(record: PatientRecord, asOf: number, naming: Naming): readonly Fact[] {
  return [
    ...allergyFacts(record, naming),
    ...medicineFacts(record, asOf),
    ...problemFacts(record, asOf),
    ...resultFacts(record, asOf),
    ...deedFacts(record, asOf),
  ];
}

/** The moment a record speaks from: its last dated source. Makes the points of a bundle the same on every day they are made. */
export function lastMoment(record: PatientRecord): number {
  return timeOf(latest(record.sources.map(({ at }) => at))) ?? 0;
}
