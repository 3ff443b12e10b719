import type { Marker, ReactionKind } from './tables.ts';
import type { Product } from './units.ts';

/** One medicine of the patient, as far as it could be read. */
export type Medicine = {
  readonly written: string;
  readonly product: Product;
  /** Milligrams of one dose; undefined when not said, or said without a unit or by the kilo. */
  readonly dose?: number;
  /** The bare figure of a dose without a unit: "aspirin 80". */
  readonly figure?: number;
  readonly timesADay?: number;
  readonly perKilo: boolean;
  readonly withoutUnit: boolean;
  /** A cream, a gel, drops for the eye. */
  readonly topical: boolean;
  /** Stopped so many days ago; undefined: nobody says when. */
  readonly stopped?: { readonly daysAgo: number | undefined };
  /** The name was misspelt and was taken for this one. */
  readonly guessed: boolean;
  readonly document?: string;
};

export type Allergy = {
  readonly written: string;
  /** Nothing when it is no drug: latex, seafood. */
  readonly product?: Product;
  /** The recorded class, such as `penicillin`, when a class was written. */
  readonly recordedClass?: string;
  readonly reaction?: string;
  readonly kinds: ReadonlySet<ReactionKind>;
  /** Only nausea, an upset stomach, a cough: a side effect, not an allergy. */
  readonly intolerance: boolean;
  readonly denied: boolean;
  readonly guessed: boolean;
  readonly document?: string;
};

/** What is said of allergies as a whole. An empty list says nothing: `unknown`. */
export type AllergyStatement = 'listed' | 'none' | 'unknown' | 'contradictory';

export type KnownProblem = { readonly written: string; readonly name: string; readonly icd10: string };

export type KnownMarker = { readonly marker: Marker; readonly state: 'affected' | 'normal'; readonly written: string };

/** One result of a laboratory, converted into the unit of the table when that is possible. */
export type KnownResult = {
  readonly test: string;
  readonly value?: number;
  readonly words?: string;
  readonly unit?: string;
  readonly at?: Date;
  readonly document?: string;
};

/** Everything the checks look at. What is missing is missing: no check takes it for normal. */
export type SafetyCase = {
  readonly now: Date;
  readonly medicines: readonly Medicine[];
  readonly allergies: readonly Allergy[];
  readonly allergyStatement: AllergyStatement;
  readonly problems: readonly KnownProblem[];
  readonly markers: readonly KnownMarker[];
  readonly results: readonly KnownResult[];
  /** Tests about to be ordered, by the names of the table. */
  readonly orders: readonly string[];
  readonly egfr?: { readonly value: number; readonly how: string };
  readonly age?: number;
  readonly sex?: 'male' | 'female';
  readonly pregnant?: boolean;
  readonly unrecognised: readonly string[];
  readonly unknown: readonly string[];
};
