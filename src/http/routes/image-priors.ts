import type Router from '@koa/router';
import type { Context } from 'koa';
import type { PriorShown } from '#src/contract/images.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { openPrior } from '#src/usecases/imaging/priors.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import type { PicturesOf } from '../series-in-room.ts';
import { askerOf } from '../who.ts';

/** The pictures of an earlier referral beside those of this one. Each slice is then asked for as one of that referral, with its own leave. */
export function imagePriorRoutes(router: Router, world: World, picturesOf: PicturesOf): void {
  const write = writesForReader(world);
  const named = (ctx: Context & { params?: Record<string, string> }, name: string) =>
    id<ReferralId>(ctx.params?.[name] ?? '');

  router.get('/api/referrals/:id/images/beside/:earlier', async (ctx) => {
    const { person } = askerOf(ctx);
    const files = await write((page) => openPrior(world)(page, named(ctx, 'id'), named(ctx, 'earlier'), person));
    ctx.set('cache-control', 'no-store');
    ctx.body = { series: (await picturesOf(files)).series } satisfies PriorShown;
  });
}
