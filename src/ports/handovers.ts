import type { Handover, HandoverCase, HandoverId } from '../domain/handover/handover.ts';
import type { ClinicianId, InstitutionId, PatientId, ReferralId } from '../domain/ids.ts';
import type { RosterLine, RosterSlot } from '../domain/roster/roster.ts';

export interface RosterReader {
  /** The lines of shifts that begin on these days (yyyy-mm-dd, both included), of these institutions. */
  between(institutions: readonly InstitutionId[], from: string, until: string): Promise<readonly RosterLine[]>;
}

export interface Rosters extends RosterReader {
  /** The line of one shift; until the page ends nobody else can plan it. */
  hold(slot: RosterSlot): Promise<RosterLine | undefined>;
  /** Takes the next version (kept version + 1, or the first); refuses `roster.changed-meanwhile` when somebody kept another since. */
  keep(line: RosterLine): Promise<void>;
}

/** A few words for the next shift about one case. */
export type HandoverNote = {
  readonly id: string;
  readonly institution: InstitutionId;
  readonly referral: ReferralId;
  readonly patient: PatientId;
  readonly by: ClinicianId;
  readonly at: Date;
  readonly text: string;
};

export interface HandoverReader {
  /** The latest handover of an institution that began before an instant. */
  latest(institution: InstitutionId, before: Date): Promise<Handover | undefined>;
  cases(handover: HandoverId): Promise<readonly HandoverCase[]>;
  /** The last note of each of these referrals that was written at this institution. */
  notes(institution: InstitutionId, referrals: readonly ReferralId[]): Promise<readonly HandoverNote[]>;
}

export interface Handovers extends HandoverReader {
  /** False when this change of shift was opened before, by whomever: then nothing is kept. `due`: when it is looked at for what nobody took. */
  open(handover: Handover, cases: readonly HandoverCase[], due: Date | undefined): Promise<boolean>;
  /** What was opened before is passed on to the next: nobody is told of it any more. */
  passOn(institution: InstitutionId, before: Date): Promise<void>;
  /** One case of a handover; until the page ends nobody else can take it. */
  hold(handover: HandoverId, referral: ReferralId): Promise<HandoverCase | undefined>;
  keep(one: HandoverCase): Promise<void>;
  /** Up to `limit` handovers that must be looked at, with the step that is next (0 cover, 1 head); held, those that others hold are skipped. */
  due(now: Date, limit: number): Promise<readonly { readonly handover: Handover; readonly step: number }[]>;
  setDue(handover: HandoverId, due: Date | undefined, step: number): Promise<void>;
  addNote(note: HandoverNote): Promise<void>;
}
