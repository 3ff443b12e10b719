import type { Truth as PageTruth } from '#test/builders/a-page.ts';

export type KnownMedicine = { readonly ingredient: string; readonly dose: string; readonly frequency: string };

/** What a document says, known before it was written. A part that is left out is not scored in it. */
export type Truth = {
  readonly name?: string;
  readonly hkid?: string;
  readonly birthDate?: string;
  readonly medications?: readonly KnownMedicine[];
  /** Named as taken once and not any more; told as taken now, they are wrong. */
  readonly stopped?: readonly string[];
  readonly allergies?: readonly string[];
  /** It says that there is no drug allergy. */
  readonly noDrugAllergy?: boolean;
  readonly results?: PageTruth['results'];
};

/** How a document came: as words, or as a picture of a page taken in one of four ways. */
export type Group = 'words' | 'clean' | 'skewed' | 'dim' | 'phone';

export type Case = {
  readonly name: string;
  readonly group: Group;
  readonly kind: string;
  readonly tongue: string;
  readonly bytes: Uint8Array;
  readonly truth: Truth;
  /** Every letter of the page, for the rate of wrong letters of what was recognised. */
  readonly letters?: string;
};
