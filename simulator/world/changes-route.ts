import { PassThrough } from 'node:stream';
import type Router from '@koa/router';
import type { World } from './world.ts';

/** Server-sent events: every change of the world, so that a page refreshes what it shows. */
export function changesRoute(router: Router, world: World): void {
  router.get('/sim/api/events', (ctx) => {
    const stream = new PassThrough();
    const tell = (change: object) => void stream.write(`data: ${JSON.stringify(change)}\n\n`);
    const beat = setInterval(() => stream.write(': here\n\n'), 15_000);
    world.changes.on('change', tell);
    const stop = () => {
      clearInterval(beat);
      world.changes.off('change', tell);
    };
    stream.on('close', stop);
    ctx.req.on('close', () => {
      stop();
      stream.destroy();
    });
    ctx.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    ctx.body = stream;
    stream.write(': hello\n\n');
  });
}
