import type { StatedReason } from '../domain/access/reasons.ts';
import type { ClinicianId, ReferralId } from '../domain/ids.ts';

/** The reasons people gave before they looked. */
export interface ReasonReader {
  inForce(person: ClinicianId, referral: ReferralId, now: Date): Promise<readonly StatedReason[]>;
}

export interface Reasons extends ReasonReader {
  add(reason: StatedReason): Promise<void>;
  endFor(person: ClinicianId): Promise<void>;
}
