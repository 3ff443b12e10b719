import type { Finding } from './finding.ts';
import type { RecordSource } from './source.ts';

export type FindingOf<Type extends Finding['type']> = Extract<Finding, { readonly type: Type }>;

/** One time something was said, and where. */
export type Mention<F extends Finding = Finding> = {
  readonly finding: F;
  readonly source: RecordSource;
  readonly at?: string;
};

/** A problem of the patient (or of the family), with every time it was said. Later words do not erase earlier ones. */
export type ProblemEntry = {
  readonly key: string;
  readonly name: string;
  readonly course: 'active' | 'inactive' | 'resolved' | 'refuted';
  readonly whose: 'patient' | 'family';
  /** Since when, where a source says so. */
  readonly since?: string;
  /** The first time it was noted. */
  readonly noted?: string;
  readonly last?: string;
  readonly until?: string;
  readonly severity?: 'mild' | 'moderate' | 'severe';
  readonly mentions: readonly Mention<FindingOf<'problem'>>[];
};

/** A substance and what is said of it. `contradicts`: somewhere else it is said that there is no such allergy; both stay. */
export type AllergyEntry = {
  readonly key: string;
  readonly name: string;
  readonly says: 'present' | 'absent' | 'unknown' | 'no-longer';
  readonly reactions: readonly string[];
  readonly isSevere: boolean;
  readonly category?: 'food' | 'medication' | 'environment' | 'biologic';
  readonly ingredients: readonly string[];
  readonly contradictedBy: readonly Mention<FindingOf<'allergy'>>[];
  readonly mentions: readonly Mention<FindingOf<'allergy'>>[];
};

/** A medicine by its ingredients: what is taken now, since when where a source says so, since when it is noted, and how it was changed. */
export type MedicineEntry = {
  readonly key: string;
  /** As the latest source writes it. */
  readonly name: string;
  readonly ingredients: readonly string[];
  readonly classes: readonly string[];
  readonly course: 'current' | 'stopped' | 'not-taken';
  readonly dose?: string;
  readonly frequency?: string;
  readonly since?: string;
  readonly noted?: string;
  readonly stopped?: string;
  readonly changes: readonly { readonly at?: string; readonly from: string; readonly to: string }[];
  readonly mentions: readonly Mention<FindingOf<'medication'>>[];
};

/** How a value stands beside its limits. */
type Flag = 'low' | 'high' | 'critical-low' | 'critical-high' | 'normal' | 'abnormal';

export type Measured = {
  readonly value: string;
  readonly amount?: number;
  readonly unit?: string;
  readonly flag?: Flag;
  readonly range?: string;
  readonly at?: string;
  readonly mention: Mention<Extract<Finding, { type: 'result' | 'vital' }>>;
};

/** One test through the years, the oldest first. Values of another unit are a series of their own: they are never drawn on one line. */
export type Series = {
  readonly key: string;
  readonly name: string;
  /** Which test it is, when it is one we know. */
  readonly test?: string;
  readonly unit?: string;
  readonly isVital: boolean;
  readonly category?: string;
  readonly values: readonly Measured[];
  readonly pending: readonly Mention[];
};

/** Something that was done or that happened once. */
export type Deed = {
  readonly type: 'procedure' | 'encounter' | 'image' | 'instruction';
  readonly name: string;
  readonly value?: string;
  readonly category?: string;
  readonly at?: string;
  readonly status: Finding['status'];
  readonly mention: Mention;
};

/** What is known of a patient, made from sources and from nothing else. */
export type PatientRecord = {
  readonly problems: readonly ProblemEntry[];
  readonly allergies: readonly AllergyEntry[];
  /** "No known allergy" and "not known", where somebody says so. */
  readonly allergiesDenied: readonly Mention<FindingOf<'allergy'>>[];
  readonly medicines: readonly MedicineEntry[];
  readonly medicinesDenied: readonly Mention<FindingOf<'medication'>>[];
  readonly series: readonly Series[];
  readonly deeds: readonly Deed[];
  /** What gives orders instead of saying something of the patient: kept to be looked at, never told. */
  readonly setAside: readonly Mention[];
  /** Every source, the oldest first; those without a time come last. */
  readonly sources: readonly RecordSource[];
};
