import type Router from '@koa/router';
import type { Context } from 'koa';
import { type HandoverShown, noteAsked, type TakenShown, takeAsked } from '#src/contract/handover.ts';
import { type InstitutionId, id, type ReferralId } from '#src/domain/ids.ts';
import { leaveNote } from '#src/usecases/handover/leave-note.ts';
import { listHandover } from '#src/usecases/handover/list-handover.ts';
import { takeAll, takeOver } from '#src/usecases/handover/take-over.ts';
import { writesForReader } from '#src/usecases/looking/keep-refused-looks.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { handoverShape } from '../shapes/handover-shape.ts';
import { askerOf } from '../who.ts';
import type { OpenScreens } from './live.ts';

/** What stands open when the shift changes: the list, taking, a note for the next. */
export function handoverRoutes(router: Router, world: World, screens: OpenScreens): void {
  const write = writesForReader(world);
  const list = async (ctx: Context): Promise<HandoverShown> => {
    const { person } = askerOf(ctx);
    const now = world.clock.now();
    const places = await write((page) => listHandover(world)(page, person));
    return {
      places: places.map((one) => handoverShape(one, { house: world.house, person, now })),
      now: now.toISOString(),
    };
  };
  /** News for everybody's list there. */
  const changed = (where: InstitutionId) => screens.announce({ kind: 'work' }, { at: [where] });

  router.get('/api/handover', async (ctx) => {
    ctx.body = await list(ctx);
  });

  // One case is taken or refused with who was first; of several, those that are still there are taken.
  router.post('/api/handover/take', async (ctx) => {
    const { institution, referrals } = await bodyOf(ctx, takeAsked);
    const { person } = askerOf(ctx);
    const where = id<InstitutionId>(institution);
    const which = referrals.map((one) => id<ReferralId>(one));
    const [first] = which;
    const done = await world.ledger.write(async (page) => {
      if (which.length > 1 || !first) return takeAll(world)(page, person, where, which);
      await takeOver(world)(page, person, where, first);
      return { taken: 1, missed: 0 };
    });
    changed(where);
    ctx.body = { ...done, shown: await list(ctx) } satisfies TakenShown;
  });

  router.post('/api/handover/note', async (ctx) => {
    const { institution, referral, text } = await bodyOf(ctx, noteAsked);
    const { person } = askerOf(ctx);
    const where = id<InstitutionId>(institution);
    await write((page) => leaveNote(world)(page, person, where, id<ReferralId>(referral), text));
    changed(where);
    ctx.body = await list(ctx);
  });
}
