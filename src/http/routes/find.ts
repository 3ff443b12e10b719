import type Router from '@koa/router';
import { findAsked } from '#src/contract/find.ts';
import { type InstitutionId, id, type ReferralId, type UploadId } from '#src/domain/ids.ts';
import type { Lexicon } from '#src/domain/reading/lexicon.ts';
import { find } from '#src/usecases/archive/find.ts';
import { openThumbnail } from '#src/usecases/archive/thumbnails.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { foundShape } from '../shapes/found-shape.ts';
import { askerOf } from '../who.ts';

const dayMs = 86_400_000;
const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

/** The archive: what was filed, found by patient, words, kind, place, day or code; and the small pictures beside it. */
export function findRoutes(router: Router, world: World, lexicon: Lexicon): void {
  const findIt = find({ ...world, lexicon });

  router.post('/api/find', async (ctx) => {
    const { person } = askerOf(ctx);
    const { words, patient, kinds, institutions, from, to } = await bodyOf(ctx, findAsked);
    const found = await world.ledger.write((page) =>
      findIt(page, person, {
        words: words.trim(),
        ...(patient ? { patient } : {}),
        ...(kinds ? { kinds } : {}),
        ...(institutions ? { origins: institutions.map((one) => id<InstitutionId>(one)) } : {}),
        ...(from ? { from: startOf(from) } : {}),
        ...(to ? { to: new Date(startOf(to).getTime() + dayMs) } : {}),
      }),
    );
    ctx.set('cache-control', 'no-store');
    ctx.body = foundShape(found, { house: world.house, person, now: world.clock.now() });
  });

  router.get('/api/referrals/:id/files/:file/thumbnail', async (ctx) => {
    const { person } = askerOf(ctx);
    const jpeg = await world.ledger.write((page) =>
      openThumbnail(world)(
        page,
        id<ReferralId>(ctx.params['id'] ?? ''),
        id<UploadId>(ctx.params['file'] ?? ''),
        person,
      ),
    );
    ctx.type = 'image/jpeg';
    ctx.set('cache-control', 'no-store');
    ctx.body = Buffer.from(jpeg);
  });
}
