import type Router from '@koa/router';
import { mayAt } from '#src/domain/access/may.ts';
import { Refused } from '#src/domain/refused.ts';
import { forReview, type ReviewLimits } from '#src/domain/safety/reviewing.ts';
import type { World } from '#src/usecases/world.ts';
import { askerOf } from '../who.ts';

/** Rules that are overridden too often, of the asker's own institutions: for those who keep the knowledge. No patient is in it. */
export function safetyRuleRoutes(router: Router, world: World, limits: ReviewLimits): void {
  router.get('/api/safety/review', async (ctx) => {
    const { person } = askerOf(ctx);
    const places = person.works.flatMap(({ institution }) =>
      mayAt(world.policy.judge, person, 'administer', institution) ? [institution] : [],
    );
    if (places.length === 0) throw new Refused('referral.not-found', 'Nothing here for this reader');
    const counts = await world.ledger.read(async (page) =>
      (await page.alerts.counts()).filter(({ institution, tier }) => tier === 'stop' && places.includes(institution)),
    );
    ctx.body = { version: world.safety.version, limits, rules: forReview(counts, limits) };
  });
}
