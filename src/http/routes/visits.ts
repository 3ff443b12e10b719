import type Router from '@koa/router';
import type { Context } from 'koa';
import { followUpAsked, followUpEndAsked, type VisitsShown } from '#src/contract/visits.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { FollowUpId } from '#src/domain/visits/follow-up.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import { closeFollowUp, setFollowUp } from '#src/usecases/visits/follow-ups.ts';
import { listVisits } from '#src/usecases/visits/list-visits.ts';
import { showPhone } from '#src/usecases/visits/show-phone.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { visitShape } from '../shapes/visit-shape.ts';
import { askerOf } from '../who.ts';
import type { OpenScreens } from './live.ts';

/** Who comes when, who did not, whom to call, and when to see somebody again. Steps of the referral itself are taken at their own door. */
export function visitRoutes(router: Router, world: World, screens: OpenScreens): void {
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const write = writesForReader(world);

  const list = async (ctx: Context): Promise<VisitsShown> => {
    const { person } = askerOf(ctx);
    const now = world.clock.now();
    const lines = await world.ledger.read((page) => listVisits(world)(page, person));
    return {
      lines: lines.map((line) => visitShape(line, { house: world.house, person, now })),
      now: now.toISOString(),
    };
  };
  /** A changed follow-up is news for the lists of both sides. */
  const changed = async (ctx: Context): Promise<void> => {
    const row = await world.ledger.read((page) => page.referrals.get(which(ctx)));
    if (row) {
      const { from, to } = row.referral;
      screens.announce({ kind: 'work' }, { at: [from, to] });
    }
    ctx.body = await list(ctx);
  };

  router.get('/api/visits', async (ctx) => {
    ctx.body = await list(ctx);
  });

  router.post('/api/referrals/:id/phone', async (ctx) => {
    const phone = await write((page) => showPhone(world)(page, which(ctx), askerOf(ctx).person));
    ctx.set('cache-control', 'no-store');
    ctx.body = { phone };
  });

  router.post('/api/referrals/:id/follow-ups', async (ctx) => {
    const asked = await bodyOf(ctx, followUpAsked);
    await write((page) => setFollowUp(world)(page, which(ctx), askerOf(ctx).person, asked));
    await changed(ctx);
  });

  router.post('/api/referrals/:id/follow-ups/:one/end', async (ctx) => {
    const { because } = await bodyOf(ctx, followUpEndAsked);
    const one = id<FollowUpId>(ctx.params['one'] ?? '');
    await write((page) => closeFollowUp(world)(page, which(ctx), askerOf(ctx).person, one, because));
    await changed(ctx);
  });
}
