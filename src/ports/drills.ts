import type { Drill } from '../domain/drill/drill.ts';
import type { ClinicianId, InstitutionId, ReferralId } from '../domain/ids.ts';

export interface DrillReader {
  get(referral: ReferralId): Promise<Drill | undefined>;
  /** Newest first. */
  of(institutions: readonly InstitutionId[], limit: number): Promise<readonly Drill[]>;
  /** Those that run although their time is over, or whose referral is closed. */
  due(now: Date, limit: number): Promise<readonly Drill[]>;
}

export interface Drills extends DrillReader {
  begin(drill: Drill): Promise<void>;
  /** False when it had ended before. */
  end(referral: ReferralId, at: Date, by: ClinicianId | undefined): Promise<boolean>;
}
