import type { HotlineId } from '../ids.ts';
import type { State } from '../referral/referral.ts';

/** How one referral went, in moments and codes: nothing of what it says, and no patient. */
export type Course = {
  readonly hotline: HotlineId;
  readonly state: State;
  readonly begunAt: Date;
  readonly sentAt?: Date;
  readonly openedAt?: Date;
  readonly acceptedAt?: Date;
  readonly bookedAt?: Date;
  readonly answeredAt?: Date;
  readonly missed: boolean;
  /** The code of the reason, where it was declined and the trail kept one. */
  readonly declined?: string;
  /** How often a deadline passed and somebody was told. */
  readonly escalations: number;
};

/** Alerts of one tier on one hotline's referrals. */
export type AlertCount = {
  readonly hotline: HotlineId;
  readonly tier: 'stop' | 'caution' | 'note';
  readonly raised: number;
  readonly answered: number;
};
