import type Router from '@koa/router';
import type { Context } from 'koa';
import { drillAsked } from '#src/contract/drill.ts';
import type { DrillPlan } from '#src/domain/drill/drill.ts';
import { type ClinicianId, type HotlineId, id, type ReferralId } from '#src/domain/ids.ts';
import { endDrill } from '#src/usecases/drill/end-drill.ts';
import { lookAtDrill, openDrills } from '#src/usecases/drill/look-at-drills.ts';
import { startDrill } from '#src/usecases/drill/start-drill.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { drillDeskShape, drillResultShape } from '../shapes/drill-shape.ts';
import { askerOf } from '../who.ts';

/** Drills: the whole loop with an invented patient, marked as such everywhere. */
export function drillRoutes(router: Router, world: World, plans: readonly DrillPlan[]): void {
  const drilling = { ...world, house: world.house, plans };
  const which = (ctx: Context & { params?: Record<string, string> }) => id<ReferralId>(ctx.params?.['id'] ?? '');
  const desk = async (ctx: Context) => {
    const found = await world.ledger.read((page) => openDrills(drilling)(page, askerOf(ctx).person));
    ctx.body = drillDeskShape(found, world.house);
  };

  router.get('/api/drills', desk);

  router.post('/api/drills', async (ctx) => {
    const { hotline, author } = await bodyOf(ctx, drillAsked);
    await world.ledger.write((page) =>
      startDrill(drilling)(page, askerOf(ctx).person, {
        hotline: id<HotlineId>(hotline),
        author: id<ClinicianId>(author),
      }),
    );
    await desk(ctx);
  });

  router.get('/api/drills/:id', async (ctx) => {
    const told = await world.ledger.read((page) => lookAtDrill(world)(page, askerOf(ctx).person, which(ctx)));
    ctx.body = drillResultShape(told, world.house);
  });

  router.post('/api/drills/:id/end', async (ctx) => {
    await world.ledger.write((page) => endDrill(world)(page, askerOf(ctx).person, which(ctx)));
    const told = await world.ledger.read((page) => lookAtDrill(world)(page, askerOf(ctx).person, which(ctx)));
    ctx.body = drillResultShape(told, world.house);
  });
}
