import type { ClinicianId, Id, InstitutionId, PatientId, ReferralId } from '../ids.ts';
import type { Category } from './category.ts';

export type EmergencyId = Id<'Emergency'>;

/**
 * The legal ground of a look without consent: serious harm to the health of the patient or another (Cap. 486 s.59), or a life-threatening situation (s.63C).
 */
export const emergencyGrounds = ['serious-harm', 'life-threatening'] as const;
export type EmergencyGround = (typeof emergencyGrounds)[number];

/** A look without consent: who, why, until when, and what came of the second look. The words are sealed at rest. */
export type EmergencyAccess = {
  readonly id: EmergencyId;
  readonly patient: PatientId;
  readonly referral?: ReferralId;
  readonly person: ClinicianId;
  readonly institution: InstitutionId;
  readonly ground: EmergencyGround;
  readonly words: string;
  readonly openedAt: Date;
  readonly until: Date;
  /** More than the emergency set was asked for, with a reason of its own. */
  readonly more?: { readonly at: Date; readonly words: string };
  readonly endedAt?: Date;
  /** The privacy officer decides by then. */
  readonly reviewBy: Date;
  readonly review?: {
    readonly at: Date;
    readonly by: ClinicianId;
    readonly verdict: 'justified' | 'not-justified';
    readonly words: string;
  };
  readonly escalatedAt?: Date;
  /** When and how the patient was told; undefined while it is not yet safe or no way is known. `page`: they saw it on their own page. */
  readonly told?: { readonly at: Date; readonly how: 'message' | 'letter' | 'in-person' | 'page' };
};

/** Allergies, current medicines, problems, last visits, advance directive (hk-law.md §5, 10): what the record calls these three. */
export const emergencyCategories: readonly Category[] = ['allergies', 'medicines', 'problems'];
export const emergencyHours = 24;
export const reviewDays = 7;
export const shortestReason = 20;
/** Three in thirty days by one person are looked at (hk-law.md §5, 14). */
export const frequent = { times: 3, days: 30 } as const;

/** Is this person's emergency access to this patient in force? The widest one counts; undefined when there is none. */
export function emergencyInForce(
  accesses: readonly EmergencyAccess[],
  { person, patient, now }: { readonly person: ClinicianId; readonly patient: PatientId; readonly now: Date },
): EmergencyAccess | undefined {
  const live = accesses.filter(
    (one) =>
      one.person === person &&
      one.patient === patient &&
      one.openedAt <= now &&
      now < one.until &&
      !(one.endedAt && one.endedAt <= now),
  );
  return live.find(({ more }) => more) ?? live[0];
}

/** How many of a person's accesses lie in the last thirty days. */
export const recentOf = (accesses: readonly EmergencyAccess[], person: ClinicianId, now: Date): number =>
  accesses.filter((one) => one.person === person && one.openedAt.getTime() > now.getTime() - frequent.days * 86_400_000)
    .length;
