import type { Person } from '../../domain/people/person.ts';
import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { Refused } from '../../domain/refused.ts';
import { acknowledgeReasons, needsWords } from '../../domain/safety/acknowledging.ts';
import type { Page } from '../../ports/ledger.ts';
import type { World } from '../world.ts';
import { raiseAlerts } from './alerts-on.ts';

export type Acknowledgement = {
  readonly by: Person;
  readonly referral: Referral;
  /** What this person is shown of the referral. */
  readonly content: ReferralContent;
  /** The key of the alert. */
  readonly which: string;
  readonly reason: string;
  readonly words?: string;
};

/**
 * Says why care goes on in spite of an alert. Answering twice is answering once. Refuses `alert.reason-needed` for a reason we do not know or one that says
 * nothing without words, `alert.not-there` when the record no longer raises it.
 */
export const acknowledgeAlert =
  (world: Pick<World, 'clock' | 'safety' | 'dice'>) =>
  async (page: Page, { by, referral, content, which, reason, words }: Acknowledgement): Promise<void> => {
    const known = acknowledgeReasons.find((one) => one === reason);
    if (!known || (needsWords(known) && !words?.trim()))
      throw new Refused('alert.reason-needed', `Referral ${referral.id}: say why care goes on`, {
        allowed: acknowledgeReasons.join(', '),
      });
    await raiseAlerts(world)(page, referral, content);
    const meant = (await page.alerts.of(referral.id)).filter(({ key }) => key === which);
    if (meant.length === 0)
      throw new Refused('alert.not-there', `Referral ${referral.id} raises no such alert any more`, {
        code: referral.code,
      });
    const at = world.clock.now();
    for (const alert of meant) {
      const said = { by: by.id, at, reason: known, ...(words?.trim() ? { words: words.trim() } : {}) };
      if (!(await page.alerts.acknowledge(alert, referral.from, said))) continue;
      await page.happened({
        what: 'alert-acknowledged',
        alert: alert.id,
        tier: alert.tier,
        reason: known,
        at,
        by: { person: by.id },
        institution: referral.from,
        referral: referral.id,
        patient: referral.patient,
      });
    }
  };

/** Before a decision: every stop of this record has been answered by somebody, with a reason. Refuses `alert.unanswered`, and says how many there are. */
export const stopsAnswered =
  (world: Pick<World, 'clock' | 'safety' | 'dice'>) =>
  async (page: Page, referral: Referral, content: ReferralContent): Promise<void> => {
    const alerts = await raiseAlerts(world)(page, referral, content);
    const open = alerts.filter(({ tier, acknowledged }) => tier === 'stop' && !acknowledged);
    if (open.length > 0)
      throw new Refused('alert.unanswered', `Referral ${referral.id} has ${open.length} red stops nobody answered`, {
        code: referral.code,
        n: String(open.length),
      });
  };
