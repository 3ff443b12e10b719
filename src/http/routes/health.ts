import type Router from '@koa/router';

export type Readiness = {
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly says: string }>>;
};

/** Live as long as the loop turns; ready when the link, the store and the disk are; figures for Prometheus. No patient data in any. */
export function healthRoutes(router: Router, ready: () => Promise<Readiness>, metrics: () => Promise<string>): void {
  router.get('/healthz', (ctx) => {
    ctx.body = { live: true };
  });
  router.get('/readyz', async (ctx) => {
    const standing = await ready();
    ctx.status = standing.ready ? 200 : 503;
    ctx.body = standing;
  });
  router.get('/metrics', async (ctx) => {
    ctx.type = 'text/plain; version=0.0.4';
    ctx.body = await metrics();
  });
}
