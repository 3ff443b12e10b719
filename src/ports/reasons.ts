import type { AskedLink, StatedReason } from '../domain/access/reasons.ts';
import type { ClinicianId, ReferralId } from '../domain/ids.ts';

/** The reasons people gave before they looked. */
export interface ReasonReader {
  inForce(person: ClinicianId, referral: ReferralId, now: Date): Promise<readonly StatedReason[]>;
}

export interface Reasons extends ReasonReader {
  add(reason: StatedReason): Promise<void>;
  addLink(link: AskedLink): Promise<void>;
  link(id: string, now: Date): Promise<AskedLink | undefined>;
  /** Reasons and links, those given to this person and those they made. */
  endFor(person: ClinicianId): Promise<void>;
}
