import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { type RostersShown, rosterAsked, type WeekCopied, weekCopyAsked } from '#src/contract/rosters.ts';
import { type ClinicianId, type HotlineId, type InstitutionId, id } from '#src/domain/ids.ts';
import { copyWeek } from '#src/usecases/rosters/copy-week.ts';
import { openRosters } from '#src/usecases/rosters/open-rosters.ts';
import { planShift } from '#src/usecases/rosters/plan-shift.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { rosterShape } from '../shapes/handover-shape.ts';
import { askerOf } from '../who.ts';
import type { OpenScreens } from './live.ts';

const weekOf = z.object({ day: z.iso.date().optional() });

/** Who is on duty and who covers, week by week. `follow`: has the house of this instance follow at once; others follow by themselves within a second. */
export function rosterRoutes(router: Router, world: World, screens: OpenScreens, follow: () => Promise<void>): void {
  const week = async (ctx: Context, day: string | undefined): Promise<RostersShown> => {
    const { person } = askerOf(ctx);
    const { monday, places } = await world.ledger.read((page) => openRosters(world)(page, person, day));
    return {
      monday,
      places: places.map((one) => rosterShape(one, world.house)),
      now: world.clock.now().toISOString(),
    };
  };

  /** Who is on duty may be somebody else from now on: the house follows, and lists are asked again. */
  const changed = async (where: InstitutionId): Promise<void> => {
    await follow();
    screens.announce({ kind: 'work' }, { at: [where] });
  };

  router.get('/api/rosters', async (ctx) => {
    const { day } = weekOf.parse({ day: ctx.query['day'] });
    ctx.body = await week(ctx, day);
  });

  router.post('/api/rosters', async (ctx) => {
    const { institution, hotline, onDuty, cover, ...slot } = await bodyOf(ctx, rosterAsked);
    const where = id<InstitutionId>(institution);
    const people = (list: readonly string[]) => list.map((who) => id<ClinicianId>(who));
    await world.ledger.write((page) =>
      planShift(world)(page, askerOf(ctx).person, {
        ...slot,
        institution: where,
        ...(hotline ? { hotline: id<HotlineId>(hotline) } : {}),
        onDuty: people(onDuty),
        cover: people(cover),
      }),
    );
    await changed(where);
    ctx.body = await week(ctx, slot.day);
  });

  router.post('/api/rosters/copy', async (ctx) => {
    const { institution, day } = await bodyOf(ctx, weekCopyAsked);
    const where = id<InstitutionId>(institution);
    const copied = await world.ledger.write((page) => copyWeek(world)(page, askerOf(ctx).person, where, day));
    await changed(where);
    ctx.body = { copied, shown: await week(ctx, day) } satisfies WeekCopied;
  });
}
