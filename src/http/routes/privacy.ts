import type Router from '@koa/router';
import type { World } from '#src/usecases/world.ts';
import { sheetRoutes } from './sheets.ts';

export type PrivacyParts = {
  readonly sheets: Parameters<typeof sheetRoutes>[2];
};

/** What proves and protects: accountability, the trail, patients' requests, the register of breaches. */
export function privacyRoutes(router: Router, world: World, { sheets }: PrivacyParts): void {
  sheetRoutes(router, world, sheets);
}
