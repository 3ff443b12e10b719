import type Router from '@koa/router';
import type { World } from '#src/usecases/world.ts';
import { type RightsParts, rightsRoutes } from './rights.ts';
import { sheetRoutes } from './sheets.ts';

export type PrivacyParts = RightsParts & { readonly sheets: Parameters<typeof sheetRoutes>[2] };

/** What proves and protects: accountability, the trail, patients' requests, the register of breaches. */
export function privacyRoutes(router: Router, world: World, parts: PrivacyParts): void {
  sheetRoutes(router, world, parts.sheets);
  rightsRoutes(router, world, parts);
}
