import type { ClinicianId, InstitutionId, ReferralId } from '../ids.ts';

/** Why somebody without a part in a referral looks at it (hk-law.md §5, 18). */
export const needReasons = ['covering', 'asked-to-help', 'preparing-visit', 'follow-up', 'quality-review'] as const;
/** Why restricted data is needed (hk-law.md §5, 23). */
export const restrictedReasons = ['treatment', 'safety', 'patient-asked'] as const;
export const reasonKinds = ['need', 'restricted'] as const;
export type ReasonKind = (typeof reasonKinds)[number];

/** A reason that was given, by whom, from which post, about which referral. It holds for a shift and is asked again after. */
export type StatedReason = {
  readonly person: ClinicianId;
  readonly at: InstitutionId;
  readonly referral: ReferralId;
  readonly kind: ReasonKind;
  readonly reason: string;
  readonly since: Date;
  readonly until: Date;
};

export const reasonHours = 12;

/** A link to one referral for one person until a time: an answer, given beforehand, to the question why they look. `id` is the fingerprint of its token. */
export type AskedLink = {
  readonly id: string;
  readonly referral: ReferralId;
  readonly person: ClinicianId;
  readonly madeBy: ClinicianId;
  readonly since: Date;
  readonly until: Date;
};

/** No link lives longer. */
export const linkHours = 72;

export const isReason = (kind: ReasonKind, reason: string): boolean => {
  const known: readonly string[] = kind === 'need' ? needReasons : restrictedReasons;
  return known.includes(reason);
};
