import type { ClinicianId, HotlineId, InstitutionId, PatientId, ReferralId } from '../ids.ts';
import type { Urgency } from './urgency.ts';

/** A seal over one exact version of the content: SHA-256 of its canonical form, signed with Ed25519. */
export type Signature = {
  readonly by: ClinicianId;
  readonly at: Date;
  readonly contentVersion: number;
  readonly contentHash: string;
  readonly keyId: string;
  readonly signature: string;
  /** How the clinician said yes: a tap on the card, the approval in DingTalk, or the mini-app. */
  readonly via: 'card' | 'approval' | 'miniapp' | 'command';
};

export type Visit = { readonly at: Date; readonly place?: string; readonly bookedBy: ClinicianId };

/** Each state carries only what that state knows; `since` starts its clock. */
export type Standing =
  | {
      readonly state: 'draft';
      readonly since: Date;
      readonly returned?: { readonly by: ClinicianId; readonly reason: string; readonly at: Date };
    }
  | {
      readonly state: 'awaiting-sign-off';
      readonly since: Date;
      readonly asked: ClinicianId;
      readonly contentHash: string;
      readonly contentVersion: number;
    }
  | { readonly state: 'sent'; readonly since: Date }
  | { readonly state: 'delivered'; readonly since: Date }
  | { readonly state: 'opened'; readonly since: Date; readonly by: ClinicianId }
  | { readonly state: 'accepted'; readonly since: Date; readonly by: ClinicianId }
  | {
      readonly state: 'declined';
      readonly since: Date;
      readonly by: ClinicianId;
      readonly reason: DeclineReason;
      readonly words: string;
    }
  | {
      readonly state: 'redirected';
      readonly since: Date;
      readonly by: ClinicianId;
      readonly to: InstitutionId;
      readonly hotline: HotlineId;
      readonly words: string;
    }
  | { readonly state: 'booked'; readonly since: Date; readonly visit: Visit }
  | { readonly state: 'attended'; readonly since: Date; readonly visit: Visit; readonly by: ClinicianId }
  | {
      readonly state: 'did-not-attend';
      readonly since: Date;
      readonly visit: Visit;
      readonly by: ClinicianId;
      readonly times: number;
    }
  | { readonly state: 'answered'; readonly since: Date; readonly by: ClinicianId }
  | {
      readonly state: 'closed';
      readonly since: Date;
      readonly by: ClinicianId;
      readonly because: 'answer-read' | 'decline-read' | 'discharged-after-missed-visit';
    }
  | {
      readonly state: 'cancelled';
      readonly since: Date;
      readonly by: ClinicianId;
      readonly because: CancelReason;
      readonly words: string;
    };

export type State = Standing['state'];

export const declineReasons = [
  'not-our-service',
  'information-missing',
  'criteria-not-met',
  'duplicate',
  'better-elsewhere',
  'known-elsewhere',
] as const;
export type DeclineReason = (typeof declineReasons)[number];
export const cancelReasons = ['withdrawn', 'patient-refused', 'patient-died', 'entered-in-error'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** One institution asking another to look after a patient: the case behind the card. What it says of the patient is sealed apart. */
export type Referral = {
  readonly id: ReferralId;
  /** Spoken and typed by people: `B7K-42Q`. Says nothing about the patient. */
  readonly code: string;
  readonly patient: PatientId;
  readonly from: InstitutionId;
  readonly to: InstitutionId;
  readonly hotline: HotlineId;
  readonly author: ClinicianId;
  readonly urgency: Urgency;
  readonly standing: Standing;
  readonly signature?: Signature;
  /** Counts every change of the case; two people acting at once cannot both win. */
  readonly version: number;
  /** Counts every change of what it says; a signature covers exactly one. */
  readonly contentVersion: number;
  readonly startedAt: Date;
  /** When it first left the institution; a redirect keeps it for the waiting clock. */
  readonly firstSentAt?: Date;
  /** Who has taken it by name, when somebody has (handover, acceptance). */
  readonly heldBy?: ClinicianId;
};

export const isOpen = (referral: Referral): boolean =>
  referral.standing.state !== 'closed' && referral.standing.state !== 'cancelled';

/** A signature stands only while the content is the one that was signed. */
export const isSigned = (referral: Referral): boolean => referral.signature?.contentVersion === referral.contentVersion;
