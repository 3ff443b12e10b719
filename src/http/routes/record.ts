import type Router from '@koa/router';
import type { Context } from 'koa';
import { updateAsked } from '#src/contract/record.ts';
import { id, type ReferralId } from '#src/domain/ids.ts';
import type { Naming } from '#src/domain/record/naming.ts';
import { NotForThem } from '#src/usecases/looking/open-referral.ts';
import { pointsLanguage, readRecord } from '#src/usecases/looking/read-record.ts';
import { mayUpdate, tellUpdate } from '#src/usecases/memo/tell-update.ts';
import { phrasePoints } from '#src/usecases/points/phrase-points.ts';
import type { World } from '#src/usecases/world.ts';
import { bodyOf } from '../body.ts';
import { recordShape } from '../shapes/record-shape.ts';
import { askerOf } from '../who.ts';

type Page = Parameters<Parameters<World['ledger']['write']>[0]>[0];

/** The record in hand, and what is changed in it after the signature. */
type Phrasing = Parameters<typeof phrasePoints>[0]['phrasing'];

export function recordRoutes(router: Router, world: World, naming: Naming, phrasing?: Phrasing): void {
  const phrase = phrasePoints({ phrasing, lexicon: naming.lexicon, log: world.log });
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

  const readFor = async (ctx: Context, page: Page) => {
    const { person } = askerOf(ctx);
    const language = (await page.people.language(person.id)) ?? person.language;
    return { language, read: await readRecord({ ...world, naming })(page, which(ctx), person, language) };
  };

  /** After the page is kept: a model is outside, and no page waits for it. */
  const shown = async (ctx: Context, { read, language }: Awaited<ReturnType<typeof readFor>>) => {
    const own = read.parts[0]?.content.identity ?? {};
    const summary = await phrase(read.summary, own, pointsLanguage(language));
    return recordShape({ ...read, summary }, world.house, mayUpdate(askerOf(ctx).person, read.grant.referral));
  };

  router.get('/api/referrals/:id/record', async (ctx) => {
    ctx.body = await shown(ctx, await write((page) => readFor(ctx, page)));
  });

  router.post('/api/referrals/:id/updates', async (ctx) => {
    const asked = await bodyOf(ctx, updateAsked);
    const { person } = askerOf(ctx);
    const kept = await write(async (page) => {
      await tellUpdate({ ...world, naming })(page, which(ctx), person, asked);
      return readFor(ctx, page);
    });
    ctx.body = await shown(ctx, kept);
  });
}
