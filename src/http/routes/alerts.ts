import type Router from '@koa/router';
import { acknowledgementAsked } from '#src/contract/referral.ts';
import { redact } from '#src/domain/access/redact.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import { grantFor } from '#src/usecases/looking/open-referral.ts';
import { acknowledgeAlert } from '#src/usecases/safety/acknowledge-alert.ts';
import { alertsOn } from '#src/usecases/safety/alerts-on.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { safetyShape } from '../shapes/safety-shape.ts';
import { askerOf } from '../who.ts';

/** The answer to an alert: why care goes on. */
export function alertRoutes(router: Router, world: World): void {
  router.post('/api/referrals/:id/alerts', async (ctx) => {
    const { key, reason, words } = await bodyOf(ctx, acknowledgementAsked);
    const { person: by } = askerOf(ctx);
    const which = id<ReferralId>(ctx.params['id'] ?? '');
    ctx.body = await writesForReader(world)(async (page) => {
      const grant = await grantFor(world, page, which, by);
      const { content } = redact(await page.referrals.content(grant.referral), grant.categories);
      const said = { by, referral: grant.referral, content, which: key, reason, ...(words ? { words } : {}) };
      await acknowledgeAlert(world)(page, said);
      return safetyShape(await alertsOn(world)(page, grant.referral, content), world.house);
    });
  });
}
