import { decisionsOn, endedAt } from '../../domain/consent/as-written.ts';
import type { Consent } from '../../domain/consent/consent.ts';
import { type EffectiveConsent, effectiveConsent } from '../../domain/consent/effective.ts';
import type { ClinicianId, InstitutionId } from '../../domain/ids.ts';
import type { ConsentGiven } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { ReadingPage } from '../../ports/ledger.ts';

/** What the patient shares of one referral with one person at one institution now. */
export const sharedWith = (
  decisions: readonly Consent[],
  referral: Referral,
  recipient: { readonly clinician: ClinicianId; readonly institution: InstitutionId },
  now: Date,
): EffectiveConsent => {
  const ended = endedAt(referral);
  return effectiveConsent(decisions, {
    recipient,
    referral: { id: referral.id, ...(ended ? { endedAt: ended } : {}) },
    now,
  });
};

/** Every decision that may speak of this referral. */
export const decisionsAbout = async (
  page: Pick<ReadingPage, 'consents' | 'referrals'>,
  referral: Referral,
  said?: ConsentGiven,
): Promise<readonly Consent[]> =>
  decisionsOn(
    await page.consents.of(referral.patient),
    referral,
    said ?? (await page.referrals.content(referral)).consent,
  );

export type ConsentStanding = 'none' | 'given' | 'refused' | 'withdrawn' | 'expired';

const nobody = '' as ClinicianId;

/** Where consent for the receiving institution stands: the newest decision tells why there is none. */
export function standingOf(decisions: readonly Consent[], referral: Referral, now: Date): ConsentStanding {
  const about = decisions.filter(
    (one) =>
      !one.replaced &&
      (one.referral === undefined || one.referral === referral.id) &&
      'institution' in one.recipient &&
      one.recipient.institution === referral.to,
  );
  if (sharedWith(decisions, referral, { clinician: nobody, institution: referral.to }, now).categories.size > 0)
    return 'given';
  if (about.some(({ withdrawn }) => withdrawn)) return 'withdrawn';
  if (about.some(({ decision }) => decision === 'refused')) return 'refused';
  return about.length > 0 ? 'expired' : 'none';
}
