import type { UploadId } from '../ids.ts';
import type { Finding } from '../record/finding.ts';
import type { Expectation } from './urgency.ts';

export type BirthDate = { readonly iso: string; readonly precision: 'day' | 'month' | 'year' };

/** Who the patient is, as far as the draft knows. */
export type Identity = {
  readonly hkid?: string;
  readonly hkidValid?: boolean;
  readonly otherId?: { readonly kind: 'passport' | 'case-number' | 'ehealth-number'; readonly value: string };
  readonly nameEn?: string;
  readonly nameZh?: string;
  readonly birth?: BirthDate;
  readonly sex?: 'male' | 'female' | 'other';
  readonly phone?: string;
};

/** A list that is either given, said to be empty, said to be unknown, or not said at all. The four are never mixed up. */
export type Said = 'given' | 'none' | 'unknown' | 'not-said';

export type FiledUpload = {
  readonly id: UploadId;
  readonly kind: UploadKind;
  readonly mime: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly name: string;
  readonly addedAt: string;
  readonly addedBy: string;
};

export type UploadKind =
  | 'photo'
  | 'pdf'
  | 'dicom'
  | 'audio'
  | 'video'
  | 'word'
  | 'spreadsheet'
  | 'hl7'
  | 'fhir'
  | 'cda'
  | 'text'
  | 'archive';

export type ConsentGiven = {
  readonly given: boolean;
  readonly how: 'spoken' | 'signed-form' | 'patient-page' | 'substitute' | 'emergency';
  readonly scope: readonly string[];
  readonly witness?: string;
  readonly recordedBy: string;
  readonly at: string;
};

/** A change told after the signature: a medicine, an allergy, a diagnosis; or a correction of what was said before. */
export type Update = {
  readonly id: string;
  readonly kind: 'change' | 'correction';
  readonly words: string;
  readonly by: string;
  readonly at: string;
  readonly institution: string;
};

/** What a referral says of its patient. Sealed at rest; signed in its canonical form. */
export type ReferralContent = {
  readonly identity: Identity;
  readonly reason?: string;
  readonly question?: string;
  readonly expected?: Expectation;
  readonly history?: string;
  readonly findings: readonly Finding[];
  readonly medicationsSaid: Said;
  readonly allergiesSaid: Said;
  readonly uploads: readonly FiledUpload[];
  /** The words it was made from, each with who and when, so that every finding can be shown in its place. */
  readonly notes: readonly { readonly id: string; readonly text: string; readonly by: string; readonly at: string }[];
  readonly consent?: ConsentGiven;
  /** How the answer to the referrer ended: the words of the outcome. */
  readonly outcome?: { readonly words: string; readonly by: string; readonly at: string };
  /** What a clinician changed or put right after the signature. It is not part of what was signed. */
  readonly updates?: readonly Update[];
  /** The urgency was said or chosen, not assumed. */
  readonly urgencySaid: boolean;
  /** Whether the place was said, follows from the group, or could be one of several (`toChoices`, ids of hotlines). */
  readonly toSaid: 'said' | 'by-group' | 'ambiguous';
  readonly toChoices?: readonly string[];
  /** The text seems to speak of more than one patient: nothing is sent before a person has said which. */
  readonly severalPatients?: boolean;
  /** The identity number belongs to a record that says otherwise who this is: nothing is sent before a person has looked at the card again. */
  readonly identityClash?: IdentityClash;
};

/** In what the two differ, never how; and who looked again and found it right as it stands here. */
export type IdentityClash = {
  readonly differ: readonly string[];
  readonly checked?: { readonly by: string; readonly at: string };
};
