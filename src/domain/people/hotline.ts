import type { ClinicianId, GroupId, HotlineId, InstitutionId, TenantId } from '../ids.ts';
import type { Urgency } from '../referral/urgency.ts';

/** Hours and days are real time for emergency and urgent, office time (Mon-Sat 9-18, no public holidays) for the rest. */
export type Limit = { readonly minutes: number };

/** What each step may take in one class. */
export type ClockLimits = {
  readonly signOff: Limit;
  readonly deliver: Limit;
  readonly open: Limit;
  readonly reply: Limit;
  readonly book: Limit;
  readonly visit: Limit;
  readonly answer: Limit;
  readonly rebook: Limit;
  readonly readAnswer: Limit;
  readonly draft: Limit;
  /** A question to a colleague, until it should have its answer. */
  readonly question: Limit;
};

/** One rung of the ladder that is climbed while nobody acts: after `afterMinutes` past the deadline, tell `who` by `how`. */
export type Rung = {
  readonly afterMinutes: number;
  readonly how: 'group' | 'ding' | 'phone';
  readonly who: 'owner' | 'cover' | 'coordinator' | 'head';
};

export type Institution = {
  readonly id: InstitutionId;
  readonly name: { readonly en: string; readonly zhHant: string; readonly zhHans: string };
  readonly short: string;
  readonly aliases: readonly string[];
  /** Who signs off what the institution sends, first reachable first. */
  readonly signers: readonly ClinicianId[];
  readonly cover: readonly ClinicianId[];
  readonly head?: ClinicianId;
  readonly privacyOfficer?: ClinicianId;
};

/** A DingTalk group bound to a specialty, a receiving institution and time limits. */
export type Hotline = {
  readonly id: HotlineId;
  readonly tenant: TenantId;
  readonly group: GroupId;
  readonly name: { readonly en: string; readonly zhHant: string; readonly zhHans: string };
  readonly specialty: string;
  readonly receiving: InstitutionId;
  /** Who receives first: the clinicians whose phone shows the card as theirs. */
  readonly receivers: readonly ClinicianId[];
  readonly urgencies: readonly Urgency[];
  /** Its receiving institution is switched off: nothing new is sent to it. */
  readonly resting?: boolean;
};
