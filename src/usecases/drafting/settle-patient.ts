import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import type { Page } from '../../ports/ledger.ts';

/**
 * Ties the draft to the patient its identifier names: one we know already, or the stand-in that was made with the draft.
 * An identifier with a wrong check digit ties nothing.
 */
export async function settlePatient(page: Page, referral: Referral, content: ReferralContent): Promise<Referral> {
  const { identity } = content;
  const known = identity.hkid && identity.hkidValid ? await page.patients.byHkid(identity.hkid) : undefined;
  if (known && known !== referral.patient) {
    await page.patients.merge(referral.patient, known);
    return { ...referral, patient: known };
  }
  await page.patients.keepIdentity(referral.patient, identity);
  return referral;
}
