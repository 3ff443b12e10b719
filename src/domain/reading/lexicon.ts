import type AhoCorasick from 'modern-ahocorasick';

/** The tables a reader knows by heart: plain data, kept by people who know medicines and tests, loaded once at start. */
export type Knowledge = {
  readonly drugs: readonly Drug[];
  readonly combinations: readonly Combination[];
  readonly allergens: readonly Allergen[];
  readonly tests: readonly LabTest[];
  readonly vitals: readonly Vital[];
  readonly problems: readonly Problem[];
  readonly studies: readonly Study[];
  /** Pairs of names that have harmed patients by being taken for one another. A misspelling near either is never guessed. */
  readonly lookAlikes: readonly (readonly [string, string])[];
};

export type Drug = {
  readonly name: string;
  readonly ingredients: readonly string[];
  readonly atc: readonly string[];
  readonly classes: readonly string[];
  readonly synonyms: readonly string[];
  readonly brands: readonly string[];
  readonly zh: readonly string[];
  readonly marks: readonly string[];
};

/** A product sold under its own name that holds several ingredients. */
export type Combination = {
  readonly brands: readonly string[];
  readonly ingredients: readonly string[];
  readonly zh: readonly string[];
  readonly remark?: string | undefined;
};

/** Something people are allergic to: a class of drugs (`class` is the tag its members carry in `drugs`), a food, a material. */
export type Allergen = {
  readonly name: string;
  readonly class?: string | undefined;
  readonly aliases: readonly string[];
  readonly zh: readonly string[];
};

export type LabTest = {
  readonly group: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Abbreviations that count only when written exactly so: `Mg` is magnesium, `mg` is a milligram. */
  readonly capitals: readonly string[];
  readonly zh: readonly string[];
  readonly loinc?: string | undefined;
  readonly unit?: string | undefined;
  /** A value in `unit` is a value in `other.unit` times `other.factor`. */
  readonly other?: { readonly unit: string; readonly factor: number } | undefined;
};

export type Vital = {
  readonly name: string;
  readonly loinc: string;
  readonly unit: string;
  readonly aliases: readonly string[];
  readonly zh: readonly string[];
};

export type Problem = {
  readonly icd10: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly capitals: readonly string[];
  readonly zh: readonly string[];
};

/** A procedure, or a picture that was made of the patient. */
export type Study = {
  readonly kind: 'procedure' | 'image';
  readonly name: string;
  readonly aliases: readonly string[];
  readonly capitals: readonly string[];
  readonly zh: readonly string[];
};

/** What a written word may mean. */
export type Sense =
  | {
      readonly kind: 'drug';
      readonly name: string;
      readonly code?: string;
      readonly ingredients: readonly string[];
      readonly classes: readonly string[];
    }
  | {
      readonly kind: 'allergen';
      readonly name: string;
      readonly code?: string;
      readonly ingredients: readonly string[];
    }
  | { readonly kind: 'test'; readonly test: LabTest }
  | { readonly kind: 'vital'; readonly vital: Vital }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'study'; readonly study: Study };

/** A word of the dictionary as it is looked for: folded, and for some abbreviations the exact letters. */
export type Term = { readonly folded: string; readonly exact?: string; readonly sense: Sense };

/** A knowledge made ready for looking up. */
export type Lexicon = {
  readonly terms: ReadonlyMap<string, readonly Term[]>;
  readonly finder: AhoCorasick;
  /** Latin names of drugs and allergens of five letters and more, for mending a slip of the pen. */
  readonly spellings: readonly { readonly word: string; readonly sense: Sense & { kind: 'drug' | 'allergen' } }[];
  readonly lookAlikes: ReadonlyMap<string, ReadonlySet<string>>;
};
