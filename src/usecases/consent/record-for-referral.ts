import type { Category } from '../../domain/consent/category.ts';
import { ordinaryCategories } from '../../domain/consent/check-decision.ts';
import type { Consent, HowGiven } from '../../domain/consent/consent.ts';
import { person } from '../../domain/house/house.ts';
import type { ClinicianId } from '../../domain/ids.ts';
import type { ConsentGiven, ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import type { Page } from '../../ports/ledger.ts';
import { keepStep } from '../steps/keep-step.ts';
import type { World } from '../world.ts';
import { doerOf, recordConsent } from './record-consent.ts';
import { stopSharing } from './withdraw-consent.ts';

/** What a patient decides about one referral: to the institution that receives it, for as long as it runs. */
export type AboutReferral = {
  readonly decision: Consent['decision'];
  readonly categories?: readonly Category[];
  readonly how: HowGiven;
  readonly until?: Date;
  readonly by: ClinicianId | 'patient';
};

/** The row only: for a way that has written the words of the draft itself. */
export const recordForReferral =
  (world: Pick<World, 'clock' | 'dice'>) =>
  async (
    page: Page,
    referral: Referral,
    { identity }: Pick<ReferralContent, 'identity'>,
    said: AboutReferral,
  ): Promise<readonly Consent[]> =>
    recordConsent(world)(page, {
      patient: referral.patient,
      birth: identity.birth,
      recipient: { institution: referral.to },
      referral: referral.id,
      decision: said.decision,
      categories: said.categories ?? (said.decision === 'given' ? ordinaryCategories : []),
      how: said.how,
      by: said.by,
      institution: referral.from,
      ...(said.until ? { until: said.until } : {}),
    });

/**
 * Records a decision about one referral in any state. A draft's own words follow, so that what is signed says what the patient said; words that await their signature or were
 * signed are left alone: the decision stands beside them. Refuses the codes of `recordConsent`, and `referral.wrong-state` for one that is over.
 */
export const decideOnReferral =
  (world: Pick<World, 'clock' | 'dice' | 'house'>) =>
  async (page: Page, before: Referral, said: AboutReferral): Promise<readonly Consent[]> => {
    const { state } = before.standing;
    if (state === 'closed' || state === 'cancelled')
      throw new Refused('referral.wrong-state', `Referral ${before.id} is over`, {
        code: before.code,
        state,
        step: 'consent',
      });
    const content = await page.referrals.content(before);
    const consents = await recordForReferral(world)(page, before, content, said);
    if (state === 'draft') await writeIntoDraft(world, page, before, content, said);
    else if (said.decision === 'refused') await stopSharing(world, page, before, said.by);
    return consents;
  };

async function writeIntoDraft(
  world: Pick<World, 'clock' | 'house'>,
  page: Page,
  before: Referral,
  content: ReferralContent,
  said: AboutReferral,
): Promise<void> {
  const contentVersion = before.contentVersion + 1;
  const after: Referral = { ...before, version: before.version + 1, contentVersion };
  await keepStep(world, page, before, after, doerOf(said.by), {
    happening: { what: 'draft-corrected', contentVersion },
  });
  await page.referrals.keepContent(after, { ...content, consent: wordsOf(world, said) });
}

const wordsOf = ({ clock }: Pick<World, 'clock'>, { decision, categories, how, by }: AboutReferral): ConsentGiven => ({
  given: decision === 'given',
  how: how.way,
  scope: decision === 'given' ? [...(categories ?? ordinaryCategories)] : [],
  ...(how.way === 'spoken' ? { witness: how.witness } : {}),
  recordedBy: by,
  at: clock.now().toISOString(),
});

/** Spoken, and nobody else stood by: whoever recorded it heard it. */
export const heardBy = ({ house }: Pick<World, 'house'>, by: ClinicianId, witness?: string): HowGiven => ({
  way: 'spoken',
  witness: witness?.trim() || (person(house, by)?.name.en ?? by),
});
