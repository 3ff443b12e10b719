import type { InstitutionId } from '../domain/ids.ts';
import type { ReferralContent } from '../domain/referral/content.ts';
import type { Alert } from '../domain/safety/alert.ts';

/** What the safety net says of one record. Nothing found is "no warning found", never "safe". */
export type Checked = {
  readonly alerts: readonly Alert[];
  /** Medicines that could not be recognised: not checked, and said so. */
  readonly unrecognised: readonly string[];
  /** What would have to be known for a full check: renal function, pregnancy. */
  readonly unknown: readonly string[];
};

/** The rules of one day over what a referral says. A pure function behind a name, so that deeds need not know the tables. */
export interface SafetyNet {
  readonly version: string;
  /** `at`: the institution whose own word on the rules counts; without it the rules as they ship. */
  readonly check: (content: ReferralContent, now: Date, at?: InstitutionId) => Checked;
}
