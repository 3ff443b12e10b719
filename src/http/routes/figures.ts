import type Router from '@koa/router';
import type { Context } from 'koa';
import { type FiguresShown, periodAsked } from '#src/contract/figures.ts';
import { periods } from '#src/domain/figures/figures.ts';
import { type AlertBudget, lookAtFigures } from '#src/usecases/figures/look-at-figures.ts';
import type { World } from '#src/usecases/world.ts';
import { figuresCsv, figuresShape } from '../shapes/figures-shape.ts';
import { askerOf } from '../who.ts';

/** The figures of one's institutions, on the screen and for a spreadsheet. */
export function figureRoutes(router: Router, world: World, budget: AlertBudget): void {
  const figures = async (ctx: Context): Promise<FiguresShown> => {
    const asked = Number(periodAsked.parse(ctx.query).days);
    const days = periods.find((one) => one === asked) ?? 30;
    const { person } = askerOf(ctx);
    const found = await world.ledger.read((page) => lookAtFigures(world)(page, person, days));
    return figuresShape(found, days, world.house, budget);
  };

  router.get('/api/figures', async (ctx) => {
    ctx.body = await figures(ctx);
  });

  router.get('/api/figures.csv', async (ctx) => {
    const shown = await figures(ctx);
    ctx.attachment(`baton-figures-${shown.days}-days-${shown.at.slice(0, 10)}.csv`);
    ctx.type = 'text/csv; charset=utf-8';
    // A spreadsheet takes the text for UTF-8 only with this mark.
    ctx.body = `\uFEFF${figuresCsv(shown)}`;
  });
}
