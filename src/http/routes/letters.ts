import type Router from '@koa/router';
import type { Context } from 'koa';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { type Exported, exportLetter, exportSignOff, type Letters } from '#src/usecases/letters/export-letter.ts';
import { NotForThem } from '#src/usecases/looking/open-referral.ts';
import type { World } from '#src/usecases/world.ts';
import { askerOf } from '../who.ts';

/** The signed letter of a referral (PDF), and its sign-off for machines (JSON). Both verify offline from the file alone. */
export function letterRoutes(router: Router, world: World, letters: Letters): void {
  const which = (ctx: Context & { params?: Record<string, string> }): ReferralId =>
    id<ReferralId>(ctx.params?.['id'] ?? '');

  /** When a reader was refused, the refusal itself is kept on a page of its own. */
  async function keepRefusal<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof NotForThem) await world.ledger.write((page) => page.happened(error.happening));
      throw error;
    }
  }

  const give = (ctx: Context, { bytes, code }: Exported, type: string, ending: string): void => {
    ctx.set({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    });
    ctx.type = type;
    // The name says the code of the referral and nothing of the patient.
    ctx.attachment(`referral-${code}.${ending}`, { type: ctx.query['download'] ? 'attachment' : 'inline' });
    ctx.body = Buffer.from(bytes);
  };

  router.get('/api/referrals/:id/letter', async (ctx) => {
    const made = await keepRefusal(exportLetter({ ...world, letters })(which(ctx), askerOf(ctx).person));
    give(ctx, made, 'application/pdf', 'pdf');
  });

  router.get('/api/referrals/:id/sign-off', async (ctx) => {
    const made = await keepRefusal(
      world.ledger.write((page) => exportSignOff(world)(page, which(ctx), askerOf(ctx).person)),
    );
    give(ctx, made, 'application/json', 'sign-off.json');
  });
}
