/** How grave a rule is held to be. contraindicated: never together. major: only with a reason. moderate: worth knowing. */
export type Severity = 'contraindicated' | 'major' | 'moderate';

/** stop: red, the top list only. caution: asks for a look. note: a line in the list. */
export type Tier = 'stop' | 'caution' | 'note';

/** What every rule carries, so that a clinician can see where it comes from. */
type Sourced = {
  readonly id: string;
  readonly do: string;
  readonly source: string;
  /** The day of the set of rules the row belongs to. */
  readonly version: string;
};

/** A side of a rule: names of drugs, and `class:NAME` for all members of a class. */
export type Side = readonly string[];

export type PairRow = Sourced & {
  readonly left: Side;
  readonly right: Side;
  readonly except: Side;
  readonly severity: Severity;
  /** On the high-priority list: always a stop, and nobody may silence it. */
  readonly red: boolean;
  /** Rules of one group make one alert for the whole list of drugs. */
  readonly group?: string | undefined;
  /** yes: also for creams and eye drops. note: for those only a note. Otherwise not for those. */
  readonly topical?: 'yes' | 'note' | undefined;
  /** `analgesic-dose`: aspirin from 300 mg on, or its dose is not said. */
  readonly when?: 'analgesic-dose' | undefined;
  readonly mechanism: string;
};

export type AllergyRow = Sourced & {
  readonly allergic_to: Side;
  readonly given: Side;
  readonly except: Side;
  readonly level: Tier | 'none';
  readonly when?: ReactionKind | undefined;
  readonly mechanism: string;
};

/** What happened, as far as rules ask. `class-recorded`: the whole class was written down, not one drug. */
export type ReactionKind =
  | 'severe'
  | 'skin'
  | 'respiratory'
  | 'angioedema'
  | 'cough'
  | 'itching'
  | 'infusion'
  | 'class-recorded';

/** A class of drugs in words, and the broader class it lies in. */
export type ClassRow = { readonly class: string; readonly words: string; readonly within?: string | undefined };

export type ConditionRow = Sourced & {
  readonly drug: Side;
  readonly except: Side;
  /** Beginnings of ICD-10 codes. */
  readonly problem: Side;
  readonly severity: Severity;
  readonly topical?: 'yes' | 'note' | undefined;
  readonly mechanism: string;
};

type GeneRow = Sourced & {
  readonly marker: Marker;
  readonly drug: Side;
  readonly severity: Severity;
  readonly when?: 'analgesic-dose' | undefined;
  /** When nobody knows the marker, that is said beside the drug. */
  readonly ask: boolean;
  readonly mechanism: string;
};

export const markers = [
  'G6PD',
  'HLA-B*15:02',
  'HLA-A*31:01',
  'HLA-B*58:01',
  'HLA-B*57:01',
  'HLA-B*13:01',
  'TPMT or NUDT15',
  'CYP2C19',
  'CYP2C9 or VKORC1',
  'DPYD',
  'SLCO1B1',
] as const;
/** A gene or an enzyme that changes what a drug does. */
export type Marker = (typeof markers)[number];

/** Below an eGFR in mL/min/1.73 m². Of several rows for one drug the lowest threshold that holds counts. */
export type RenalRow = Sourced & {
  readonly drug: Side;
  readonly below: number;
  readonly severity: Severity;
  readonly mechanism: string;
};

type PregnancyRow = Sourced & {
  readonly drug: Side;
  readonly except: Side;
  readonly severity: Severity;
  readonly mechanism: string;
};

/** For patients from `from` on and under `under` years. */
type AgeRow = Sourced & {
  readonly drug: Side;
  readonly except: Side;
  readonly from: number;
  readonly under: number;
  readonly severity: Severity;
  readonly mechanism: string;
};

/** Two of these at once do one thing twice. */
type DuplicateRow = Sourced & {
  readonly left: Side;
  readonly right: Side;
  readonly except: Side;
  readonly severity: Severity;
  readonly mechanism: string;
};

/** A drug that still acts so many days after it was stopped; with `given` only on these, else on all. */
export type TailRow = Sourced & { readonly drug: Side; readonly given: Side; readonly days: number };

/** The smallest number of days before a test is worth repeating. */
type RetestRow = Sourced & { readonly test: Side; readonly days: number };

/** Limits past which a result is told at once. In the unit given; another unit is converted or not judged. */
type CriticalRow = Sourced & {
  readonly test: Side;
  readonly unit: string;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** Words such as `positive` that are critical. */
  readonly words: Side;
};

/** Two results of one test that lie too far apart. `times`: factor upwards; `fall`, `rise`: in the unit given. */
type ChangeRow = Sourced & {
  readonly test: Side;
  readonly unit: string;
  readonly how: 'times' | 'rise' | 'fall';
  readonly amount: number;
  readonly days: number;
  readonly mechanism: string;
};

/** The most of one drug in a day, in milligrams or in times. */
type DoseRow = Sourced & {
  readonly drug: Side;
  readonly mg?: number | undefined;
  readonly times?: number | undefined;
  readonly severity: Severity;
  readonly mechanism: string;
};

/** All tables of the safety net, as they were read and checked. */
export type SafetyTables = {
  readonly version: string;
  readonly classes: readonly ClassRow[];
  readonly interactions: readonly PairRow[];
  readonly duplicates: readonly DuplicateRow[];
  readonly allergies: readonly AllergyRow[];
  readonly conditions: readonly ConditionRow[];
  readonly genes: readonly GeneRow[];
  readonly renal: readonly RenalRow[];
  readonly pregnancy: readonly PregnancyRow[];
  readonly ages: readonly AgeRow[];
  readonly tails: readonly TailRow[];
  readonly doses: readonly DoseRow[];
  readonly retest: readonly RetestRow[];
  readonly critical: readonly CriticalRow[];
  readonly changes: readonly ChangeRow[];
};
