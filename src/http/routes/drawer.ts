import type Router from '@koa/router';
import type { DrawerShown } from '#src/contract/drawer.ts';
import { openDrawer } from '#src/usecases/people/open-drawer.ts';
import type { World } from '#src/usecases/world.ts';
import { askerOf } from '../who.ts';

/** The keys to what one has typed and not yet sent: to whoever is signed in, one's own only, never to be kept on the way (`no-store`, as on every answer here). */
export function drawerRoutes(router: Router, world: World): void {
  const open = openDrawer(world);
  router.get('/api/me/drawer', async (ctx) => {
    const { person } = askerOf(ctx);
    const keys = await world.ledger.write((page) => open(page, person.id));
    ctx.body = { keys: [...keys] } satisfies DrawerShown;
  });
}
