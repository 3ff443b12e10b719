import type { ClinicianId, InstitutionId, PatientId, ReferralId } from './ids.ts';
import type { State } from './referral/referral.ts';

/** Who did it: a person, or Baton itself on a clock, on word from DingTalk, or on the patient's word on their own page. */
export type Doer =
  | {
      readonly person: ClinicianId;
      /** Where they stood, and as what, at that moment; absent in entries from before it was kept. */
      readonly post?: { readonly at: InstitutionId; readonly roles: readonly string[] };
      /** What they asked with: `dingtalk phone 3f…`, `dingtalk chat`. Never an address or a name. */
      readonly device?: string;
    }
  | { readonly baton: 'clock' | 'dingtalk' | 'delivery' | 'start' | 'patient' | 'safety' };

export type Ground = 'treating' | 'consented' | 'emergency' | 'author' | 'duty';

/**
 * One thing that was done: what, who, when, on what ground. Audit, notices, reminders and receipts all read from this.
 * It holds ids and states, never what is said of a patient.
 */
export type Happening = {
  readonly at: Date;
  readonly by: Doer;
  /** Whose chain it belongs to. */
  readonly institution: InstitutionId;
  readonly referral?: ReferralId;
  readonly patient?: PatientId;
  readonly ground?: Ground;
} & (
  | { readonly what: 'draft-started' | 'draft-added-to' | 'draft-corrected'; readonly contentVersion: number }
  | { readonly what: 'upload-kept'; readonly upload: string; readonly sha256: string; readonly bytes: number }
  | { readonly what: 'upload-refused'; readonly upload: string; readonly code: string }
  | { readonly what: 'document-read'; readonly upload: string; readonly outcome: string; readonly findings: number }
  | { readonly what: 'document-stopped'; readonly upload: string; readonly code: string }
  | { readonly what: 'document-confirmed'; readonly upload: string }
  | {
      readonly what: 'consent-recorded';
      readonly given: boolean;
      readonly how: string;
      readonly consent?: string;
      readonly recipient?: string;
      readonly wording?: string;
    }
  | {
      readonly what: 'consent-withdrawn' | 'consent-expired' | 'consent-ending' | 'consent-of-age';
      readonly consent: string;
    }
  | { readonly what: 'emergency-opened'; readonly emergency: string; readonly reason: string }
  | { readonly what: 'emergency-widened' | 'emergency-ended' | 'emergency-overdue'; readonly emergency: string }
  | { readonly what: 'emergency-reviewed'; readonly emergency: string; readonly verdict: string }
  | { readonly what: 'emergency-frequent'; readonly person: ClinicianId; readonly times: number }
  | { readonly what: 'patient-told'; readonly about: string; readonly how: string }
  | { readonly what: 'sign-off-asked'; readonly asked: ClinicianId; readonly contentHash: string }
  | {
      readonly what: 'signed';
      readonly contentHash: string;
      readonly keyId: string;
      readonly signature: string;
      readonly via: string;
    }
  | { readonly what: 'sign-off-refused' }
  /** `because` is the code of a reason, where the step has one (declined, withdrawn). */
  | { readonly what: 'moved'; readonly from: State; readonly to: State; readonly because?: string }
  | { readonly what: 'told'; readonly whom: string; readonly how: string; readonly about: string }
  | {
      readonly what: 'seen';
      readonly how: 'card' | 'record' | 'file' | 'images' | 'message' | 'consultation' | 'handover';
    }
  | {
      readonly what: 'alert-raised';
      readonly alert: string;
      readonly tier: string;
      /** Of the set of rules. */
      readonly version: string;
    }
  | { readonly what: 'alert-acknowledged'; readonly alert: string; readonly tier: string; readonly reason: string }
  | { readonly what: 'update-kept'; readonly update: string; readonly kind: 'change' | 'correction' }
  | { readonly what: 'memo-sent'; readonly to: ClinicianId; readonly level: string; readonly about: string }
  | { readonly what: 'image-annotated'; readonly annotation: string; readonly version: number }
  | { readonly what: 'image-remarked'; readonly annotation: string; readonly remark: string; readonly spoken: boolean }
  | {
      readonly what: 'consultation';
      readonly consultation: string;
      readonly step: 'asked' | 'answered' | 'asked-again' | 'taken-back' | 'reminded' | 'nobody-answered';
      /** Who was asked: a person's id or an institution's. */
      readonly of?: string;
      readonly spoken?: boolean;
    }
  | { readonly what: 'follow-up'; readonly followUp: string; readonly step: 'set' | 'due' | 'booked' | 'ended' }
  | { readonly what: 'phone-shown' }
  | { readonly what: 'escalated'; readonly rung: number; readonly how: string; readonly deadline: string }
  | { readonly what: 'handed-over'; readonly to: ClinicianId }
  | {
      readonly what: 'handover';
      readonly step: 'opened' | 'taken' | 'nobody-took' | 'noted';
      readonly handover?: string;
      readonly cases?: number;
    }
  | {
      readonly what: 'roster-planned';
      /** Institution, hotline if any, day and hour. */
      readonly shift: string;
      readonly version: number;
      readonly onDuty: string;
      readonly cover: string;
    }
  | { readonly what: 'refused'; readonly deed: string; readonly code: string }
  | { readonly what: 'record-opened' | 'record-searched' }
  | {
      readonly what: 'exported';
      readonly kind: 'letter' | 'sign-off' | 'accountability' | 'patient-copy' | 'register' | 'image-report' | 'file';
      readonly sha256: string;
    }
  | { readonly what: 'reason-given'; readonly kind: 'need' | 'restricted'; readonly reason: string }
  | { readonly what: 'asked-to-look'; readonly person: ClinicianId; readonly until: string }
  | { readonly what: 'look-flagged'; readonly because: 'own-record' | 'family' | 'colleague' }
  | {
      readonly what: 'rights';
      readonly request: string;
      readonly kind: string;
      readonly step: 'asked' | 'identity-asked' | 'identity-proved' | 'answered' | 'refused' | 'warned' | 'overdue';
    }
  | { readonly what: 'patients-joined' | 'patients-separated' | 'patients-kept-apart'; readonly other: PatientId }
  | { readonly what: 'hold-set' | 'hold-lifted'; readonly hold: string }
  | { readonly what: 'erasure-begun' | 'erased'; readonly certificate: string }
  | { readonly what: 'breach'; readonly breach: string; readonly step: 'noted' | 'closed' }
  | { readonly what: 'work-given-back'; readonly person: ClinicianId }
  | { readonly what: 'sessions-ended'; readonly person: ClinicianId }
  | {
      readonly what: 'switched-off';
      readonly subject: string;
      readonly kind: 'person' | 'place';
      readonly reason: string;
    }
  | { readonly what: 'switched-on'; readonly subject: string; readonly kind: 'person' | 'place' }
  | { readonly what: 'drill-begun' | 'drill-ended'; readonly hotline: string }
  | { readonly what: 'person-left' | 'person-joined-group'; readonly person: string }
  | { readonly what: 'quota-warned'; readonly percent: number; readonly budget: 'api' | 'push' }
);

export type What = Happening['what'];
