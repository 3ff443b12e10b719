import type { Middleware } from 'koa';
import type { World } from '../world/world.ts';
import { isLegacy } from './answers.ts';

/** Down, slow: what happens to a call before anybody looks at it. An edge that is down answers with a page, not with JSON. */
export const weather =
  (world: World): Middleware =>
  async (ctx, next) => {
    if (!isLegacy(ctx.path) && !/^\/v\d/.test(ctx.path)) return next();
    const { apiDownUntil, apiSlowMs } = world.faults;
    if (apiSlowMs) await new Promise((resolve) => setTimeout(resolve, apiSlowMs));
    if ((apiDownUntil ?? 0) <= world.now()) return next();
    world.journal.add('http', { method: ctx.method, path: ctx.path, status: 503 });
    ctx.status = 503;
    ctx.type = 'text/html';
    ctx.body = '<html><body>503 Service Unavailable</body></html>';
  };
