import type { Finding } from './finding.ts';

/**
 * One place the record is made from: a resource of a bundle, a note, a document. The record is assembled from sources and nothing else,
 * so every entry can show where it was said.
 */
export type RecordSource = {
  /** How it is cited: `Condition/123` in a bundle, `note:…` or `upload:…` in a referral. */
  readonly reference: string;
  /** What it is: a FHIR resource type, `note`, `outcome`, or a kind of upload. */
  readonly kind: string;
  readonly institution?: string;
  /** When it was made or was so; ISO 8601 as exact as it is known. */
  readonly at?: string;
  readonly title?: string;
  readonly findings: readonly Finding[];
  /** The words in which excerpts are found literally: the text, or every value of a resource, one a line. */
  readonly text?: string;
  /** Other resources this one points to for its words, each cited by its own name: the product of a prescription. */
  readonly beside?: readonly { readonly reference: string; readonly text: string }[];
  /** Running text a person wrote, to be read for facts; for a document whose facts are not given one by one. */
  readonly prose?: string;
};
