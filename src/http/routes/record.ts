import type Router from '@koa/router';
import type { Context } from 'koa';
import { updateAsked } from '#src/contract/record.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { Naming } from '#src/domain/record/naming.ts';
import { NotForThem } from '#src/usecases/looking/open-referral.ts';
import { readRecord } from '#src/usecases/looking/read-record.ts';
import { mayUpdate, tellUpdate } from '#src/usecases/memo/tell-update.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { recordShape } from '../shapes/record-shape.ts';
import { askerOf } from '../who.ts';

type Page = Parameters<Parameters<World['ledger']['write']>[0]>[0];

/** The record in hand, and what is changed in it after the signature. */
export function recordRoutes(router: Router, world: World, naming: Naming): void {
  const which = (ctx: Context & { params?: Record<string, string> }): ReferralId =>
    id<ReferralId>(ctx.params?.['id'] ?? '');

  /** When a reader was refused, the refusal itself is kept on a page of its own. */
  async function write<T>(work: (page: Page) => Promise<T>): Promise<T> {
    try {
      return await world.ledger.write(work);
    } catch (error) {
      if (error instanceof NotForThem) await world.ledger.write((page) => page.happened(error.happening));
      throw error;
    }
  }

  const shown = async (ctx: Context, page: Page) => {
    const { person } = askerOf(ctx);
    const language = (await page.people.language(person.id)) ?? person.language;
    const read = await readRecord({ ...world, naming })(page, which(ctx), person, language);
    return recordShape(read, world.house, mayUpdate(person, read.grant.referral));
  };

  router.get('/api/referrals/:id/record', async (ctx) => {
    ctx.body = await write((page) => shown(ctx, page));
  });

  router.post('/api/referrals/:id/updates', async (ctx) => {
    const asked = await bodyOf(ctx, updateAsked);
    const { person } = askerOf(ctx);
    ctx.body = await write(async (page) => {
      await tellUpdate(world)(page, which(ctx), person, asked);
      return shown(ctx, page);
    });
  });
}
