import { extname } from 'node:path';
import type Router from '@koa/router';
import type { World } from '../world/world.ts';

/** What a chat shows in place; anything else is handed over as a file, for a page must not run what somebody sent. */
const shown = /^\.(png|jpe?g|gif|webp|bmp|mp3|m4a|amr|wav|ogg|webm|mp4|pdf|txt)$/i;

/** The pictures and files of a chat, for the page with the phones. */
export function chatFilesRoute(router: Router, world: World): void {
  router.get('/sim/files/:code', async (ctx, next) => {
    const file = world.files.get(ctx.params['code'] ?? '');
    if (!file) return next();
    const isShown = shown.test(extname(file.fileName));
    ctx.type = isShown ? extname(file.fileName) : 'application/octet-stream';
    ctx.set('x-content-type-options', 'nosniff');
    ctx.set('content-security-policy', 'sandbox');
    ctx.attachment(file.fileName, { type: isShown ? 'inline' : 'attachment' });
    ctx.body = Buffer.from(file.bytes);
  });
}
