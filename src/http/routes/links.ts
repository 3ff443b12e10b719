import type Router from '@koa/router';
import { linkAsked, linkFollowed } from '#src/contract/referral.ts';
import { type ClinicianId, id, type ReferralId } from '#src/domain/ids.ts';
import { askColleague, followLink } from '#src/usecases/access/ask-colleague.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { askerOf } from '../who.ts';

/** A link to one referral, for one person, for a time. The token goes to that person alone; whoever asked for it does not see it. */
export function linkRoutes(router: Router, world: World): void {
  const write = writesForReader(world);

  router.post('/api/referrals/:id/links', async (ctx) => {
    const { person, hours } = await bodyOf(ctx, linkAsked);
    const by = askerOf(ctx).person;
    const which = id<ReferralId>(ctx.params['id'] ?? '');
    const { until } = await write((page) =>
      askColleague(world)(page, which, by, { person: id<ClinicianId>(person), hours }),
    );
    ctx.body = { until: until.toISOString() };
  });

  router.post('/api/links', async (ctx) => {
    const { token } = await bodyOf(ctx, linkFollowed);
    ctx.body = { referral: await write((page) => followLink(world)(page, token, askerOf(ctx).person)) };
  });
}
