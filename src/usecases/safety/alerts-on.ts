import type { ReferralContent } from '../../domain/referral/content.ts';
import type { Referral } from '../../domain/referral/referral.ts';
import { alertKey } from '../../domain/safety/acknowledging.ts';
import type { Alert } from '../../domain/safety/alert.ts';
import type { KeptAlert } from '../../ports/alerts.ts';
import type { Page, ReadingPage } from '../../ports/ledger.ts';
import type { World } from '../world.ts';

export type StandingAlert = Alert & { readonly key: string; readonly acknowledged?: KeptAlert['acknowledged'] };
export type Standing = {
  readonly alerts: readonly StandingAlert[];
  readonly unrecognised: readonly string[];
  readonly unknown: readonly string[];
};

/** What the safety net says of this content now, with what was answered to each alert before. */
export const alertsOn =
  (world: Pick<World, 'clock' | 'safety'>) =>
  async (page: ReadingPage, referral: Referral, content: ReferralContent): Promise<Standing> => {
    const { alerts, unrecognised, unknown } = world.safety.check(content, world.clock.now(), referral.from);
    const kept = alerts.length > 0 ? await page.alerts.of(referral.id) : [];
    return {
      unrecognised,
      unknown,
      alerts: alerts.map((alert) => {
        const key = alertKey(alert);
        const acknowledged = kept.find((one) => one.key === key)?.acknowledged;
        return { ...alert, key, ...(acknowledged ? { acknowledged } : {}) };
      }),
    };
  };

/** Keeps the alerts that this content raises for the first time, with a happening each; the same one is not raised again. */
export const raiseAlerts =
  (world: Pick<World, 'clock' | 'safety' | 'dice'>) =>
  async (page: Page, referral: Referral, content: ReferralContent): Promise<readonly StandingAlert[]> => {
    const { alerts } = await alertsOn(world)(page, referral, content);
    if (alerts.length === 0) return alerts;
    const known = new Set((await page.alerts.of(referral.id)).map(({ key }) => key));
    const at = world.clock.now();
    for (const { key, tier, rule, version } of alerts) {
      if (known.has(key)) continue;
      const { id: which, patient, from } = referral;
      const id = world.dice.id();
      await page.alerts.add({ id, referral: which, patient, tier, key, rule, version, raisedAt: at }, from);
      await page.happened({
        what: 'alert-raised',
        alert: id,
        tier,
        version,
        at,
        by: { baton: 'safety' },
        institution: from,
        referral: which,
        patient,
      });
    }
    return alerts;
  };
