import type Router from '@koa/router';
import type { Context } from 'koa';
import { id, type ReferralId } from '#src/domain/ids.ts';
import { languages } from '#src/domain/people/person.ts';
import { openSheet } from '#src/usecases/trail/open-sheet.ts';
import type { World } from '#src/usecases/world.ts';
import { askerOf } from '../who.ts';

/** The accountability sheet of a referral: JSON that proves itself, and a page to print. */
export function sheetRoutes(router: Router, world: World, sheets: Parameters<typeof openSheet>[1]): void {
  const give = async (ctx: Context & { params?: Record<string, string> }, as: 'json' | 'pdf') => {
    const { person } = askerOf(ctx);
    const language = languages.find((one) => one === ctx.query['language']) ?? person.language;
    const { name, bytes } = await openSheet(world, sheets)(id<ReferralId>(ctx.params?.['id'] ?? ''), person, {
      as,
      language,
    });
    ctx.type = as === 'json' ? 'application/json' : 'application/pdf';
    ctx.attachment(name);
    ctx.body = Buffer.from(bytes);
  };
  router.get('/api/referrals/:id/accountability', (ctx) => give(ctx, 'json'));
  router.get('/api/referrals/:id/accountability.pdf', (ctx) => give(ctx, 'pdf'));
}
