import { type Figures, figuresOf, type Period, tiers } from '../../domain/figures/figures.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import { placesFor } from '../rights/may.ts';
import type { World } from '../world.ts';

/** How many alerts of each tier per 100 referrals people can bear, by the configuration. */
export type AlertBudget = Readonly<Record<(typeof tiers)[number], number>>;

export type FiguresShown = {
  readonly places: readonly InstitutionId[];
  readonly since: Date;
  readonly now: Date;
  readonly hotlines: readonly Figures[];
  /** More referrals than are counted at once: the figures are of the newest. */
  readonly cut: boolean;
};

const most = 20_000;

/** The figures of the institutions where this person may see them: of referrals begun in the last days, by hotline. Refuses `person.role`. */
export const lookAtFigures =
  (world: Pick<World, 'clock' | 'policy'>) =>
  async (page: ReadingPage, by: Person, days: Period): Promise<FiguresShown> => {
    const places = placesFor(world, by, 'figures');
    const now = world.clock.now();
    const since = new Date(now.getTime() - days * 86_400_000);
    const courses = await page.figures.courses(places, since, most);
    const alerts = await page.figures.alerts(places, since);
    return { places, since, now, hotlines: figuresOf(courses, alerts, { now, days }), cut: courses.length === most };
  };
