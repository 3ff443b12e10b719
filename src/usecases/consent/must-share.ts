import type { ActionName } from '../../domain/referral/actions.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { decisionsAbout, standingOf } from './what-is-shared.ts';

/** Steps by which a referral comes nearer to those who receive it. */
export const sends = (action: ActionName): boolean =>
  action === 'ask-sign-off' || action === 'sign' || action === 'resend';

/**
 * The patient agreed to this very institution, and the yes still stands: one that was given for another place does not travel along when a referral is sent on.
 * Refuses `consent.missing`.
 */
export async function mustShare(
  { clock }: Pick<World, 'clock'>,
  page: Pick<Page, 'consents' | 'referrals'>,
  referral: Referral,
): Promise<void> {
  const { standing } = referral;
  const bound: Referral = standing.state === 'redirected' ? { ...referral, to: standing.to } : referral;
  const { consent } = await page.referrals.content(referral);
  // A draft without any word of consent is told as a gap, with all the others.
  if (!consent && standing.state === 'draft') return;
  if (standingOf(await decisionsAbout(page, bound, consent), bound, clock.now()) !== 'given')
    throw new Refused('consent.missing', `Referral ${referral.id}: the patient did not agree to ${bound.to}`, {
      code: referral.code,
    });
}
