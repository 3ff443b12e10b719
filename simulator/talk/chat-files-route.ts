import type Router from '@koa/router';
import type { World } from '../world/world.ts';

/** The pictures and files of a chat, for the page with the phones. */
export function chatFilesRoute(router: Router, world: World): void {
  router.get('/sim/files/:code', (ctx) => {
    const file = world.files.get(ctx.params['code'] ?? '');
    if (!file) return;
    ctx.type = file.fileName.split('.').at(-1) ?? 'bin';
    ctx.set('content-disposition', 'inline');
    ctx.body = Buffer.from(file.bytes);
  });
}
