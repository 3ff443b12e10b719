import type { ClinicianId, InstitutionId, PatientId, ReferralId } from '../domain/ids.ts';

/** An alert as it was raised on one referral. What it says is sealed with the patient's key; in the clear stand a tier, times and people. */
export type KeptAlert = {
  readonly id: string;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly tier: 'stop' | 'caution' | 'note';
  /** What makes it the same alert when it comes again: rule, subjects and what they rest on. Sealed. */
  readonly key: string;
  readonly rule: string;
  /** Of the set of rules that raised it. */
  readonly version: string;
  readonly raisedAt: Date;
  readonly acknowledged?: {
    readonly by: ClinicianId;
    readonly at: Date;
    readonly reason: string;
    readonly words?: string;
  };
};

/** Counted per rule and institution, without patients: how often a rule spoke and how often it was overridden. */
export type RuleCount = {
  readonly rule: string;
  readonly institution: InstitutionId;
  readonly tier: KeptAlert['tier'];
  readonly raised: number;
  readonly overridden: number;
};

export interface Alerts {
  of(referral: ReferralId): Promise<readonly KeptAlert[]>;
  /** The caller has looked that it is not there. Counts for its rule. */
  add(alert: KeptAlert, institution: InstitutionId): Promise<void>;
  /** False when it was acknowledged before. Counts as overridden for its rule. */
  acknowledge(
    alert: KeptAlert,
    institution: InstitutionId,
    said: NonNullable<KeptAlert['acknowledged']>,
  ): Promise<boolean>;
  counts(institution?: InstitutionId): Promise<readonly RuleCount[]>;
}
