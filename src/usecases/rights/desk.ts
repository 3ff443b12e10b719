import { mayAt } from '../../domain/access/may.ts';
import type { InstitutionId } from '../../domain/ids.ts';
import type { Person } from '../../domain/people/person.ts';
import { Refused } from '../../domain/refused.ts';
import type { Breach } from '../../domain/rights/breach.ts';
import type { RightsRequest } from '../../domain/rights/request.ts';
import type { Certificate, LegalHold, RetentionYears } from '../../domain/rights/retention.ts';
import type { ReadingPage } from '../../ports/ledger.ts';
import type { TrailStanding, TrailWatch } from '../../ports/trail-standing.ts';
import { listReviews } from '../emergency/list-reviews.ts';
import type { World } from '../world.ts';
import { type Due, dueForErasure } from './erasing.ts';
import { type ClashLine, clashesAt } from './who-is-who.ts';

export type Desk = {
  readonly institutions: readonly InstitutionId[];
  readonly requests: readonly RightsRequest[];
  readonly reviews: number;
  readonly breaches: readonly Breach[];
  readonly holds: readonly LegalHold[];
  readonly due: readonly Due[];
  readonly certificates: readonly Certificate[];
  readonly clashes: readonly ClashLine[];
};

const actions = ['answer-rights', 'keep-registers', 'audit'] as const;

/** Everything that waits for whoever guards the patients' rights at their institutions. Refuses `person.role`. */
export const openDesk =
  (world: Pick<World, 'clock' | 'policy'>, years: RetentionYears) =>
  async (page: ReadingPage, by: Person): Promise<Desk> => {
    const at = (action: (typeof actions)[number]) =>
      by.works.map(({ institution }) => institution).filter((where) => mayAt(world.policy.judge, by, action, where));
    const [answering, registers] = [at('answer-rights'), at('keep-registers')];
    const institutions = [...new Set([...answering, ...registers, ...at('audit')])];
    if (institutions.length === 0) throw new Refused('person.role', `${by.id} guards no patients' rights`);
    const mayReview = by.works.some(({ institution }) =>
      mayAt(world.policy.judge, by, 'review-emergency', institution),
    );
    return {
      institutions,
      requests: await page.rights.requests(answering, 200),
      reviews: mayReview ? (await listReviews(world)(page, by)).length : 0,
      breaches: registers.length > 0 ? await page.rights.breaches(registers) : [],
      holds: registers.length > 0 ? await page.rights.holds({ institutions: registers }) : [],
      due: (await dueForErasure(world, page, years)).filter(({ institution }) => registers.includes(institution)),
      certificates: registers.length > 0 ? await page.rights.certificates(registers) : [],
      clashes: await clashesAt(page, answering),
    };
  };

/** How the chains of the institutions stand that this person may audit. */
export const watchTrail =
  (world: Pick<World, 'policy'>, watch: TrailWatch) =>
  async (by: Person): Promise<readonly TrailStanding[]> =>
    watch.standing(
      by.works.map(({ institution }) => institution).filter((where) => mayAt(world.policy.judge, by, 'audit', where)),
    );
