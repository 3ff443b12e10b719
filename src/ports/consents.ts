import type { Consent, ConsentId } from '../domain/consent/consent.ts';
import type { EmergencyAccess, EmergencyId } from '../domain/consent/emergency.ts';
import type { ConsentTicket } from '../domain/consent/ticket.ts';
import type { ClinicianId, InstitutionId, PatientId, ReferralId } from '../domain/ids.ts';

/** The patients' decisions. `of` gives every one ever taken, the withdrawn and replaced ones too: whoever asks passes them all to `effectiveConsent`. */
export interface ConsentReader {
  get(id: ConsentId): Promise<Consent | undefined>;
  of(patient: PatientId): Promise<readonly Consent[]>;
  /** As `of` for each of them, in one question; who never decided anything is not in it. */
  ofSeveral(patients: readonly PatientId[]): Promise<ReadonlyMap<PatientId, readonly Consent[]>>;
  /** Given, not withdrawn, with an end between the two instants. */
  endingBetween(from: Date, to: Date, limit: number): Promise<readonly Consent[]>;
}

export interface Consents extends ConsentReader {
  add(consent: Consent): Promise<void>;
  /** False when it was withdrawn or replaced before: doing it twice is doing it once. Tells every instance that leave has ended. */
  withdraw(id: ConsentId, withdrawn: NonNullable<Consent['withdrawn']>): Promise<boolean>;
  replace(id: ConsentId, replaced: NonNullable<Consent['replaced']>): Promise<void>;
  /** False when this notice (a reminder, an expiry) was given before. */
  noteOnce(id: ConsentId, what: 'reminded' | 'expired' | 'of-age', at: Date): Promise<boolean>;
  /** Tells every instance, with the commit of this page, that leave to look has ended for somebody. */
  leaveEnded(end: LeaveEnd): Promise<void>;
}

/** Somebody's leave to look at a patient has ended; open screens and downloads of theirs close. Ids only. */
export type LeaveEnd = {
  readonly patient: PatientId;
  readonly referral?: ReferralId;
  /** Everybody of this institution, or one clinician. */
  readonly institution?: InstitutionId;
  readonly clinician?: ClinicianId;
  readonly because: 'withdrawn' | 'expired' | 'emergency-over' | 'separated';
};

export interface EmergencyReader {
  get(id: EmergencyId): Promise<EmergencyAccess | undefined>;
  of(patient: PatientId): Promise<readonly EmergencyAccess[]>;
  by(person: ClinicianId, since: Date): Promise<readonly EmergencyAccess[]>;
  /** Not yet decided, or the patient not yet told; the oldest first. */
  toReview(institutions: readonly InstitutionId[], limit: number): Promise<readonly EmergencyAccess[]>;
  /** Undecided past their day and not yet escalated. */
  overdue(now: Date, limit: number): Promise<readonly EmergencyAccess[]>;
  /** The patient has not been told. */
  untold(limit: number): Promise<readonly EmergencyAccess[]>;
  /** Over by their time or the encounter's, and not yet marked as ended. */
  runOut(now: Date, limit: number): Promise<readonly EmergencyAccess[]>;
}

export interface Emergencies extends EmergencyReader {
  add(access: EmergencyAccess): Promise<void>;
  keep(access: EmergencyAccess): Promise<void>;
}

/** Tickets of the patient's own page. Tokens and codes are kept as fingerprints only. */
export interface ConsentTickets {
  add(ticket: ConsentTicket, token: string, code: string | undefined): Promise<void>;
  byToken(token: string): Promise<ConsentTicket | undefined>;
  byCode(code: string): Promise<ConsentTicket | undefined>;
  /** As it is now, and nobody else can use it until the page ends. */
  hold(id: string): Promise<ConsentTicket | undefined>;
  keep(ticket: ConsentTicket): Promise<void>;
  /** Ends every ticket for giving that still waits for this referral, so that only the newest works. */
  closeFor(referral: ReferralId): Promise<void>;
}
