import type { ClinicianId, Id, InstitutionId, PatientId, ReferralId, UploadId } from '../ids.ts';
import type { Category, Purpose } from './category.ts';

export type ConsentId = Id<'Consent'>;

/** Whom the patient lets look: everybody of an institution who has a reason to, or one clinician by name. */
export type Recipient = { readonly institution: InstitutionId } | { readonly clinician: ClinicianId };

/** How the patient's yes (or no) reached us. */
export type HowGiven =
  /** `form` is the photographed paper; without it the paper still has to be filed. */
  | { readonly way: 'signed-form'; readonly form?: UploadId }
  | { readonly way: 'patient-page'; readonly ticket: string }
  | { readonly way: 'spoken'; readonly witness: string }
  | {
      readonly way: 'substitute';
      readonly name: string;
      readonly relation: string;
      readonly proof: string;
      readonly because: 'minor' | 'incapacity';
    };

/** One decision of a patient: who may see what, for what, from when until when, how it was given and who recorded it. */
export type Consent = {
  readonly id: ConsentId;
  readonly patient: PatientId;
  readonly recipient: Recipient;
  readonly decision: 'given' | 'refused';
  readonly categories: readonly Category[];
  readonly purpose: Purpose;
  /** Only for this referral when named; it then ends with it (and a set number of days). */
  readonly referral?: ReferralId;
  readonly from: Date;
  readonly until?: Date;
  readonly how: HowGiven;
  /** The version of the words that were shown to the patient. */
  readonly wording: string;
  readonly recordedBy: ClinicianId | 'patient';
  readonly recordedAt: Date;
  readonly withdrawn?: { readonly at: Date; readonly by: ClinicianId | 'patient' };
  /** A later decision about the same recipient and referral took its place: it binds nobody any more, and it is no withdrawal. */
  readonly replaced?: { readonly at: Date; readonly by: ConsentId };
};

/** Two decisions speak of the same people and the same case: the later takes the place of the earlier. */
export const speaksOfSame = (one: Consent, other: Consent): boolean =>
  one.patient === other.patient && sameRecipient(one.recipient, other.recipient) && one.referral === other.referral;

const sameRecipient = (one: Recipient, other: Recipient): boolean => keyOf(one) === keyOf(other);

/** Names a recipient in one word, for grouping. */
export const keyOf = (recipient: Recipient): string =>
  'institution' in recipient ? `institution ${recipient.institution}` : `clinician ${recipient.clinician}`;
