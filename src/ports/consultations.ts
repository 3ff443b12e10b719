import type { Consultation, ConsultationId } from '../domain/consultation/consultation.ts';
import type { ClinicianId, InstitutionId, PatientId, ReferralId } from '../domain/ids.ts';
import type { FollowUp, FollowUpId } from '../domain/visits/follow-up.ts';
import type { Voice } from './annotations.ts';

/** One thing said in a question's thread; only added, never changed. `answers`: said by the side that was asked. */
export type Word = {
  readonly id: string;
  readonly consultation: ConsultationId;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly by: ClinicianId;
  readonly at: Date;
  readonly answers: boolean;
  readonly text?: string;
  readonly voice?: Voice;
};

/** A question that waits, with the rung of its reminders. */
export type WaitingQuestion = { readonly consultation: Consultation; readonly rung: number };

export interface ConsultationReader {
  get(id: ConsultationId): Promise<Consultation | undefined>;
  /** Oldest first. */
  of(referral: ReferralId): Promise<readonly Consultation[]>;
  /** The question pinned to a drawing, those taken back left out. */
  onDrawing(annotation: string): Promise<Consultation | undefined>;
  /** Waiting ones, and others that changed after `since`, of referrals from or to these places; newest first. */
  at(places: readonly InstitutionId[], since: Date, limit: number): Promise<readonly Consultation[]>;
  /** Referrals from or to these places in which something was said on an image after `since`. */
  spokenOnImages(places: readonly InstitutionId[], since: Date, limit: number): Promise<readonly ReferralId[]>;
  /** Oldest first. */
  words(consultation: ConsultationId): Promise<readonly Word[]>;
  sound(referral: ReferralId, word: string): Promise<{ readonly mime: string; readonly bytes: Uint8Array } | undefined>;
  /** How many words of it this person was shown, as the trail has it. */
  shownTo(consultation: string, person: ClinicianId): Promise<number>;
}

export interface Consultations extends ConsultationReader {
  /** As `get`, and nobody else can change it until the page ends. */
  hold(id: ConsultationId): Promise<Consultation | undefined>;
  /** Adds it, or takes the next version; refuses `referral.changed-meanwhile` when somebody kept another since. `due`: when its clock runs out. */
  keep(consultation: Consultation, due: Date | undefined, rung?: number): Promise<void>;
  /** Somebody read it: only where it still waits to be read. */
  keepSeen(consultation: Consultation): Promise<void>;
  /** Sets only the next alarm. */
  setClock(id: ConsultationId, due: Date | undefined, rung: number): Promise<void>;
  say(word: Word, sound?: Uint8Array): Promise<void>;
  noteShown(consultation: string, referral: ReferralId, person: ClinicianId, words: number): Promise<void>;
  /** Holds those whose clock has run out, skipping those others hold. */
  overdue(now: Date, limit: number): Promise<readonly WaitingQuestion[]>;
}

export interface FollowUpReader {
  get(id: FollowUpId): Promise<FollowUp | undefined>;
  of(referral: ReferralId): Promise<readonly FollowUp[]>;
  /** Those not ended, of referrals from or to these places, the most pressing first. */
  openAt(places: readonly InstitutionId[], limit: number): Promise<readonly FollowUp[]>;
}

export interface FollowUps extends FollowUpReader {
  /** Adds it, or takes the next version; refuses `referral.changed-meanwhile` when somebody kept another since. */
  keep(followUp: FollowUp): Promise<void>;
  /** Holds open ones whose day has come. */
  due(now: Date, limit: number): Promise<readonly FollowUp[]>;
}
