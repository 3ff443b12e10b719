import type Router from '@koa/router';
import type { Context } from 'koa';
import { emergencyAsked, emergencyMoreAsked, toldAsked, verdictAsked } from '#src/contract/emergency.ts';
import type { EmergencyId } from '#src/domain/consent/emergency.ts';
import { id } from '#src/domain/ids.ts';
import { Refused } from '#src/domain/refused.ts';
import {
  endEmergency,
  notePatientTold,
  reviewEmergency,
  widenEmergency,
} from '#src/usecases/emergency/change-emergency.ts';
import { listReviews } from '#src/usecases/emergency/list-reviews.ts';
import { openEmergency } from '#src/usecases/emergency/open-emergency.ts';
import { readEmergency } from '#src/usecases/emergency/read-emergency.ts';
import type { Page } from '#src/usecases/page.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { emergencyShape, reviewShape } from '../shapes/emergency-shape.ts';
import { askerOf } from '../who.ts';

/** A look without consent, by the one who took it; and the second look at it, by the privacy officer. */
export function emergencyRoutes(router: Router, world: World): void {
  const shown = async (ctx: Context, page: Page, which: EmergencyId) =>
    emergencyShape(await readEmergency(world)(page, which, askerOf(ctx).person), world.house, world.clock.now());

  router.post('/api/emergencies', async (ctx) => {
    const asked = await bodyOf(ctx, emergencyAsked);
    // The try is kept also where nobody is found, so the refusal comes after the page.
    const found = await world.ledger.write(async (page) => {
      const access = await openEmergency(world)(page, { by: askerOf(ctx).person, ...asked });
      return access && shown(ctx, page, access.id);
    });
    if (!found) throw new Refused('record.not-found', 'No such patient for an emergency look');
    ctx.body = found;
  });

  router.get('/api/emergencies/:id', async (ctx) => {
    ctx.body = await world.ledger.write((page) => shown(ctx, page, which(ctx)));
  });

  router.post('/api/emergencies/:id/more', async (ctx) => {
    const { words } = await bodyOf(ctx, emergencyMoreAsked);
    ctx.body = await world.ledger.write(async (page) => {
      await widenEmergency(world)(page, which(ctx), askerOf(ctx).person, words);
      return shown(ctx, page, which(ctx));
    });
  });

  router.post('/api/emergencies/:id/end', async (ctx) => {
    await world.ledger.write((page) => endEmergency(world)(page, which(ctx), askerOf(ctx).person));
    ctx.status = 204;
  });

  const reviews = async (ctx: Context, page: Page) =>
    (await listReviews(world)(page, askerOf(ctx).person)).map((line) =>
      reviewShape(line, world.house, world.clock.now()),
    );

  router.get('/api/reviews', async (ctx) => {
    ctx.body = await world.ledger.write((page) => reviews(ctx, page));
  });

  router.post('/api/reviews/:id', async (ctx) => {
    const verdict = await bodyOf(ctx, verdictAsked);
    ctx.body = await world.ledger.write(async (page) => {
      await reviewEmergency(world)(page, which(ctx), askerOf(ctx).person, verdict);
      return reviews(ctx, page);
    });
  });

  router.post('/api/reviews/:id/told', async (ctx) => {
    const { how } = await bodyOf(ctx, toldAsked);
    ctx.body = await world.ledger.write(async (page) => {
      await notePatientTold(world)(page, which(ctx), askerOf(ctx).person, how);
      return reviews(ctx, page);
    });
  });
}

const which = (ctx: Context & { params?: Record<string, string> }): EmergencyId =>
  id<EmergencyId>(ctx.params?.['id'] ?? '');
